//! The command line `mem0`.

mod arguments;
mod bench;
mod commands;
mod context;
mod demo;
mod failure;
mod output;
mod scope;
mod server;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Builder;

use crate::arguments::{Cli, Global};
use crate::bench::worker;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    if words.get(1).is_some_and(|word| word == worker::WORD) {
        return match worker::Measuring::try_parse_from(&words[1..]) {
            // Callers at once want all cores; a command has one thing to do.
            Ok(asked) => run(
                Builder::new_multi_thread(),
                worker::WORD,
                asked.global,
                async |context| worker::run(&asked.task, context).await,
            ),
            Err(refusal) => output::refusal(&refusal, &words),
        };
    }
    match Cli::try_parse_from(&words) {
        Ok(cli) => {
            let command = cli.command;
            run(
                Builder::new_current_thread(),
                command.name(),
                cli.global,
                async |context| command.run(context).await,
            )
        }
        Err(refusal) => output::refusal(&refusal, &words),
    }
}

fn run(
    mut runtime: Builder,
    command: &str,
    global: Global,
    work: impl AsyncFnOnce(&Context) -> Result<Reply, Failure>,
) -> ExitCode {
    let context = Context::new(global);
    let answer = match runtime.enable_all().build() {
        Ok(runtime) => runtime.block_on(work(&context)),
        Err(error) => Err(error.into()),
    };
    match answer {
        Ok(reply) => output::reply(command, reply, &context),
        Err(failure) => output::failure(command, &failure, &context),
    }
}
