//! One file for each command.

mod add;
mod bench;
mod completion;
mod config;
mod delete;
mod demo;
mod doctor;
mod entity;
mod event;
mod export;
mod get;
mod help;
mod history;
mod import;
mod init;
mod list;
mod models;
mod reembed;
mod reset;
mod retry;
mod search;
mod status;
mod undo;
mod update;
mod version;

pub use self::bench::{Retrieval, Speed, Texts, Vectors};
use clap::Subcommand;
use mem0::{Date, InputError, Timestamp};
use serde_json::Value;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;
use crate::server::{self, Address, Target};

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Remember a text or a conversation
    Add(add::Arguments),
    /// Find what is remembered about a question
    Search(search::Arguments),
    /// List memories, newest first
    List(list::Arguments),
    /// Show one memory
    Get(get::Arguments),
    /// Show what happened to a memory
    History(history::Arguments),
    /// Change a memory's text, metadata or expiry
    Update(update::Arguments),
    /// Delete a memory, or all memories of somebody
    Delete(delete::Arguments),
    /// Take back a memory's last change
    Undo(undo::Arguments),
    /// Extract memories from messages whose extraction failed earlier
    Retry(retry::Arguments),
    /// Erase everything: memories, history and messages
    Reset(reset::Arguments),
    /// List or delete users, agents, apps and runs
    #[command(subcommand)]
    Entity(entity::Command),
    /// Show what a server works on
    #[command(subcommand)]
    Event(event::Command),
    /// Bring in memories from a file, or from a store of the original
    Import(import::Arguments),
    /// Write memories with their history to a file
    Export(export::Arguments),
    /// Show the models that run in this program
    #[command(subcommand)]
    Models(models::Command),
    /// Rewrite all vectors with the configured embedder
    Reembed(reembed::Arguments),
    /// Check store, models, keys and disk
    Doctor(doctor::Arguments),
    /// Measure recall or speed
    #[command(subcommand)]
    Bench(bench::Command),
    /// Show or change the configuration
    #[command(subcommand)]
    Config(config::Command),
    /// Make the folder, the configuration file and the store
    Init(init::Arguments),
    /// Show where the store is and what is in it
    Status(status::Arguments),
    /// Show the version
    Version(version::Arguments),
    /// Print completions for a shell
    Completion(completion::Arguments),
    /// A short guided tour on a throw-away store
    Demo(demo::Arguments),
    /// Show help; with --json the whole command tree
    Help(help::Arguments),
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Search(_) => "search",
            Self::List(_) => "list",
            Self::Get(_) => "get",
            Self::History(_) => "history",
            Self::Update(_) => "update",
            Self::Delete(_) => "delete",
            Self::Undo(_) => "undo",
            Self::Retry(_) => "retry",
            Self::Reset(_) => "reset",
            Self::Entity(command) => command.name(),
            Self::Event(command) => command.name(),
            Self::Import(_) => "import",
            Self::Export(_) => "export",
            Self::Models(command) => command.name(),
            Self::Reembed(_) => "reembed",
            Self::Doctor(_) => "doctor",
            Self::Bench(command) => command.name(),
            Self::Config(command) => command.name(),
            Self::Init(_) => "init",
            Self::Status(_) => "status",
            Self::Version(_) => "version",
            Self::Completion(_) => "completion",
            Self::Demo(_) => "demo",
            Self::Help(_) => "help",
        }
    }

    /// Does it, where it is to be done.
    pub async fn run(self, context: &Context) -> Result<Reply, Failure> {
        let target = match &self {
            // None of these is about anybody's memories.
            Self::Models(_)
            | Self::Bench(_)
            | Self::Config(_)
            | Self::Version(_)
            | Self::Completion(_)
            | Self::Demo(_)
            | Self::Help(_) => Target::Local,
            Self::Init(arguments) if arguments.is_local() => {
                server::forget(context)?;
                Target::Local
            }
            _ => Target::of(context)?,
        };
        match target {
            Target::Local => self.run_here(context).await,
            Target::Server(address) => self.run_there(&address, context).await,
        }
    }

    /// Does it on a server.
    async fn run_there(self, address: &Address, context: &Context) -> Result<Reply, Failure> {
        let server = || address.server(context);
        match self {
            Self::Add(arguments) => add::remote(arguments, &server()?, context).await,
            Self::Search(arguments) => search::remote(arguments, &server()?, context).await,
            Self::List(arguments) => list::remote(arguments, &server()?).await,
            Self::Get(arguments) => get::remote(arguments, &server()?).await,
            Self::History(arguments) => history::remote(arguments, &server()?).await,
            Self::Update(arguments) => update::remote(arguments, &server()?, context).await,
            Self::Delete(arguments) => delete::remote(arguments, &server()?, context).await,
            Self::Reset(arguments) => reset::remote(arguments, &server()?, context).await,
            Self::Entity(command) => entity::remote(command, &server()?, context).await,
            Self::Event(command) => event::remote(command, &server()?).await,
            Self::Import(arguments) => import::remote(arguments, &server()?, context).await,
            Self::Export(arguments) => export::remote(arguments, &server()?, context).await,
            Self::Status(_) => status::remote(address, &server()?).await,
            Self::Init(arguments) => init::remote(arguments, address, context).await,
            Self::Undo(_) | Self::Retry(_) | Self::Reembed(_) | Self::Doctor(_) => {
                Err(Failure::usage(
                    format!(
                        "`mem0 {}` works on the local store, and commands go to {} ({})",
                        self.name(),
                        address.base_url,
                        address.origin.as_str()
                    ),
                    "Leave out the server, or go back to the local store with `mem0 init --local`.",
                ))
            }
            Self::Models(_)
            | Self::Bench(_)
            | Self::Config(_)
            | Self::Version(_)
            | Self::Completion(_)
            | Self::Demo(_)
            | Self::Help(_) => self.run_here(context).await,
        }
    }

    /// Does it on this machine.
    async fn run_here(self, context: &Context) -> Result<Reply, Failure> {
        match self {
            Self::Add(arguments) => add::run(arguments, context).await,
            Self::Search(arguments) => search::run(arguments, context).await,
            Self::List(arguments) => list::run(arguments, context).await,
            Self::Get(arguments) => get::run(arguments, context).await,
            Self::History(arguments) => history::run(arguments, context).await,
            Self::Update(arguments) => update::run(arguments, context).await,
            Self::Delete(arguments) => delete::run(arguments, context).await,
            Self::Undo(arguments) => undo::run(arguments, context).await,
            Self::Retry(arguments) => retry::run(arguments, context).await,
            Self::Reset(arguments) => reset::run(arguments, context).await,
            Self::Entity(command) => entity::run(command, context).await,
            Self::Event(command) => event::run(&command),
            Self::Import(arguments) => import::run(arguments, context).await,
            Self::Export(arguments) => export::run(arguments, context).await,
            Self::Models(command) => models::run(command, context),
            Self::Reembed(arguments) => reembed::run(arguments, context).await,
            Self::Doctor(arguments) => doctor::run(arguments, context).await,
            Self::Bench(command) => bench::run(command, context).await,
            Self::Config(command) => config::run(command, context),
            Self::Init(arguments) => init::run(arguments, context).await,
            Self::Status(arguments) => status::run(arguments, context).await,
            Self::Version(arguments) => version::run(arguments),
            Self::Completion(arguments) => completion::run(arguments),
            Self::Demo(arguments) => demo::run(arguments, context).await,
            Self::Help(arguments) => help::run(arguments, context),
        }
    }
}

/// Reads the JSON given to a flag.
fn json(flag: &str, text: &str) -> Result<Value, Failure> {
    mem0::json_from_str(text).map_err(|error| {
        Failure::usage(
            format!("{flag} is not JSON: {error}"),
            "Quote it: '{\"key\": \"value\"}'.",
        )
    })
}

/// Reads the JSON object given to a flag.
fn object(flag: &str, text: &str) -> Result<mem0::Metadata, Failure> {
    match json(flag, text)? {
        Value::Object(object) => Ok(object),
        other => Err(Failure::usage(
            format!("{flag} must be a JSON object, not {other}"),
            "Write it as '{\"key\": \"value\"}'.",
        )),
    }
}

/// Reads the moment given to a flag.
fn moment(flag: &str, text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let read = text.map(mem0::parse_timestamp).transpose();
    read.map_err(|error| of_flag(flag, error))
}

/// Reads the last day given to a flag.
fn last_day(flag: &str, text: Option<&str>) -> Result<Option<Date>, Failure> {
    let read = text.map(mem0::parse_expiration).transpose();
    read.map_err(|error| of_flag(flag, error))
}

/// Names the flag that was typed, rather than the parameter of the API.
fn of_flag(flag: &str, error: InputError) -> Failure {
    match error {
        InputError::Parameter { value, problem, .. } => {
            Failure::usage(format!("{flag} can't be {value}: {problem}"), "")
        }
        other => mem0::Error::from(other).into(),
    }
}

/// `1 memory`, `2 memories`.
fn memories(count: usize) -> String {
    if count == 1 {
        "1 memory".to_owned()
    } else {
        format!("{count} memories")
    }
}

/// `1 message`, `2 messages`.
fn counted(count: usize, thing: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{ending}")
}
