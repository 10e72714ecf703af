//! Codes of errors: what faces choose their exceptions by.

use std::path::PathBuf;
use std::time::Duration;

use mem0::contract::{error_code, error_json};
use mem0::{Error, InputError, JsonType, ModelError, StoreError};
use serde_json::json;

use crate::room::{Room, TestResult, keys, text_of};

fn model(provider: &str) -> ModelError {
    ModelError::Unavailable {
        provider: provider.to_owned(),
        message: "no".to_owned(),
    }
}

#[test]
fn every_error_has_a_code_a_kind_and_details() {
    let path = || PathBuf::from("/x/memory.db");
    let text = |text: &str| text.to_owned();
    let errors: Vec<(Error, &str, &str)> = vec![
        (InputError::NoScope.into(), "VALIDATION_001", "input"),
        (
            InputError::MemoryType(text("x")).into(),
            "VALIDATION_002",
            "input",
        ),
        (
            InputError::Messages(text("x")).into(),
            "VALIDATION_003",
            "input",
        ),
        (
            InputError::MessagesType(JsonType::List).into(),
            "VALIDATION_003",
            "input",
        ),
        (
            InputError::Id {
                id: "user_id",
                problem: "x",
            }
            .into(),
            "VALIDATION_004",
            "input",
        ),
        (
            InputError::NotFound(text("x")).into(),
            "NOT_FOUND_001",
            "not_found",
        ),
        (
            InputError::NothingToUndo(text("x")).into(),
            "UNDO_001",
            "input",
        ),
        (
            Error::Configuration {
                setting: text("llm"),
                problem: text("x"),
            },
            "CONFIG_001",
            "configuration",
        ),
        (StoreError::Closed.into(), "DB_001", "store"),
        (StoreError::Full { path: path() }.into(), "DB_001", "store"),
        (
            StoreError::Busy {
                waited: Duration::from_secs(1),
            }
            .into(),
            "DB_001",
            "conflict",
        ),
        (
            StoreError::Corrupt {
                path: path(),
                problem: text("x"),
            }
            .into(),
            "CORRUPTION_001",
            "store",
        ),
        (
            StoreError::Dimensions {
                expected: 1,
                found: 2,
            }
            .into(),
            "VECTOR_001",
            "store",
        ),
        (
            StoreError::OtherEmbedder {
                stored: text("a"),
                configured: text("b"),
            }
            .into(),
            "VECTOR_001",
            "store",
        ),
        (model("llm/openai").into(), "LLM_001", "model"),
        (model("embedder/ollama").into(), "EMBED_001", "model"),
        (model("reranker/cohere").into(), "RERANK_001", "model"),
        (
            ModelError::NoKey {
                provider: text("llm/x"),
                setting: "llm.config.api_key",
                environment: "X",
            }
            .into(),
            "AUTH_001",
            "authentication",
        ),
        (
            ModelError::Quota {
                provider: text("llm/x"),
                message: text("y"),
            }
            .into(),
            "QUOTA_001",
            "rate_limit",
        ),
    ];
    for (error, code, kind) in errors {
        let json = error_json(&error);
        assert_eq!(
            keys(&json)[..6],
            ["error", "hint", "kind", "code", "details", "temporary"]
        );
        assert_eq!(
            (json["code"].as_str(), json["kind"].as_str()),
            (Some(code), Some(kind))
        );
        assert_eq!(error_code(&error), code);
        assert!(json["details"].is_object(), "{json}");
        assert!(!text_of(&json["error"]).is_empty() && !text_of(&json["hint"]).is_empty());
    }
}

#[test]
fn a_rate_limit_says_so_in_words_and_when_to_come_back() {
    let error = ModelError::RateLimited {
        provider: "llm/openai".to_owned(),
        message: "slow down".to_owned(),
        retry_after: Some(Duration::from_millis(1500)),
    };
    let json = error_json(&Error::Extraction {
        kept: 2,
        source: error,
    });
    assert!(
        text_of(&json["error"])
            .to_lowercase()
            .contains("rate limit"),
        "{json}"
    );
    assert_eq!(json["code"], "RATE_LIMIT_001");
    assert_eq!(json["retry_after"], 1.5);
    assert_eq!(
        json["details"],
        json!({"reason": "rate_limited", "provider": "llm/openai", "kept_messages": 2})
    );
}

#[tokio::test]
async fn a_closed_memory_says_so() -> TestResult {
    let room = Room::new().await?;
    room.memory.close().await?;
    let error = room.refusal("get", json!({"memory_id": "x"})).await?;
    assert_eq!(error["details"]["reason"], "closed");
    Ok(())
}
