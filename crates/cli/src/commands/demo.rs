//! `mem0 demo`: a short guided tour on a throw-away store.

use clap::Args;

use crate::context::Context;
use crate::demo;
use crate::failure::Failure;
use crate::output::Reply;

/// Which tour.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Only the English conversation
    #[arg(long, conflicts_with = "chinese")]
    english: bool,
    /// Only the Chinese conversation
    #[arg(long)]
    chinese: bool,
}

/// Guides through it; fails if what it shows is not as it should be.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let stories = demo::stories()?
        .into_iter()
        .filter(|story| match story.language.as_str() {
            "zh" => !arguments.english,
            _ => !arguments.chinese,
        })
        .collect();
    demo::run(stories, context).await
}
