//! The command line `mem0`.

mod arguments;
mod bench;
mod commands;
mod context;
mod demo;
mod failure;
mod import;
mod output;
mod scope;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Cli;
use crate::context::Context;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    match Cli::try_parse_from(&words) {
        Ok(cli) => run(cli),
        Err(refusal) => output::refusal(&refusal, &words),
    }
}

fn run(cli: Cli) -> ExitCode {
    let command = cli.command.name();
    let context = Context::new(cli.global);
    let answer = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime.block_on(cli.command.run(&context)),
        Err(error) => Err(error.into()),
    };
    match answer {
        Ok(reply) => output::reply(&command, reply, &context),
        Err(failure) => output::failure(&command, &failure, &context),
    }
}
