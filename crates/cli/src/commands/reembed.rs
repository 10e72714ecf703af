//! `mem0 reembed`: rewrites all vectors with the configured embedder.

use clap::Args;
use serde_json::json;

use super::memories;
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Nothing to choose.
#[derive(Debug, Args)]
pub struct Arguments {}

/// Rewrites. Interrupted, it goes on where it stopped when called again.
pub async fn run(_: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, _) = context.open().await?;
    let health = memory.health().await?;
    let bar = context
        .progress(health.versions as u64, Unit::Things)
        .with_message("Embedding");
    let done = memory.reembed(|done| bar.set_position(done as u64)).await;
    bar.finish_and_clear();
    let done = done?;
    let identity = memory.embedder_identity().await?;
    memory.close().await?;
    let words = if done == 0 {
        format!("All vectors are by {identity} already.")
    } else {
        format!(
            "Wrote the vectors of {} (all versions) with {identity}.",
            memories(done)
        )
    };
    let data = json!({"embedded": done, "embedder": identity});
    Ok(Reply::new(View::Words(words), data).count(done))
}
