//! `mem0 retry`: extracts memories from messages whose extraction failed earlier.

use clap::Args;
use mem0::AddOptions;

use super::add;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;
use crate::scope::ScopeFlags;

/// Whose messages.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What extraction should heed, in words
    #[arg(long, value_name = "TEXT")]
    custom_instructions: Option<String>,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Extracts again.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, scope) = context.open_for(&arguments.scope).await?;
    let options = AddOptions {
        prompt: arguments.custom_instructions,
        ..AddOptions::new(scope.clone())
    };
    let added = memory.retry(options).await?;
    memory.close().await?;
    Ok(add::reply(&added).of(scope))
}
