//! Models in this process: the static table, and with the feature `transformer` any transformer
//! in an ONNX file.

use std::sync::Arc;

use mem0_core::{Embedder, Reranker, Result};

use super::{Make, MaybeReranker, Provider, ProviderKind};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};

const MODEL: Setting = Setting::new(
    "model",
    Accepts::Text,
    "A folder with model.onnx and tokenizer.json, or the name of one in the folder `models`; \
     without it, what is in the program.",
);

pub(super) const POOLING: Setting = Setting::new(
    "pooling",
    Accepts::Choice(&["mean", "cls", "last"]),
    "How the tokens' vectors become the text's. Default: what the model's folder says.",
);

pub(super) const MAX_TOKENS: Setting = Setting::new(
    "max_tokens",
    Accepts::Whole,
    "How many tokens are read of a text. Default: what the model's folder says.",
);

pub(super) const BATCH_SIZE: Setting = Setting::new(
    "batch_size",
    Accepts::Whole,
    "How many texts are run together. Default: 8; 1 for networks quantised as they run, which \
     would give a text another vector among other texts.",
);

pub(super) const THREADS: Setting = Setting::new(
    "threads",
    Accepts::Whole,
    "How many threads a model uses. Default: one for each core, up to 8.",
);

const NORMALIZE: Setting = Setting::new(
    "normalize",
    Accepts::Boolean,
    "Accepted and without effect: vectors always have length 1, scores are always from 0 to 1.",
);

/// Other names of options, as sentence-transformers and other programs have them.
const ALIASES: &[(&str, &str)] = &[
    ("maxTokens", "max_tokens"),
    ("max_length", "max_tokens"),
    ("max_seq_length", "max_tokens"),
    ("batchSize", "batch_size"),
    ("num_threads", "threads"),
];

const EMBEDDER_ALIASES: &[(&str, &str)] = &[
    ("embeddingDims", "embedding_dims"),
    ("dimensions", "embedding_dims"),
    ("queryPrefix", "query_prefix"),
    ("documentPrefix", "document_prefix"),
    ("passage_prefix", "document_prefix"),
];

pub(super) const EMBEDDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "local",
    aliases: &[],
    summary: "A transformer in an ONNX file, on this machine; without a model, the table inside \
              the program.",
    settings: &[
        MODEL,
        POOLING,
        Setting::new(
            "query_prefix",
            Accepts::Text,
            "What stands in front of questions. Default: what the model's folder or family says.",
        ),
        Setting::new(
            "document_prefix",
            Accepts::Text,
            "What stands in front of memories. Default: what the model's folder or family says.",
        ),
        Setting::new(
            "embedding_dims",
            Accepts::Whole,
            "How long vectors must be; another length is an error.",
        ),
        MAX_TOKENS,
        BATCH_SIZE,
        THREADS,
        NORMALIZE,
    ],
    setting_aliases: &[ALIASES, EMBEDDER_ALIASES],
    example: r#"{"model": "all-MiniLM-L6-v2"}"#,
    notes: "",
    tested: "with tiny models in every test run; by hand with all-MiniLM-L6-v2 (8 bit)",
    make: Make::Embedder(make_embedder),
};

pub(super) const RERANKER: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "local",
    aliases: &[],
    summary: "A cross-encoder in an ONNX file, on this machine; without a model, the built-in \
              reranker.",
    settings: &[
        MODEL,
        Setting::new(
            "top_k",
            Accepts::Whole,
            "How many hits get a new place; the others keep their order behind. Default: all.",
        ),
        Setting::new(
            "candidates",
            Accepts::Whole,
            "How many of the best hits are judged, from 1 to 200; more of them take longer.",
        )
        .defaulting("50"),
        MAX_TOKENS,
        BATCH_SIZE,
        THREADS,
        NORMALIZE,
    ],
    setting_aliases: &[ALIASES],
    example: r#"{"model": "ms-marco-MiniLM-L-6-v2"}"#,
    notes: "",
    tested: "with a tiny cross-encoder in every test run; not yet with trained weights",
    make: Make::Reranker(make_reranker),
};

fn make_embedder(config: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    match model(chosen) {
        None => super::embedded::make_static(config, chosen),
        Some(model) => transformer::embedder(&model, config, chosen),
    }
}

/// The transformer that is asked for, else this one, for providers of the original that run the
/// same models.
pub(super) fn embedder_or(
    default_model: &str,
    config: &MemoryConfig,
    chosen: &ProviderConfig,
) -> Result<Arc<dyn Embedder>> {
    let model = chosen.path_or_name("model");
    let model = model.unwrap_or_else(|| default_model.to_owned());
    transformer::embedder(&model, config, chosen)
}

fn make_reranker(config: &MemoryConfig, chosen: &ProviderConfig) -> Result<MaybeReranker> {
    match model(chosen) {
        None => Ok(None),
        Some(model) => transformer::reranker(&model, config, chosen).map(Some),
    }
}

/// As [`embedder_or`], for cross-encoders.
pub(super) fn reranker_or(
    default_model: &str,
    config: &MemoryConfig,
    chosen: &ProviderConfig,
) -> Result<Arc<dyn Reranker>> {
    let model = chosen.path_or_name("model");
    let model = model.unwrap_or_else(|| default_model.to_owned());
    transformer::reranker(&model, config, chosen)
}

/// Whether an embedder is the table in this program, by whatever name.
pub(super) fn is_in_program(chosen: &ProviderConfig) -> bool {
    match chosen.provider().name {
        super::STATIC => true,
        "local" => model(chosen).is_none(),
        _ => false,
    }
}

/// The model that is asked for, unless it is what the program has inside.
fn model(chosen: &ProviderConfig) -> Option<String> {
    let model = chosen.path_or_name("model")?;
    (!["static", "builtin", "default"].contains(&&*model)).then_some(model)
}

#[cfg(feature = "transformer")]
mod transformer {
    use std::sync::Arc;

    use mem0_core::{Embedder, Error, Reranker, Result};
    use mem0_local::transformer::{
        CrossEncoder, CrossEncoderOptions, Limits, ModelFolder, Pooling, TransformerEmbedder,
        TransformerError, TransformerOptions,
    };

    use crate::config::{MemoryConfig, ProviderConfig};

    pub(super) fn embedder(
        model: &str,
        config: &MemoryConfig,
        chosen: &ProviderConfig,
    ) -> Result<Arc<dyn Embedder>> {
        let options = TransformerOptions {
            pooling: chosen.text("pooling").and_then(Pooling::named),
            query_prefix: chosen.text("query_prefix").map(str::to_owned),
            document_prefix: chosen.text("document_prefix").map(str::to_owned),
            dimensions: number(chosen, "embedding_dims"),
            limits: limits(chosen),
        };
        let embedder = ModelFolder::find(model, config.models())
            .and_then(|folder| TransformerEmbedder::open(folder, options))
            .map_err(|error| refused(chosen, &error))?;
        Ok(Arc::new(embedder))
    }

    pub(super) fn reranker(
        model: &str,
        config: &MemoryConfig,
        chosen: &ProviderConfig,
    ) -> Result<Arc<dyn Reranker>> {
        let options = CrossEncoderOptions {
            top_k: number(chosen, "top_k"),
            candidates: number(chosen, "candidates"),
            limits: limits(chosen),
        };
        let reranker = ModelFolder::find(model, config.models())
            .and_then(|folder| CrossEncoder::open(folder, options))
            .map_err(|error| refused(chosen, &error))?;
        Ok(Arc::new(reranker))
    }

    fn limits(chosen: &ProviderConfig) -> Limits {
        Limits {
            max_tokens: number(chosen, "max_tokens"),
            batch_size: number(chosen, "batch_size"),
            threads: number(chosen, "threads"),
        }
    }

    fn number(chosen: &ProviderConfig, option: &str) -> Option<usize> {
        let number = chosen.whole(option)?;
        Some(usize::try_from(number).unwrap_or(usize::MAX))
    }

    fn refused(chosen: &ProviderConfig, error: &TransformerError) -> Error {
        let kind = chosen.provider().kind;
        Error::Configuration {
            setting: format!("{kind}.config.{}", error.option()),
            problem: error.to_string(),
        }
    }
}

#[cfg(not(feature = "transformer"))]
mod transformer {
    use std::sync::Arc;

    use mem0_core::{Embedder, Error, Reranker, Result};

    use crate::config::{MemoryConfig, ProviderConfig};

    pub(super) fn embedder(
        model: &str,
        _: &MemoryConfig,
        chosen: &ProviderConfig,
    ) -> Result<Arc<dyn Embedder>> {
        Err(left_out(model, chosen))
    }

    pub(super) fn reranker(
        model: &str,
        _: &MemoryConfig,
        chosen: &ProviderConfig,
    ) -> Result<Arc<dyn Reranker>> {
        Err(left_out(model, chosen))
    }

    fn left_out(model: &str, chosen: &ProviderConfig) -> Error {
        Error::Configuration {
            setting: format!("{}.config.model", chosen.provider().kind),
            problem: format!(
                "\"{model}\" can't be run: this program was built without the feature \
                 `transformer` of the crate `mem0`"
            ),
        }
    }
}
