//! Amazon Bedrock: models of many makers in one form, signed with an AWS account's keys.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::openai::retry_policy;
use crate::auth::aws::AwsConfig;
use crate::connection::{Connection, given, given_or, process_environment};
use crate::driver::chat_api::ChatApiClient;
use crate::transport::{Key, Target, Transport};
use crate::wire::bedrock_converse::ConverseApi;

/// The model where the configuration names none: the original's.
pub const DEFAULT_MODEL: &str = "anthropic.claude-3-5-sonnet-20240620-v1:0";

/// The wait for an answer where the configuration names none.
const TIMEOUT: Duration = Duration::from_secs(120);

/// `llm.config` for `llm.provider = "aws_bedrock"`.
///
/// ```
/// use mem0_providers::llm::aws_bedrock::BedrockLlmConfig;
/// let config: BedrockLlmConfig = serde_json::from_str(
///     r#"{"model": "us.amazon.nova-lite-v1:0", "aws_region": "us-east-1", "aws_profile": "work"}"#,
/// )?;
/// assert_eq!(config.aws.aws_region.as_deref(), Some("us-east-1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct BedrockLlmConfig {
    /// How to reach the server. Its key is one of Bedrock's own (`AWS_BEARER_TOKEN_BEDROCK`).
    #[serde(flatten)]
    pub connection: Connection,
    /// Whose account, and where.
    #[serde(flatten)]
    pub aws: AwsConfig,
    /// Which model: its id, or the id or ARN of an inference profile. `None`: [`DEFAULT_MODEL`].
    pub model: Option<String>,
    /// How freely the model words things. `None`: 0.1, or the model's own where it takes none.
    pub temperature: Option<f64>,
    /// From which share of the likely words it chooses. `None`: the model's own.
    #[serde(alias = "topP")]
    pub top_p: Option<f64>,
    /// The longest reply in tokens. `None`: 2000.
    #[serde(alias = "maxTokens")]
    pub max_tokens: Option<u32>,
    /// More options: those that every model knows, those of the request (`guardrailConfig`, …),
    /// and those that only this model knows.
    #[serde(alias = "modelKwargs")]
    pub model_kwargs: Option<Map<String, Value>>,
}

impl BedrockLlmConfig {
    /// The model; connects to nothing. Missing keys show at the first call.
    pub fn build(self) -> ChatApiClient<ConverseApi> {
        self.build_in(&process_environment)
    }

    /// The same, with environment variables as `lookup` gives them.
    pub fn build_in(self, lookup: &dyn Fn(&str) -> Option<String>) -> ChatApiClient<ConverseApi> {
        const PROVIDER: &str = "llm/aws_bedrock";
        let api = ConverseApi {
            model: given_or(self.model, DEFAULT_MODEL),
            max_tokens: self.max_tokens.or(Some(2_000)),
            temperature: self.temperature.or(Some(0.1)),
            top_p: self.top_p,
            ..ConverseApi::default()
        }
        .with_model_kwargs(self.model_kwargs.unwrap_or_default());
        let retry = retry_policy(&self.connection);
        let target = target(PROVIDER, self.connection, &self.aws, lookup);
        ChatApiClient::new(
            "aws_bedrock",
            Transport::new(PROVIDER.to_owned(), target, retry),
            api,
        )
    }
}

/// Where Bedrock's models are called, and who calls: an account's keys where the configuration
/// itself holds them, else a key of Bedrock's own, else the account's keys from wherever AWS's
/// programs look for them.
pub(crate) fn target(
    provider: &str,
    connection: Connection,
    aws: &AwsConfig,
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Target {
    let proxies = connection.http_client_proxies.clone();
    let (region, signer) = aws.signer(provider, "bedrock", proxies, lookup);
    let base_url = given(aws.aws_endpoint_url.clone())
        .or_else(|| given(connection.base_url.clone()))
        .or_else(|| given(lookup("AWS_ENDPOINT_URL_BEDROCK_RUNTIME")))
        .or_else(|| given(lookup("AWS_ENDPOINT_URL")))
        .unwrap_or_else(|| {
            let domain = if region.starts_with("cn-") {
                "amazonaws.com.cn"
            } else {
                "amazonaws.com"
            };
            format!("https://bedrock-runtime.{region}.{domain}")
        });
    let timeout = connection.timeout_or(TIMEOUT);
    let bearer = connection
        .api_key
        .or_else(|| given(lookup("AWS_BEARER_TOKEN_BEDROCK")).map(Into::into));
    let key = match bearer {
        Some(key) if !aws.has_keys() => Key::Bearer(key),
        _ => Key::Signed(signer),
    };
    Target {
        base_url,
        query: Vec::new(),
        key,
        headers: connection.headers,
        proxies: connection.http_client_proxies,
        timeout,
    }
}
