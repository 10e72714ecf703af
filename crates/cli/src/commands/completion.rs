//! `mem0 completion`: completions for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

use crate::arguments::Cli;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Which shell.
#[derive(Debug, Args)]
#[command(
    after_help = "For bash: mem0 completion bash > ~/.local/share/bash-completion/completions/mem0"
)]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

/// Prints them.
pub fn run(arguments: Arguments) -> Result<Reply, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "mem0", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let data = json!({"shell": arguments.shell.to_string(), "script": script});
    Ok(Reply::new(View::Verbatim(script), data))
}
