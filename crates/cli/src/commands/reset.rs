//! `mem0 reset`: erases everything.

use clap::Args;
use mem0::Scope;
use mem0_client::ClientError;
use serde_json::json;

use super::delete::erased;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::server::Server;

/// Whether to ask.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Don't ask
    #[arg(long, visible_alias = "yes")]
    force: bool,
}

/// Erases memories, history and messages of everybody.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, _) = context.open().await?;
    let health = memory.health().await?;
    let what = format!(
        "erase {} memories, {} rows of history and {} messages in {} for good",
        health.memories, health.changes, health.episodes, health.location
    );
    context.confirm(&what, arguments.force)?;
    let receipt = memory.reset().await?;
    memory.close().await?;
    Ok(erased(&receipt))
}

/// Deletes everybody on a server, with all memories.
pub async fn remote(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    let count = server.count(&Scope::default()).await?;
    let what = format!(
        "delete {} of everybody on the server",
        super::memories(count)
    );
    context.confirm(&what, arguments.force)?;
    let raw = match server.call("reset", json!({})).await {
        // Nobody is there: that is what a reset leaves.
        Err(Failure::Server(ClientError::Argument(_))) => json!({"message": "Nothing was there."}),
        answer => answer?,
    };
    let words = format!("Deleted {} of everybody.", super::memories(count));
    let data = json!({"deleted": count});
    Ok(Reply::new(View::Words(words), data).raw(raw).count(count))
}
