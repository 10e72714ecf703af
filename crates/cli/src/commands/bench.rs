//! `mem0 bench`: measures recall or speed through the public API.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::bench;
use crate::bench::speed::Layout;
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
    /// Numbers of memories, separated by commas: 1000, 10k, 1M
    #[arg(
        long,
        value_delimiter = ',',
        value_parser = size,
        default_value = "1k,10k,100k",
        value_name = "N,N"
    )]
    pub sizes: Vec<usize>,
    /// Only one big scope, or only many small ones [default: both]
    #[arg(long, value_enum)]
    pub layout: Option<Layout>,
    /// How many searches and adds are timed
    #[arg(long, default_value_t = 1000, value_name = "N")]
    pub repeat: usize,
    /// For how long each throughput is measured
    #[arg(long, default_value_t = 2.0, value_name = "SECONDS")]
    pub seconds: f64,
    /// Keep the stores in this folder, and use those that are there instead of importing
    #[arg(long, value_name = "DIR")]
    pub stores: Option<PathBuf>,
}

/// A number of things, in words of programmers.
fn size(word: &str) -> Result<usize, String> {
    let (digits, unit) = match word.char_indices().last() {
        Some((end, 'k' | 'K')) => (&word[..end], 1_000),
        Some((end, 'm' | 'M')) => (&word[..end], 1_000_000),
        _ => (word, 1),
    };
    match digits.parse::<usize>() {
        Ok(number) if number > 0 => number
            .checked_mul(unit)
            .ok_or_else(|| "too many".to_owned()),
        _ => Err("a number such as 500, 10k or 1M is wanted".to_owned()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_may_be_short() {
        assert_eq!(size("500"), Ok(500));
        assert_eq!(size("10k"), Ok(10_000));
        assert_eq!(size("1M"), Ok(1_000_000));
        assert!(size("k").is_err() && size("0").is_err() && size("ten").is_err());
    }
}
