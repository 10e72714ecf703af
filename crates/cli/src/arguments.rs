//! What may be typed before and after a command's name.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser};

use crate::commands::Command;
use crate::output::Format;

/// Persistent, personal memory for assistants and agents.
#[derive(Debug, Parser)]
#[command(
    name = "mem0",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Everything stays on this machine unless you configure a provider. \
                  Start with `mem0 demo`, or:\n\n  \
                  mem0 add \"I moved to Berlin\" -u ann\n  \
                  mem0 search \"Where does she live?\" -u ann\n\n\
                  Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 key missing or refused."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Answer with one JSON envelope on standard output, errors included
    #[arg(long, visible_alias = "agent", global = true)]
    pub json: bool,
    /// How to print the answer; `json` is the bare answer without an envelope
    #[arg(short, long, value_enum, global = true, value_name = "FORMAT")]
    pub output: Option<Format>,
    /// Read the configuration from this file [env: MEM0_CONFIG]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Keep the store in this folder [env: MEM0_DIR] [default: ~/.mem0]
    #[arg(long, global = true, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Ask the server at this address instead of the local store [env: MEM0_BASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// The key for the server [env: MEM0_API_KEY]
    #[arg(long, global = true, value_name = "KEY")]
    pub api_key: Option<Secret>,
    /// Tell what is going on, on standard error; twice for more
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
    /// Print without colours [env: NO_COLOR]
    #[arg(long, global = true)]
    pub no_color: bool,
}

/// What is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[hidden]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Global {
    /// How answers are printed.
    pub fn format(&self) -> Format {
        match self.output {
            Some(format) if !self.json => format,
            _ if self.json => Format::Envelope,
            _ => Format::Text,
        }
    }
}
