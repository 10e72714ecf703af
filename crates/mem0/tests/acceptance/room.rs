//! A folder of one's own, and shorthands.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use mem0::{
    AddOptions, Answers, ListOptions, Memory, MemoryConfig, Messages, Scope, SearchOptions,
    Timestamp,
};
use tempfile::TempDir;

pub type TestResult<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// A folder that is gone when the test ends.
pub struct Room(TempDir);

impl Room {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("the system has a folder for temporary files"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn config(&self) -> MemoryConfig {
        MemoryConfig::offline(self.path())
    }

    pub fn file(&self) -> PathBuf {
        self.path().join("memory.db")
    }

    /// A memory on the embedded default.
    pub async fn open(&self) -> TestResult<Memory> {
        Ok(Memory::open(self.config()).await?)
    }

    /// Files in which these bytes stand.
    pub fn files_with(&self, needle: &str) -> TestResult<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.path())? {
            let path = entry?.path();
            let bytes = fs::read(&path)?;
            if bytes
                .windows(needle.len())
                .any(|window| window == needle.as_bytes())
            {
                found.push(path);
            }
        }
        Ok(found)
    }
}

pub fn mia() -> Scope {
    Scope::user("mia")
}

pub fn at(moment: &str) -> Timestamp {
    mem0::parse_timestamp(moment).expect("tests write moments as they should be")
}

/// Keeps a text word for word and gives its id.
pub async fn keep(memory: &Memory, scope: Scope, text: &str) -> TestResult<String> {
    let added = memory.add(text, AddOptions::new(scope).verbatim()).await?;
    let first = added.results.into_iter().next();
    Ok(first.ok_or("nothing was kept")?.id)
}

/// Draws memories and gives their texts.
pub async fn infer(
    memory: &Memory,
    scope: Scope,
    messages: impl Into<Messages>,
) -> TestResult<Vec<String>> {
    let added = memory.add(messages, AddOptions::new(scope)).await?;
    Ok(added
        .results
        .into_iter()
        .map(|result| result.memory)
        .collect())
}

/// The texts that a question finds, best first.
pub async fn found(memory: &Memory, scope: Scope, question: &str) -> TestResult<Vec<String>> {
    Ok(texts(
        &memory.search(question, SearchOptions::new(scope)).await?,
    ))
}

/// The texts of hits, best first.
pub fn texts(answers: &Answers) -> Vec<String> {
    answers
        .hits
        .iter()
        .map(|hit| hit.item.text.clone())
        .collect()
}

/// All texts of a scope, newest first.
pub async fn listed(memory: &Memory, scope: Scope) -> TestResult<Vec<String>> {
    let listed = memory
        .get_all(ListOptions::new(scope).limit(10_000))
        .await?;
    Ok(listed.items.into_iter().map(|item| item.text).collect())
}
