//! One measured process of `bench speed`: opens a store that is there, searches, adds, and tells
//! what it took. A process of its own, so that opening is cold and memory is its own.

use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, Parser};
use mem0::{AddOptions, Memory, Scope, SearchOptions};
use serde::{Deserialize, Serialize};

use super::texts::Texts;
use super::timing::{Spread, milliseconds, resident};
use crate::arguments::Global;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// The first word of the command line of a measured process. It is no command: people have no use
/// for it, so neither help nor completions should offer it.
pub const WORD: &str = "measured-process";

/// The command line of a measured process.
#[derive(Debug, Parser)]
pub struct Measuring {
    #[command(flatten)]
    pub global: Global,
    #[command(flatten)]
    pub task: Task,
}

/// What to measure.
#[derive(Debug, Args)]
pub struct Task {
    /// The store's folder
    folder: PathBuf,
    /// How many memories are in it
    #[arg(long)]
    size: usize,
    /// How many of them share a scope
    #[arg(long)]
    each: usize,
    /// How many searches and adds are timed
    #[arg(long)]
    repeat: usize,
}

/// What one process measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    /// Milliseconds until the store was open.
    pub open: f64,
    /// Milliseconds of the first search, which reads the scope into memory.
    pub first_search: f64,
    /// Searches.
    pub search: Spread,
    /// Adds, word for word.
    pub add: Spread,
    /// Bytes of memory at the end, and at most.
    pub resident: Option<(u64, u64)>,
}

/// Whose memory this one is.
pub fn scope_of(place: usize, each: usize) -> Scope {
    Scope::user(format!("user {}", place / each.max(1)))
}

/// Measures.
pub async fn run(arguments: &Task, context: &Context) -> Result<Reply, Failure> {
    let config = super::config(context, &arguments.folder)?;
    let begun = Instant::now();
    let memory = Memory::open(config).await?;
    memory.get("nobody").await?;
    let open = milliseconds(begun.elapsed());

    let mut texts = Texts::new(2);
    let mut search = async || {
        let whose = scope_of(texts.below(arguments.size), arguments.each);
        let question = texts.question();
        let begun = Instant::now();
        memory
            .search(&question, SearchOptions::new(whose).limit(10))
            .await?;
        Ok::<_, Failure>(begun.elapsed())
    };
    let first_search = milliseconds(search().await?);
    let mut searches = Vec::with_capacity(arguments.repeat);
    for _ in 0..arguments.repeat {
        searches.push(search().await?);
    }

    let mut texts = Texts::new(3);
    let mut adds = Vec::with_capacity(arguments.repeat);
    for _ in 0..arguments.repeat {
        let whose = scope_of(texts.below(arguments.size), arguments.each);
        let text = texts.memory();
        let begun = Instant::now();
        memory.add(text, AddOptions::new(whose).verbatim()).await?;
        adds.push(begun.elapsed());
    }
    let measured = Measured {
        open,
        first_search,
        search: Spread::of(&searches),
        add: Spread::of(&adds),
        resident: resident(),
    };
    memory.close().await?;
    let data = serde_json::to_value(&measured).map_err(std::io::Error::from)?;
    Ok(Reply::new(View::Shown, data))
}
