//! A folder of one's own, and shorthands.

use std::error::Error;

use mem0::contract::error_json;
use mem0::{Memory, MemoryConfig, calls};
use serde_json::{Value, json};
use tempfile::TempDir;

pub type TestResult<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// A folder that is gone when the test ends, and the memory in it.
pub struct Room {
    folder: TempDir,
    pub memory: Memory,
}

impl Room {
    pub async fn new() -> TestResult<Self> {
        let folder = tempfile::tempdir()?;
        let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
        Ok(Self { folder, memory })
    }

    pub fn config(&self) -> MemoryConfig {
        MemoryConfig::offline(self.folder.path())
    }

    /// What an operation answers.
    pub async fn call(&self, operation: &str, arguments: Value) -> TestResult<Value> {
        let answer = calls::call(&self.memory, operation, arguments.clone()).await;
        answer.map_err(|error| format!("{operation} {arguments}: {error}").into())
    }

    /// The error with which an operation refuses.
    pub async fn refusal(&self, operation: &str, arguments: Value) -> TestResult<Value> {
        match calls::call(&self.memory, operation, arguments.clone()).await {
            Err(error) => Ok(error_json(&error)),
            Ok(answer) => Err(format!("{operation} {arguments} answered {answer}").into()),
        }
    }

    /// Keeps a text of Mia's word for word and gives its id.
    pub async fn keep(&self, text: &str) -> TestResult<String> {
        self.keep_with(text, json!({})).await
    }

    /// The same with more arguments.
    pub async fn keep_with(&self, text: &str, more: Value) -> TestResult<String> {
        let mut arguments = json!({"messages": text, "user_id": "mia", "infer": false});
        for (name, value) in more.as_object().into_iter().flatten() {
            arguments[name] = value.clone();
        }
        let added = self.call("add", arguments).await?;
        Ok(text_of(&added["results"][0]["id"]))
    }

    /// The texts of all that a list or a search finds, in order.
    pub async fn texts(&self, operation: &str, arguments: Value) -> TestResult<Vec<String>> {
        Ok(texts(&self.call(operation, arguments).await?))
    }

    /// How many memories there are in all.
    pub async fn count(&self) -> TestResult<Value> {
        Ok(self.call("health", json!({})).await?["memories"].clone())
    }
}

/// The memories of an answer, in order.
pub fn texts(answer: &Value) -> Vec<String> {
    let rows = answer["results"].as_array().into_iter().flatten();
    rows.map(|row| text_of(&row["memory"])).collect()
}

/// The same in alphabetical order.
pub fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

pub fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub fn keys(object: &Value) -> Vec<&str> {
    let keys = object.as_object().into_iter().flat_map(|it| it.keys());
    keys.map(String::as_str).collect()
}
