//! What a model's folder says about its use: pooling, prefixes, the longest text.

use serde_json::Value;

use super::family::family;
use super::{ModelFolder, Pooling, TransformerError};

/// So many tokens are read of a text where the folder says nothing.
const MAX_TOKENS: usize = 512;
/// Tokenizers without a limit say a number with thirty digits.
const NO_LIMIT: usize = 1 << 24;

/// How a model is to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) pooling: Pooling,
    pub(super) query_prefix: String,
    pub(super) document_prefix: String,
    /// The most tokens that are read of a text.
    pub(super) max_tokens: usize,
    /// The most tokens that the network has positions for, if it says so.
    pub(super) positions: Option<usize>,
    /// Length of the vectors, if the folder says so.
    pub(super) dimensions: Option<usize>,
    /// Whether the model was made to judge pairs of texts; `None` if the folder doesn't say.
    pub(super) judges_pairs: Option<bool>,
    /// Whether a layer stands between the tokens' vectors and the embedding that pooling can't
    /// stand for.
    pub(super) has_dense_layer: bool,
}

impl Card {
    /// Reads what the folder says; `pooling` is what the configuration says.
    ///
    /// # Errors
    /// A file can't be read, or asks for a kind of pooling that is not there.
    pub(super) fn read(
        folder: &ModelFolder,
        pooling: Option<Pooling>,
    ) -> Result<Self, TransformerError> {
        let config = folder.json("config.json")?;
        let modules = folder.json("modules.json")?;
        let pooling_folder = module(&modules, "Pooling").unwrap_or("1_Pooling");
        let pooling_file = format!("{pooling_folder}/config.json");
        let pooled = folder.json(&pooling_file)?;
        let prompts = folder.json("config_sentence_transformers.json")?;
        let sentence = folder.json("sentence_bert_config.json")?;
        let tokenizer = folder.json("tokenizer_config.json")?;

        let original = config["_name_or_path"].as_str().unwrap_or_default();
        let family = family([folder.name(), original]);
        let stated = stated_pooling(&pooled).map_err(|found| TransformerError::Unusable {
            path: folder.path().join(&pooling_file),
            problem: format!(
                "it asks for the pooling {found}, which is not there; `pooling` chooses {}",
                Pooling::NAMES.join(", ")
            ),
        });
        let pooling = match pooling {
            Some(chosen) => chosen,
            None => stated?.unwrap_or(family.pooling),
        };

        let positions = positions(&config);
        let limit = whole(&sentence["max_seq_length"])
            .or_else(|| whole(&tokenizer["model_max_length"]).filter(|limit| *limit < NO_LIMIT))
            .unwrap_or(MAX_TOKENS);
        Ok(Self {
            pooling,
            query_prefix: prompt(&prompts, &["query", "search_query", "retrieval.query"])
                .unwrap_or(family.query_prefix)
                .to_owned(),
            document_prefix: prompt(
                &prompts,
                &[
                    "document",
                    "passage",
                    "search_document",
                    "retrieval.passage",
                ],
            )
            .unwrap_or(family.document_prefix)
            .to_owned(),
            max_tokens: limit.min(positions.unwrap_or(usize::MAX)),
            positions,
            dimensions: whole(&pooled["word_embedding_dimension"])
                .or_else(|| whole(&config["hidden_size"]))
                .or_else(|| whole(&config["dim"])),
            judges_pairs: config["architectures"][0]
                .as_str()
                .map(|name| name.ends_with("ForSequenceClassification")),
            has_dense_layer: module(&modules, "Dense").is_some(),
        })
    }
}

/// The folder of a module of sentence-transformers.
fn module<'a>(modules: &'a Value, kind: &str) -> Option<&'a str> {
    let modules = modules.as_array()?.iter();
    let mut of_kind = modules.filter(|module| {
        let path = module["type"].as_str().unwrap_or_default();
        path.rsplit('.').next() == Some(kind)
    });
    of_kind.next()?["path"].as_str()
}

/// The pooling that a file asks for, if it asks; `Err` names one that is not there.
fn stated_pooling(pooled: &Value) -> Result<Option<Pooling>, String> {
    if let Some(name) = pooled["pooling_mode"].as_str() {
        let name = if name == "lasttoken" { "last" } else { name };
        return Pooling::named(name).map(Some).ok_or(name.to_owned());
    }
    let Some(fields) = pooled.as_object() else {
        return Ok(None);
    };
    let mut chosen = fields
        .iter()
        .filter(|(_, on)| on.as_bool() == Some(true))
        .filter_map(|(field, _)| field.strip_prefix("pooling_mode_"));
    match (chosen.next(), chosen.next()) {
        (None, _) => Ok(None),
        (Some("mean_tokens" | "mean_sqrt_len_tokens"), None) => Ok(Some(Pooling::Mean)),
        (Some("cls_token"), None) => Ok(Some(Pooling::Cls)),
        (Some("lasttoken"), None) => Ok(Some(Pooling::Last)),
        (Some(other), None) => Err(other.to_owned()),
        (Some(first), Some(second)) => Err(format!("{first} and {second}")),
    }
}

/// The prompt of the first of these names that is not empty: newer files list empty prompts for
/// models that need some.
fn prompt<'a>(prompts: &'a Value, names: &[&str]) -> Option<&'a str> {
    let stated = names
        .iter()
        .filter_map(|name| prompts["prompts"][name].as_str());
    let default = prompts["default_prompt_name"]
        .as_str()
        .and_then(|name| prompts["prompts"][name].as_str());
    stated.chain(default).find(|prompt| !prompt.is_empty())
}

/// How many tokens the network has positions for. RoBERTa and its kin leave the first ones, up to
/// that of padding, unused.
fn positions(config: &Value) -> Option<usize> {
    let positions = whole(&config["max_position_embeddings"])?;
    let kind = config["model_type"].as_str().unwrap_or_default();
    let skipped = if [
        "roberta",
        "xlm-roberta",
        "camembert",
        "mpnet",
        "xlm-roberta-xl",
    ]
    .contains(&kind)
    {
        whole(&config["pad_token_id"]).unwrap_or(1) + 1
    } else {
        0
    };
    Some(positions.saturating_sub(skipped)).filter(|positions| *positions > 0)
}

fn whole(value: &Value) -> Option<usize> {
    // Some tokenizers write their limit as 1e30.
    value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
        .filter(|number| *number > 0)
}
