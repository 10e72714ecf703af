//! `mem0 history`: shows what happened to a memory.

use clap::Args;
use mem0::contract::change_json;
use serde_json::Value;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Which memory.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The memory's id; a deleted one's too
    id: String,
}

/// Shows it.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, _) = context.open().await?;
    let changes = memory.history(&arguments.id).await?;
    memory.close().await?;
    let Some(first) = changes.first() else {
        return Err(Failure::NotFound {
            problem: format!("nothing is known of a memory {}", arguments.id),
            hint: "Check the id; `mem0 list` shows the ids.".to_owned(),
        });
    };
    let scope = first.scope.clone();
    let rows: Vec<Value> = changes.iter().map(change_json).collect();
    Ok(Reply::new(View::Changes(rows.clone()), Value::Array(rows)).of(scope))
}
