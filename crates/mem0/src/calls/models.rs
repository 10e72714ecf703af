//! The models behind a memory, and the store's health.

use mem0_core::{InputError, Purpose};
use serde_json::{Value, json};

use super::arguments::{Arguments, refused};
use super::operation::{Argument, Operation};
use super::progress::Progress;
use crate::{Memory, Result};

pub(super) const HEALTH: Operation = Operation {
    name: "health",
    aliases: &[],
    summary: "Counts, size, and what is wrong with the store.",
    arguments: &[],
    run: |memory, given| Box::pin(health(memory, given)),
};

pub(super) const EMBED: Operation = Operation {
    name: "embed",
    aliases: &[],
    summary: "The vectors that the embedder makes of texts, each of length 1; nothing is stored.",
    arguments: &[
        Argument::new("texts", "A list of texts, or one.")
            .aliases(&["text"])
            .required(),
        Argument::new(
            "purpose",
            "\"document\" (default; also \"add\", \"update\") or \"query\" (also \"search\").",
        )
        .aliases(&["memory_action", "memoryAction"]),
    ],
    run: |memory, given| Box::pin(embed(memory, given)),
};

pub(super) const EMBEDDER: Operation = Operation {
    name: "embedder",
    aliases: &[],
    summary: "Which model makes the vectors, and how long they are.",
    arguments: &[],
    run: |memory, given| Box::pin(embedder(memory, given)),
};

pub(super) const REEMBED: Operation = Operation {
    name: "reembed",
    aliases: &[],
    summary: "Rewrites all vectors with the configured embedder; tells how many texts there were.",
    arguments: &[],
    run: |memory, given| Box::pin(reembed(memory, given)),
};

pub(super) const CHAT: Operation = Operation {
    name: "chat",
    aliases: &[],
    summary: "Refuses, as in the original: a memory remembers and recalls, it doesn't talk.",
    arguments: &[Argument::new("query", "What one would like to say.")],
    run: |_, _| Box::pin(chat()),
};

async fn health(memory: &Memory, _: Arguments) -> Result<Value> {
    let health = memory.health().await?;
    Ok(json!({
        "location": health.location,
        "format": health.format,
        "memories": health.memories,
        "versions": health.versions,
        "changes": health.changes,
        "episodes": health.episodes,
        "pending_episodes": health.pending_episodes,
        "bytes": health.bytes,
        "embedder": health.embedder,
        "problems": health.problems,
    }))
}

async fn embed(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let purpose = purpose(&mut given)?;
    let texts = given.texts("texts")?.ok_or(InputError::MissingArgument {
        operation: EMBED.name,
        argument: "texts",
    })?;
    Ok(json!(memory.embed(&texts, purpose).await?))
}

fn purpose(given: &mut Arguments) -> Result<Purpose, InputError> {
    match given.text("purpose")?.as_deref() {
        None | Some("document" | "add" | "update") => Ok(Purpose::Document),
        Some("query" | "search") => Ok(Purpose::Query),
        Some(other) => Err(refused(
            "purpose",
            &Value::from(other),
            "it is \"document\" or \"query\"",
        )),
    }
}

async fn embedder(memory: &Memory, _: Arguments) -> Result<Value> {
    Ok(json!(memory.embedder_identity().await?))
}

async fn reembed(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let mut watcher = given.watcher();
    let total = if watcher.hears() {
        Some(memory.health().await?.versions)
    } else {
        None
    };
    let tell = |done| watcher.tell(Progress { done, total });
    let texts = memory.reembed(tell).await?;
    Ok(json!({"texts": texts}))
}

async fn chat() -> Result<Value> {
    Err(InputError::NotImplemented {
        operation: CHAT.name,
        problem: "a memory remembers and recalls, it doesn't talk",
    }
    .into())
}
