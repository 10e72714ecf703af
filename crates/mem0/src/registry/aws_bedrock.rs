//! Amazon Bedrock: chats and embeddings on behalf of an AWS account.

use std::sync::Arc;

use mem0_core::{Embedder, Llm, Result};
use mem0_providers::auth::aws::DEFAULT_REGION;
use mem0_providers::embedder::aws_bedrock::{self as embedder, BedrockEmbedderConfig};
use mem0_providers::llm::aws_bedrock::{self as llm, BedrockLlmConfig};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::chat::MAX_TOKENS;
use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT};
use super::typed::read_from;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, MemoryConfig, Origin, ProviderConfig, Setting};

const ACCESS_KEY_ID: Setting = Setting::new(
    "aws_access_key_id",
    Accepts::Text,
    "Whose key it is. Default: wherever AWS's own programs look.",
)
.environment(&["AWS_ACCESS_KEY_ID"])
.secret();

const SECRET_ACCESS_KEY: Setting = Setting::new("aws_secret_access_key", Accepts::Text, "The key.")
    .environment(&["AWS_SECRET_ACCESS_KEY"])
    .secret();

const SESSION_TOKEN: Setting = Setting::new(
    "aws_session_token",
    Accepts::Text,
    "What temporary keys have beside them.",
)
.environment(&["AWS_SESSION_TOKEN"])
.secret();

const REGION: Setting = Setting::new(
    "aws_region",
    Accepts::Text,
    "The region. Default: the profile's, else us-west-2.",
)
.environment(&["AWS_REGION", "AWS_DEFAULT_REGION"])
.defaulting(DEFAULT_REGION);

const PROFILE: Setting = Setting::new(
    "aws_profile",
    Accepts::Text,
    "Which section of ~/.aws/credentials and ~/.aws/config. If it is set here, the environment's \
     keys don't count.",
)
.environment(&["AWS_PROFILE"]);

const ENDPOINT_URL: Setting = Setting::new(
    "aws_endpoint_url",
    Accepts::Text,
    "Where the service is, for emulators and private networks. Default: in the region.",
)
.environment(&["AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"]);

const API_KEY: Setting = Setting::new(
    "api_key",
    Accepts::Text,
    "A key of Bedrock's own, instead of an account's keys.",
)
.environment(&["AWS_BEARER_TOKEN_BEDROCK"])
.secret();

const fn model(usual: &'static str) -> Setting {
    Setting::new(
        "model",
        Accepts::Text,
        "Which model: its id, or the id or ARN of an inference profile.",
    )
    .defaulting(usual)
}

const ALIASES: &[(&str, &str)] = &[
    ("awsAccessKeyId", "aws_access_key_id"),
    ("awsSecretAccessKey", "aws_secret_access_key"),
    ("awsSessionToken", "aws_session_token"),
    ("awsRegion", "aws_region"),
    ("region", "aws_region"),
    ("region_name", "aws_region"),
    ("awsProfile", "aws_profile"),
    ("profile_name", "aws_profile"),
    ("awsEndpointUrl", "aws_endpoint_url"),
    ("endpoint_url", "aws_endpoint_url"),
    ("base_url", "aws_endpoint_url"),
    ("baseUrl", "aws_endpoint_url"),
    ("baseURL", "aws_endpoint_url"),
    ("modelKwargs", "model_kwargs"),
    ("apiKey", "api_key"),
];

const TESTED: &str = "against a double of the server that checks every request and recomputes its \
                      signature; the signing itself against the examples that AWS publishes; \
                      chats also against an emulator";

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "aws_bedrock",
    aliases: &["bedrock"],
    summary: "Amazon Bedrock: models of every maker, on behalf of an AWS account.",
    settings: &[
        ACCESS_KEY_ID,
        SECRET_ACCESS_KEY,
        SESSION_TOKEN,
        REGION,
        PROFILE,
        ENDPOINT_URL,
        API_KEY,
        model(llm::DEFAULT_MODEL),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things.",
        )
        .defaulting("0.1"),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses. Default: the model's own.",
        ),
        MAX_TOKENS,
        Setting::new(
            "model_kwargs",
            Accepts::Table,
            "More options: those above, fields of the request such as guardrailConfig, and fields \
             that only this model knows.",
        ),
        Setting::new(
            "provider_override",
            Accepts::Text,
            "Accepted and without effect: every maker's models are asked in the same form.",
        ),
        Setting::new(
            "top_k",
            Accepts::Number,
            "Accepted and without effect: put it into model_kwargs for models that know it.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &[("maxTokens", "max_tokens"), ("topP", "top_p")],
    ],
    example: r#"{"model": "us.amazon.nova-lite-v1:0", "aws_region": "us-east-1", "aws_profile": "work"}"#,
    notes: "\
- Every model is asked by `Converse`, Bedrock's one form for all makers; the original has a form for each and can't ask
  some. Embedding models and models without `Converse` can't be used here.
- Keys are looked for in this order: the configuration, `AWS_ACCESS_KEY_ID` and its companions, the role of a workload of
  Kubernetes (`AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_ARN`), the shared files' profile, the container's and the EC2
  machine's address for credentials. Temporary keys are renewed before they expire. A profile that uses SSO, a role or `credential_process` is not read: `aws configure export-credentials --format env` gives keys
  for the environment.
- `AWS_BEARER_TOKEN_BEDROCK`, a key of Bedrock's own, is used instead of signatures unless the configuration itself holds
  keys.
- Structured replies come as the input of a tool that the model has to call. Models that can't be made to call one, or
  know no tools, find the schema in the prompt; models without a place for rules hear them from the user. What a model
  refuses once is not sent to it again.
- Models newer than the default are mostly reached through inference profiles (`us.…`, `eu.…`, `global.…`).
- No model list is fetched at the start; the original does that.",
    tested: TESTED,
    make: Make::Llm(make_llm),
};

pub(super) const EMBEDDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "aws_bedrock",
    aliases: &["bedrock"],
    summary: "Amazon Bedrock's embedding models: Titan, Nova, and Cohere's.",
    settings: &[
        ACCESS_KEY_ID,
        SECRET_ACCESS_KEY,
        SESSION_TOKEN,
        REGION,
        PROFILE,
        ENDPOINT_URL,
        API_KEY,
        model(embedder::DEFAULT_MODEL),
        Setting::new(
            "embedding_dims",
            Accepts::Whole,
            "How long vectors shall be, for models with a choice. Default: the model's own.",
        ),
        Setting::new(
            "batch_size",
            Accepts::Whole,
            "The most texts in one request. Default: 96 for Cohere's models; the others take one.",
        ),
        Setting::new(
            "model_kwargs",
            Accepts::Table,
            "More fields of the request's body.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES,
        &[
            ("embeddingDims", "embedding_dims"),
            ("dimensions", "embedding_dims"),
            ("output_dimensionality", "embedding_dims"),
            ("batchSize", "batch_size"),
        ],
    ],
    example: r#"{"model": "amazon.titan-embed-text-v2:0", "embedding_dims": 512, "aws_region": "us-east-1"}"#,
    notes: "\
- Keys are looked for as the language model `aws_bedrock` does.
- Titan and Nova take one text a request; up to eight requests run side by side.
- Cohere's models are told whether a text is a memory or a question; the original calls everything a document. Of a text
  for Cohere's third version only the first 2,048 characters count.
- Titan's first version and Cohere's third make vectors of one length only: `embedding_dims` is checked, not sent.",
    tested: TESTED,
    make: Make::Embedder(make_embedder),
};

fn make_llm(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: BedrockLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}

fn make_embedder(_: &MemoryConfig, chosen: &ProviderConfig) -> Result<Arc<dyn Embedder>> {
    let config: BedrockEmbedderConfig = read(chosen)?;
    Ok(Arc::new(config.build()))
}

/// The options as the provider's own type, without those of AWS's own variables: which of these
/// count beside which others is AWS's rule, and the provider keeps it.
fn read<T: DeserializeOwned>(chosen: &ProviderConfig) -> Result<T> {
    let mut options = chosen.to_json();
    if let Value::Object(options) = &mut options {
        options.retain(|name, _| {
            let origin = chosen.entry(name).map(|entry| &entry.origin);
            !matches!(origin, Some(Origin::Environment(variable)) if variable.starts_with("AWS_"))
        });
    }
    read_from(chosen, options)
}
