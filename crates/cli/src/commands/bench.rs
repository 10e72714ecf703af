//! `mem0 bench`: measures recall or speed through the public API.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
    /// Write the embedder's vectors of texts, to give other systems the same
    Vectors(Vectors),
}

/// Which conversations, and how to report.
#[derive(Debug, Args)]
pub struct Retrieval {
    /// Conversations with their questions: JSON, or JSON packed by gzip; each file is measured by
    /// itself
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Report each category of questions too
    #[arg(long)]
    pub by_category: bool,
    /// Report recall among so many hits, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        value_parser = size,
        default_value = "5,10,20,50",
        value_name = "N,N"
    )]
    pub k: Vec<usize>,
    /// Only questions of this half
    #[arg(long, value_enum)]
    pub split: Option<Split>,
    /// Count by the corrected labels, where a set has them
    #[arg(long)]
    pub corrected: bool,
    /// Let the reranker look at the best hits again
    #[arg(long)]
    pub rerank: bool,
    /// Write what was found for each question to this file (JSONL)
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Explain the scores in the log; takes its time, so don't measure speed with it
    #[arg(long, requires = "log")]
    pub explain: bool,
    /// Only the first N conversations of each file
    #[arg(long, value_name = "N")]
    pub limit_conversations: Option<usize>,
}

/// The half of a set that weights may be fitted on, and the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Split {
    /// Questions marked `dev`
    Dev,
    /// Questions marked `test`
    Test,
}

impl Split {
    /// As sets write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Test => "test",
        }
    }
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

/// Which texts, and where their vectors go.
#[derive(Debug, Args)]
pub struct Vectors {
    /// The texts: a JSON list of strings
    pub file: PathBuf,
    /// What the texts are
    #[arg(long, value_enum, default_value = "memories")]
    pub of: Texts,
    /// Write the vectors here: 32-bit numbers, little-endian, one text after another
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
}

/// What texts are embedded for; some models make other vectors of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Texts {
    /// To be found
    Memories,
    /// To find by
    Questions,
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
            Self::Vectors(_) => "bench vectors",
        }
    }
}

/// Measures.
pub async fn run(command: Command, context: &Context) -> Result<Reply, Failure> {
    match command {
        Command::Retrieval(arguments) => bench::retrieval::run(&arguments, context).await,
        Command::Speed(arguments) => bench::speed::run(&arguments, context).await,
        Command::Vectors(arguments) => bench::vectors::run(&arguments, context).await,
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
