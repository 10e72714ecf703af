//! Amazon Bedrock's embedding models: Titan, Nova, and Cohere's.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::auth::aws::AwsConfig;
use crate::connection::{Connection, given_or, process_environment};
use crate::driver::embeddings::{EmbeddingClient, EmbeddingOptions};
use crate::driver::lanes::InLanes;
use crate::llm::aws_bedrock::target;
use crate::llm::openai::retry_policy;
use crate::transport::Transport;
use crate::wire::bedrock_embeddings::{BedrockEmbeddings, Family};

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "amazon.titan-embed-text-v1";

/// The most requests at a time: most models take one text in each.
const LANES: usize = 8;

/// `embedder.config` for `embedder.provider = "aws_bedrock"`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BedrockEmbedderConfig {
    /// How to reach the server. Its key is one of Bedrock's own (`AWS_BEARER_TOKEN_BEDROCK`).
    #[serde(flatten)]
    pub connection: Connection,
    /// Whose account, and where.
    #[serde(flatten)]
    pub aws: AwsConfig,
    /// Which model: its id, or the id or ARN of an inference profile. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How long vectors shall be. `None`: as long as the model makes them.
    #[serde(
        alias = "embeddingDims",
        alias = "dimensions",
        alias = "output_dimensionality"
    )]
    pub embedding_dims: Option<usize>,
    /// The most texts in one request. `None`: what the model takes.
    #[serde(alias = "batchSize")]
    pub batch_size: Option<usize>,
    /// More fields of the request's body.
    #[serde(alias = "modelKwargs")]
    pub model_kwargs: Option<Map<String, Value>>,
}

impl BedrockEmbedderConfig {
    /// The embedder; connects to nothing. Missing keys show at the first call.
    pub fn build(self) -> InLanes {
        self.build_in(&process_environment)
    }

    /// The same, with environment variables as `lookup` gives them.
    pub fn build_in(self, lookup: &dyn Fn(&str) -> Option<String>) -> InLanes {
        const PROVIDER: &str = "embedder/aws_bedrock";
        let model = given_or(self.model, DEFAULT_MODEL);
        let family = Family::of(&model);
        let most = family.batch_size();
        let batch_size = self.batch_size.map_or(most, |size| size.clamp(1, most));
        let options = EmbeddingOptions {
            asked_dimensions: self.embedding_dims.filter(|dimensions| *dimensions > 0),
            send_dimensions: family.shortens(),
            known_dimensions: Some(family.dimensions()),
            batch_size,
            text_tokens: family.text_tokens(),
            ..EmbeddingOptions::of(model)
        };
        let wire = BedrockEmbeddings {
            family,
            fields: self.model_kwargs.unwrap_or_default(),
        };
        let retry = retry_policy(&self.connection);
        let target = target(PROVIDER, self.connection, &self.aws, lookup);
        let transport = Transport::new(PROVIDER.to_owned(), target, retry);
        let client = EmbeddingClient::new("aws_bedrock", Arc::new(wire), transport, options);
        InLanes::new(client, LANES, batch_size)
    }
}
