//! Why a model's folder can't be used.

use std::path::PathBuf;

/// Why a model's folder can't be used. The files are at fault or the options; nothing was run yet.
#[derive(Debug, thiserror::Error)]
pub enum TransformerError {
    /// There is no folder of this name.
    #[error(
        "there is no model \"{model}\": looked at {looked_at}. Put model.onnx and tokenizer.json \
         (and config.json, 1_Pooling/config.json and config_sentence_transformers.json where the \
         model has them) into {put_into}, or give the path of a folder that has them{published_as}",
        looked_at = .looked_at.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "),
        put_into = .put_into.display(),
        published_as = .published_as.map(|name| format!("; it is published as {name}")).unwrap_or_default(),
    )]
    NotFound {
        /// What was asked for.
        model: String,
        /// Where it was looked for.
        looked_at: Vec<PathBuf>,
        /// Where it would be found.
        put_into: PathBuf,
        /// Who publishes it, for the few names known here.
        published_as: Option<&'static str>,
    },
    /// A file is missing in the folder.
    #[error("the model's folder {folder} has no {file}", folder = .folder.display())]
    MissingFile {
        /// The folder.
        folder: PathBuf,
        /// Which file.
        file: &'static str,
    },
    /// A file can't be read.
    #[error("{path} can't be read: {source}", path = .path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file doesn't hold what it should.
    #[error("{path} can't be used: {problem}", path = .path.display())]
    Unusable {
        /// Which file.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// An option doesn't fit the model.
    #[error("{problem}")]
    Option {
        /// Its name, such as `max_tokens`.
        option: &'static str,
        /// What is wrong with it.
        problem: String,
    },
}

impl TransformerError {
    /// The option at fault; a model that can't be found or used is the fault of `model`.
    pub fn option(&self) -> &'static str {
        match self {
            Self::Option { option, .. } => option,
            Self::NotFound { .. }
            | Self::MissingFile { .. }
            | Self::Read { .. }
            | Self::Unusable { .. } => "model",
        }
    }
}
