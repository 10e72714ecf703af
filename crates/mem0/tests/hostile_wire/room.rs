//! A memory on a file of its own that asks a server on the wire, and what it should be told.

use mem0::{ListOptions, Memory, MemoryConfig, Scope};
use serde_json::json;
use tempfile::TempDir;

use crate::wire::{Act, Server, ok, saying};

pub type TestResult<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The pipelines that ask a model. All of them read each other's forms, so that one answer does.
pub const PIPELINES: &[&str] = &["reconcile", "two_phase", "additive"];

pub const KEY: &str = "sk-wire-0123456789abcdef";
pub const SAID: &str = "I like green tea.";
pub const TEA: &str = "User likes green tea";

pub fn ann() -> Scope {
    Scope::user("ann")
}

/// What a model should answer.
pub fn right() -> String {
    let operation = json!({
        "op": "add", "target": null, "text": TEA, "sources": [1], "quote": "I like green tea",
        "when": null});
    json!({ "operations": [operation] }).to_string()
}

/// A server that misbehaves once, or as often as the script has it, and then answers rightly.
pub async fn after(script: Vec<Act>) -> Server {
    Server::start(script, Act::Send(ok(saying(&right())))).await
}

pub struct Room(TempDir);

impl Room {
    pub fn new() -> TestResult<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    pub async fn open(&self, pipeline: &str, server: &Server, retries: u32) -> TestResult<Memory> {
        let config = MemoryConfig::offline(self.0.path())
            .with(
                "llm",
                json!({"provider": "openai", "config": {
                    "api_key": KEY,
                    "openai_base_url": server.url,
                    "model": "test-model",
                    "max_retries": retries,
                    "timeout": 0.7,
                }}),
            )?
            .with("pipeline", pipeline)?;
        Ok(Memory::open(config).await?)
    }
}

pub async fn texts(memory: &Memory, scope: Scope) -> TestResult<Vec<String>> {
    let listed = memory.get_all(ListOptions::new(scope).limit(1_000)).await?;
    Ok(listed.items.into_iter().map(|item| item.text).collect())
}

pub fn error_body(message: &str, code: &str) -> String {
    json!({"error": {"message": message, "type": code, "code": code, "param": null}}).to_string()
}
