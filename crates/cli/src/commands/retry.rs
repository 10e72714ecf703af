//! `mem0 retry`: extracts memories from messages whose extraction failed earlier.

use clap::Args;
use mem0::{AddOptions, Added, Memory, Scope};

use super::add;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;
use crate::scope::ScopeFlags;

/// Messages read from the store at a time.
const PAGE: usize = 1000;

/// Whose messages.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What extraction should heed, in words
    #[arg(long, value_name = "TEXT")]
    custom_instructions: Option<String>,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Extracts again. Nobody named: everybody's messages.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, scope) = context.open_for(&arguments.scope).await?;
    let whose = if scope.is_unbounded() {
        waiting(&memory).await?
    } else {
        vec![scope.clone()]
    };
    let mut all = Added::default();
    for scope in whose {
        let options = AddOptions {
            prompt: arguments.custom_instructions.clone(),
            ..AddOptions::new(scope)
        };
        let added = memory.retry(options).await?;
        all.results.extend(added.results);
        all.left_out.extend(added.left_out);
        all.usage += added.usage;
    }
    memory.close().await?;
    Ok(add::reply(&all).of(scope))
}

/// Everybody whose messages wait for extraction, in the order of their arrival.
async fn waiting(memory: &Memory) -> Result<Vec<Scope>, Failure> {
    let mut whose: Vec<Scope> = Vec::new();
    let mut offset = 0;
    loop {
        let page = memory.episodes(Scope::default(), offset, PAGE).await?;
        offset += page.len();
        if page.is_empty() {
            return Ok(whose);
        }
        for message in page.into_iter().filter(|message| !message.extracted) {
            if !whose.contains(&message.scope) {
                whose.push(message.scope);
            }
        }
    }
}
