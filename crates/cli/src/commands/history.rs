//! `mem0 history`: shows what happened to a memory.

use clap::Args;
use mem0::contract::change_json;
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::server::{Server, scope_of};

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
        return Err(unknown(&arguments.id));
    };
    let scope = first.scope.clone();
    let rows: Vec<Value> = changes.iter().map(change_json).collect();
    Ok(Reply::new(View::Changes(rows.clone()), Value::Array(rows)).of(scope))
}

/// Shows what a server knows of it.
pub async fn remote(arguments: Arguments, server: &Server) -> Result<Reply, Failure> {
    let asked = json!({"memory_id": arguments.id});
    let rows = match server.find("history", asked).await {
        // What can't be an id is the id of nothing.
        Err(Failure::Server(error)) if error.status() == Some(400) => None,
        found => found?,
    };
    let rows = rows.and_then(|rows| rows.as_array().cloned());
    let rows = rows.unwrap_or_default();
    let Some(first) = rows.first() else {
        return Err(unknown(&arguments.id));
    };
    let scope = scope_of(first);
    Ok(Reply::new(View::Changes(rows.clone()), Value::Array(rows)).of(scope))
}

fn unknown(id: &str) -> Failure {
    Failure::NotFound {
        problem: format!("nothing is known of a memory {id}"),
        hint: "Check the id; `mem0 list` shows the ids.".to_owned(),
    }
}
