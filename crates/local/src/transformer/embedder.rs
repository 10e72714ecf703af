//! A transformer as an embedder of the engine.

use async_trait::async_trait;
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};
use tokio::sync::OnceCell;

use super::batch::Batch;
use super::card::Card;
use super::network::Output;
use super::runtime::{Limits, Runtime};
use super::{ModelFolder, Pooling, TransformerError};

/// Outputs that are a text's embedding already, or its tokens'.
const POOLED_OR_TOKENS: &[&str] = &[
    "sentence_embedding",
    "last_hidden_state",
    "token_embeddings",
];
const TOKENS: &[&str] = &["last_hidden_state", "token_embeddings"];

/// What may be set about an embedder; `None` is what the model's folder or family says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TransformerOptions {
    /// How the tokens' vectors become the text's.
    pub pooling: Option<Pooling>,
    /// What stands in front of questions.
    pub query_prefix: Option<String>,
    /// What stands in front of texts that are found.
    pub document_prefix: Option<String>,
    /// How long the vectors must be.
    pub dimensions: Option<usize>,
    /// Bounds on its work.
    pub limits: Limits,
}

/// Embeds texts with a transformer in an ONNX file, on this machine's processor.
///
/// Its files are looked at when it is made and loaded at its first use. Vectors have length 1. Of
/// a text longer than the model can read the beginning counts.
pub struct TransformerEmbedder {
    runtime: Runtime,
    pooling: Pooling,
    query_prefix: String,
    document_prefix: String,
    revision: String,
    /// How long the vectors are, if the folder or the configuration says so.
    stated: Option<usize>,
    dimensions: OnceCell<usize>,
}

impl TransformerEmbedder {
    /// An embedder of this folder's model.
    ///
    /// # Errors
    /// A file can't be read, the model is no embedder, or an option doesn't fit it.
    pub fn open(
        folder: ModelFolder,
        options: TransformerOptions,
    ) -> Result<Self, TransformerError> {
        let card = Card::read(&folder, options.pooling)?;
        if card.judges_pairs == Some(true) {
            return Err(TransformerError::Unusable {
                path: folder.path().join("config.json"),
                problem: "it is a cross-encoder: it judges pairs of texts and can only be a \
                          reranker"
                    .to_owned(),
            });
        }
        if let (Some(asked), Some(has), false) =
            (options.dimensions, card.dimensions, card.has_dense_layer)
            && asked != has
        {
            return Err(TransformerError::Option {
                option: "embedding_dims",
                problem: format!(
                    "{} makes vectors of {has} numbers, not {asked}",
                    folder.name()
                ),
            });
        }
        let max_tokens = options.limits.check(card.max_tokens, card.positions)?;
        let document_prefix = options.document_prefix.unwrap_or(card.document_prefix);
        // Only what makes stored vectors belong together: another prefix of questions may be tried
        // on the same memories.
        let recipe = format!("{}\n{document_prefix}", card.pooling.name());
        let revision = folder.fingerprint(&recipe)?;
        let outputs = if options.pooling.is_some() {
            TOKENS
        } else {
            POOLED_OR_TOKENS
        };
        let stated = card.dimensions.filter(|_| !card.has_dense_layer);
        Ok(Self {
            runtime: Runtime::new(
                "embedder/local",
                folder,
                outputs,
                max_tokens,
                options.limits,
            ),
            pooling: card.pooling,
            query_prefix: options.query_prefix.unwrap_or(card.query_prefix),
            document_prefix,
            revision,
            stated: options.dimensions.or(stated),
            dimensions: OnceCell::new(),
        })
    }

    /// How the tokens' vectors become the text's.
    pub fn pooling(&self) -> Pooling {
        self.pooling
    }

    /// What stands in front of texts of this purpose.
    pub fn prefix(&self, purpose: Purpose) -> &str {
        match purpose {
            Purpose::Query => &self.query_prefix,
            Purpose::Document => &self.document_prefix,
        }
    }

    /// The model's folder.
    pub fn folder(&self) -> &ModelFolder {
        self.runtime.folder()
    }

    async fn dimensions(&self) -> Result<usize, ModelError> {
        let ask = || async {
            match self.stated {
                Some(stated) => Ok(stated),
                // Nothing says how long the vectors are: the first one does.
                None => {
                    let vectors = self.vectors(&["?".to_owned()], Purpose::Document).await?;
                    Ok(vectors.first().map_or(0, Vec::len))
                }
            }
        };
        self.dimensions.get_or_try_init(ask).await.copied()
    }

    async fn vectors(
        &self,
        texts: &[String],
        purpose: Purpose,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let prefix = self.prefix(purpose);
        let texts = texts.iter().map(|text| (format!("{prefix}{text}"), None));
        let pooling = self.pooling;
        let read = move |output: &Output, batch: &Batch, row: usize| {
            embedding(output, batch, row, pooling)
        };
        self.runtime.run(texts.collect(), read).await
    }
}

#[async_trait]
impl Embedder for TransformerEmbedder {
    /// Loads the model, so that whoever asks learns whether it can be used.
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        self.runtime.load().await?;
        Ok(EmbedderIdentity {
            provider: "local".to_owned(),
            model: self.folder().name().to_owned(),
            revision: self.revision.clone(),
            dimensions: self.dimensions().await?,
        })
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let expected = self.dimensions().await?;
        let vectors = self.vectors(texts, purpose).await?;
        match vectors.iter().find(|vector| vector.len() != expected) {
            None => Ok(vectors),
            Some(vector) => Err(self.runtime.failed(format!(
                "its vectors have {} numbers, where its folder or `embedding_dims` says {expected}",
                vector.len()
            ))),
        }
    }
}

/// A text's embedding, of length 1.
fn embedding(
    output: &Output,
    batch: &Batch,
    row: usize,
    pooling: Pooling,
) -> Result<Vec<f32>, String> {
    let mut vector = match output.shape[..] {
        [rows, width, dimensions] if rows == batch.rows() && width == batch.width => {
            let start = row * width * dimensions;
            let tokens = &output.numbers[start..start + width * dimensions];
            pooling.of(tokens, dimensions, batch.lengths[row])
        }
        [rows, dimensions] if rows == batch.rows() && dimensions > 2 => {
            output.numbers[row * dimensions..(row + 1) * dimensions].to_vec()
        }
        _ => {
            return Err(format!(
                "its output has the shape {:?}, which is no embedding of {} texts",
                output.shape,
                batch.rows()
            ));
        }
    };
    normalize(&mut vector);
    Ok(vector)
}
