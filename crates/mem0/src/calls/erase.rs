//! Taking back and forgetting.

use serde_json::{Value, json};

use super::arguments::Arguments;
use super::operation::Operation;
use super::shared::{IDS, MEMORY_ID};
use super::whose::bounded_scope;
use crate::contract::{change_json, receipt_json};
use crate::{Memory, Result};

pub(super) const DELETE: Operation = Operation {
    name: "delete",
    aliases: &[],
    summary: "Takes a memory out of recall; its history stays, and `undo` brings it back.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(delete(memory, given)),
};

pub(super) const DELETE_ALL: Operation = Operation {
    name: "delete_all",
    aliases: &["deleteAll"],
    summary: "Takes all memories of a scope out of recall.",
    arguments: IDS,
    run: |memory, given| Box::pin(delete_all(memory, given)),
};

pub(super) const UNDO: Operation = Operation {
    name: "undo",
    aliases: &[],
    summary: "Takes back the last change of a memory that was not taken back yet.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(undo(memory, given)),
};

pub(super) const FORGET: Operation = Operation {
    name: "forget",
    aliases: &[],
    summary: "Erases a memory for good: versions, history, and messages that it alone came from.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(forget(memory, given)),
};

pub(super) const FORGET_ALL: Operation = Operation {
    name: "forget_all",
    aliases: &["forgetAll"],
    summary: "Erases everything of a scope for good: memories, history, messages.",
    arguments: IDS,
    run: |memory, given| Box::pin(forget_all(memory, given)),
};

pub(super) const RESET: Operation = Operation {
    name: "reset",
    aliases: &[],
    summary: "Erases everything in the collection for good.",
    arguments: &[],
    run: |memory, given| Box::pin(reset(memory, given)),
};

async fn delete(memory: &Memory, mut given: Arguments) -> Result<Value> {
    memory.delete(&given.memory_id()?).await?;
    Ok(json!({"message": "Memory deleted successfully!"}))
}

async fn delete_all(memory: &Memory, mut given: Arguments) -> Result<Value> {
    memory.delete_all(bounded_scope(&mut given)?).await?;
    Ok(json!({"message": "Memories deleted successfully!"}))
}

async fn undo(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let change = memory.undo(&given.memory_id()?).await?;
    Ok(change_json(&change))
}

async fn forget(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let receipt = memory.forget(&given.memory_id()?).await?;
    Ok(receipt_json(&receipt))
}

async fn forget_all(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let receipt = memory.forget_all(bounded_scope(&mut given)?).await?;
    Ok(receipt_json(&receipt))
}

async fn reset(memory: &Memory, _: Arguments) -> Result<Value> {
    memory.reset().await?;
    Ok(Value::Null)
}
