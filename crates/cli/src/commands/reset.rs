//! `mem0 reset`: erases everything.

use clap::Args;

use super::delete::erased;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;

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
