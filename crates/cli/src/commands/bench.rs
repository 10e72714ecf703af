//! `mem0 bench`: measures recall or speed through the public API.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::bench;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;

/// What to measure.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Measure how often the right turns of conversations are found
    Retrieval(Retrieval),
    /// Measure how fast memories are added, found, imported and opened
    Speed(Speed),
}

/// Which conversations, and how to report.
#[derive(Debug, Args)]
pub struct Retrieval {
    /// The conversations with their questions: JSON, or JSON packed by gzip
    pub file: PathBuf,
    /// Report each category too
    #[arg(long)]
    pub by_category: bool,
    /// Write what was found for each question to this file (JSONL)
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Only the first N conversations
    #[arg(long, value_name = "N")]
    pub limit_conversations: Option<usize>,
}

/// How much to measure.
#[derive(Debug, Args)]
pub struct Speed {
    /// Numbers of memories, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "1000,10000,100000",
        value_name = "N,N"
    )]
    pub sizes: Vec<usize>,
    /// How many searches and adds are timed
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub repeat: usize,
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Retrieval(_) => "bench retrieval",
            Self::Speed(_) => "bench speed",
        }
    }
}

/// Measures.
pub async fn run(command: Command, context: &Context) -> Result<Reply, Failure> {
    match command {
        Command::Retrieval(arguments) => bench::retrieval::run(&arguments, context).await,
        Command::Speed(arguments) => bench::speed::run(&arguments, context).await,
    }
}
