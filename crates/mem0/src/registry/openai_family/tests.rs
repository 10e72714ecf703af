use mem0_core::{ChatMessage, ChatRequest};
use mem0_providers::llm::OPENAI_FAMILY;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::config::{LoadOptions, MemoryConfig};
use crate::registry::{find, make_llm};

/// What a language model's section means where nothing else says anything.
fn config(llm: Value) -> MemoryConfig {
    let folder = tempfile::tempdir().unwrap();
    let options = LoadOptions {
        dir: Some(folder.path().to_owned()),
        environment: false,
        ..LoadOptions::default()
    };
    MemoryConfig::load_with(options, &json!({"llm": llm})).unwrap()
}

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let answer = json!({"choices": [{"message": {"content": "您好"}}]});
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200).set_body_json(answer))
        .mount(&server)
        .await;
    server
}

fn prose() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::user("你好")],
        ..ChatRequest::default()
    }
}

#[test]
fn every_descriptor_says_what_its_dialect_says() {
    for dialect in OPENAI_FAMILY {
        let provider = find(ProviderKind::Llm, dialect.name).unwrap();
        for text in [provider.summary, provider.notes, provider.tested] {
            assert!(!text.is_empty(), "{}", dialect.name);
        }
        let setting = |name: &str| provider.setting(name).unwrap();
        assert!(setting("api_key").secret, "{}", dialect.name);
        assert!(
            setting("api_key")
                .environment
                .contains(&dialect.key_environment)
        );
        assert_eq!(setting("model").default, Some(dialect.model));
        let url = setting("base_url");
        assert_eq!(url.default.unwrap_or_default(), dialect.base_url);
        assert_eq!(url.environment, dialect.base_url_environment);
        let seconds = dialect.timeout.as_secs().to_string();
        assert_eq!(setting("timeout").default, Some(&*seconds));
        let mut names: Vec<_> = provider.settings.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), provider.settings.len(), "{}", dialect.name);
    }
}

#[tokio::test]
async fn every_provider_asks_where_and_as_it_is_configured() {
    for dialect in OPENAI_FAMILY {
        let server = server().await;
        let azure = dialect.name.starts_with("azure");
        let url = if azure {
            server.uri()
        } else {
            format!("{}/v1", server.uri())
        };
        let config = config(json!({"provider": dialect.name, "config": {
            "apiKey": "the-key", "baseURL": url, "model": "my-model", "temperature": 0,
            "maxTokens": 9, "top_k": 1, "timeout": 5, "max_retries": 0,
            "http_client_proxies": {"https://": "http://127.0.0.1:9"},
            "default_headers": {"x-team": "blue"},
        }}));
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
        assert!(!format!("{config:?}").contains("the-key"));
        let llm = make_llm(config.llm().unwrap()).unwrap();
        assert_eq!(llm.name(), format!("{}/my-model", dialect.name));
        assert_eq!(llm.chat(prose()).await.unwrap().text, "您好");
        let requests = server.received_requests().await.unwrap();
        let request = &requests[0];
        let (header, key, path) = if azure {
            let path = "/openai/deployments/my-model/chat/completions";
            ("api-key", "the-key", path)
        } else {
            ("authorization", "Bearer the-key", "/v1/chat/completions")
        };
        assert_eq!(request.headers[header], key, "{}", dialect.name);
        assert_eq!(request.headers["x-team"], "blue", "{}", dialect.name);
        assert_eq!(request.url.path(), path, "{}", dialect.name);
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(
            (&body["temperature"], &body["max_tokens"]),
            (&json!(0.0), &json!(9))
        );
    }
}

#[test]
fn every_example_can_be_configured() {
    for dialect in OPENAI_FAMILY {
        let provider = find(ProviderKind::Llm, dialect.name).unwrap();
        let example: Value = serde_json::from_str(provider.example).unwrap();
        let config = config(json!({"provider": dialect.name, "config": example}));
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
        make_llm(config.llm().unwrap()).unwrap();
    }
}

#[tokio::test]
async fn nested_and_special_options_reach_their_providers() {
    let server = server().await;
    for (provider, options, key, value) in [
        (
            "azure_openai",
            json!({"model": "m", "azure_kwargs": {"azure_endpoint": server.uri(),
                "azure_deployment": "theirs", "api_key": "the-key"}}),
            "model",
            json!("theirs"),
        ),
        (
            "sarvam",
            json!({"model": {"name": "m", "seed": 7}, "api_key": "the-key",
                "sarvam_base_url": server.uri()}),
            "seed",
            json!(7),
        ),
        (
            "openai",
            json!({"models": ["a", "b"], "openrouter_base_url": server.uri(), "api_key": "the-key"}),
            "models",
            json!(["a", "b"]),
        ),
        (
            "lmstudio",
            json!({"lmstudio_response_format": {"type": "json_object"},
                "lmstudio_base_url": server.uri()}),
            "temperature",
            json!(0.1),
        ),
    ] {
        let config = config(json!({"provider": provider, "config": options}));
        assert!(config.warnings().is_empty(), "{:?}", config.warnings());
        let llm = make_llm(config.llm().unwrap()).unwrap();
        llm.chat(prose()).await.unwrap();
        let requests = server.received_requests().await.unwrap();
        let body: Value = serde_json::from_slice(&requests.last().unwrap().body).unwrap();
        assert_eq!(body[key], value, "{provider}");
    }
}

#[test]
fn litellm_without_a_proxy_is_whoever_has_the_model() {
    for (model, base_url, provider, name) in [
        ("ollama/llama3.1:8b", None, "ollama", "llama3.1:8b"),
        (
            "anthropic/claude-sonnet-4-6",
            None,
            "anthropic",
            "claude-sonnet-4-6",
        ),
        ("claude-sonnet-4-6", None, "anthropic", "claude-sonnet-4-6"),
        ("together_ai/Qwen/Qwen3", None, "together", "Qwen/Qwen3"),
        ("gpt-4.1-mini", None, "openai", "gpt-4.1-mini"),
        ("my-own", None, "litellm", "my-own"),
        (
            "ollama/llama3.1:8b",
            Some("http://localhost:4000/v1"),
            "litellm",
            "ollama/llama3.1:8b",
        ),
    ] {
        let config = config(json!({"provider": "litellm", "config": {
            "model": model, "base_url": base_url, "temperature": 0.5, "api_key": "the-key"}}));
        let chosen = config.llm().unwrap();
        assert_eq!(chosen.provider().name, provider, "{model}");
        assert_eq!(chosen.text("model"), Some(name));
        assert_eq!(chosen.number("temperature"), Some(0.5));
        let llm = make_llm(chosen).unwrap();
        assert_eq!(llm.name(), format!("{provider}/{name}"));
    }
}
