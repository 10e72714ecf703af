//! Google's language models, at Google's own API or on Vertex AI.

use std::sync::Arc;

use mem0_core::{Llm, Result};
use mem0_providers::connection::process_environment;
use mem0_providers::llm::gemini::{DEFAULT_MODEL, GeminiLlmConfig};

use super::chat::{ALIASES, TOP_K};
use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, URL_ALIASES};
use super::typed::read;
use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, ProviderConfig, Setting};

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "gemini",
    aliases: &["google"],
    summary: "Google's Gemini, with a key of Google AI Studio or on Vertex AI.",
    settings: &[
        Setting::new("api_key", Accepts::Text, "The key; not used on Vertex AI.")
            .environment(&["GOOGLE_API_KEY", "GEMINI_API_KEY"])
            .secret(),
        Setting::new(
            "base_url",
            Accepts::Text,
            "Where the server is, with the version. On Vertex AI without it; by default that is \
             https://<location>-aiplatform.googleapis.com.",
        )
        .defaulting("https://generativelanguage.googleapis.com/v1beta"),
        Setting::new(
            "model",
            Accepts::Text,
            "Which model, with or without `models/`.",
        )
        .defaulting(DEFAULT_MODEL),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things. Default: 0.1 up to Gemini 2, else the model's \
             own.",
        ),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses. Default: as for `temperature`.",
        ),
        Setting::new(
            "max_tokens",
            Accepts::Whole,
            "The longest reply, in tokens, thoughts included. Default: 2000 up to Gemini 2.0, no \
             limit for later models, which think within it.",
        ),
        Setting::new(
            "thinking_budget",
            Accepts::Number,
            "The most tokens of thoughts: 0 for none, -1 for as many as the model likes. \
             Default: the model's own.",
        ),
        Setting::new(
            "vertexai",
            Accepts::Boolean,
            "Whether the model is asked on Vertex AI, on behalf of a project of Google Cloud.",
        )
        .environment(&["GOOGLE_GENAI_USE_VERTEXAI"])
        .defaulting("false"),
        Setting::new(
            "project",
            Accepts::Text,
            "Vertex AI: the project. Default: the credentials' own.",
        )
        .environment(&["GOOGLE_CLOUD_PROJECT"]),
        Setting::new("location", Accepts::Text, "Vertex AI: the region, or global.")
            .environment(&["GOOGLE_CLOUD_LOCATION"])
            .defaulting(mem0_providers::auth::google::DEFAULT_LOCATION),
        Setting::new(
            "vertex_credentials_json",
            Accepts::TextOrTable,
            "Vertex AI: credentials, as a file's path or their JSON. Default: those of `gcloud \
             auth application-default login`, else those of the machine.",
        )
        .environment(&["GOOGLE_APPLICATION_CREDENTIALS"])
        .secret(),
        TOP_K,
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        CONNECTION_ALIASES, ALIASES, URL_ALIASES,
        &[
            ("max_output_tokens", "max_tokens"),
            ("maxOutputTokens", "max_tokens"),
            ("thinkingBudget", "thinking_budget"),
            ("project_id", "project"),
            ("google_project_id", "project"),
            ("vertex_project", "project"),
            ("vertex_location", "location"),
            ("vertexCredentialsJson", "vertex_credentials_json"),
            ("google_service_account_json", "vertex_credentials_json"),
            ("credentials_path", "vertex_credentials_json"),
        ],
    ],
    example: r#"{"model": "gemini-2.5-flash"}"#,
    notes: "\
- On Vertex AI: `{\"vertexai\": true, \"project\": \"my-project\", \"location\": \"europe-west4\"}`. A service account,
  a user who logged in with `gcloud`, or the machine's own account shows who calls; no key is needed.
- Structured replies are asked for with a JSON schema (`responseJsonSchema`); a model that takes none gets Google's
  older form of it (`responseSchema`, without `additionalProperties`), then JSON without a schema, then words in the
  prompt. Beside tools it is always words in the prompt. What a model refuses is remembered.
- Thoughts are left out of replies; their tokens count as output tokens.
- What Google blocks or withholds (`SAFETY`, `RECITATION`, …) is an error that names the reason.
- A limit of the minute is waited for as long as Google asks; one of the day is an error at once.
- The original sends what the assistant said under a role that Google refuses; here it is `model`.",
    tested: "against a double of the server that checks every request; Vertex AI's addresses and \
             signed calls too",
    make: Make::Llm(make),
};

fn make(chosen: &ProviderConfig) -> Result<Arc<dyn Llm>> {
    let config: GeminiLlmConfig = read(chosen)?;
    Ok(Arc::new(config.build(&process_environment)))
}
