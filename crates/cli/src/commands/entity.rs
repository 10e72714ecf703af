//! `mem0 entity`: lists or deletes users, agents, apps and runs.

use clap::{Args, Subcommand, ValueEnum};
use mem0::contract::time_json;
use mem0::{ScopeId, ScopeSummary};
use serde_json::{Value, json};

use super::delete;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, Table, View, day};
use crate::scope::ScopeFlags;
use crate::server::Server;

/// What to do with them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List who has memories here
    List(List),
    /// Delete a user, agent, app or run with all its memories
    Delete(Delete),
}

/// Which sort.
#[derive(Debug, Args)]
pub struct List {
    /// Which sort; all if none is given
    #[arg(value_enum)]
    kind: Option<Kind>,
}

/// Whom to delete.
#[derive(Debug, Args)]
pub struct Delete {
    /// Erase for good: history and messages too
    #[arg(long)]
    forget: bool,
    /// Only say what would be deleted
    #[arg(long)]
    dry_run: bool,
    /// Don't ask
    #[arg(long, visible_alias = "yes")]
    force: bool,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// A sort of entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// People
    #[value(alias = "user")]
    Users,
    /// Assistants
    #[value(alias = "agent")]
    Agents,
    /// Applications
    #[value(alias = "app")]
    Apps,
    /// Conversations, sessions, tasks
    #[value(alias = "run")]
    Runs,
}

impl Kind {
    fn id(self) -> ScopeId {
        match self {
            Self::Users => ScopeId::User,
            Self::Agents => ScopeId::Agent,
            Self::Apps => ScopeId::App,
            Self::Runs => ScopeId::Run,
        }
    }
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::List(_) => "entity list",
            Self::Delete(_) => "entity delete",
        }
    }
}

/// Lists or deletes.
pub async fn run(command: Command, context: &Context) -> Result<Reply, Failure> {
    match command {
        Command::List(list) => self::list(list, context).await,
        Command::Delete(arguments) => delete::run(arguments.deletion()?, context).await,
    }
}

/// Lists or deletes a server's.
pub async fn remote(
    command: Command,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    match command {
        Command::List(list) => remote_list(list, server).await,
        Command::Delete(arguments) => delete::remote(arguments.deletion()?, server, context).await,
    }
}

impl Delete {
    /// What the command `delete` makes of it.
    fn deletion(self) -> Result<delete::Arguments, Failure> {
        if self.scope.typed().is_unbounded() {
            return Err(mem0::Error::from(mem0::InputError::NoScope).into());
        }
        Ok(delete::Arguments {
            entity: true,
            forget: self.forget,
            dry_run: self.dry_run,
            force: self.force,
            scope: self.scope,
            ..delete::Arguments::default()
        })
    }
}

async fn remote_list(arguments: List, server: &Server) -> Result<Reply, Failure> {
    let wanted = arguments
        .kind
        .map(|kind| kind.id().name().trim_end_matches("_id"));
    let mut rows: Vec<Value> = Vec::new();
    for page in 1_u32.. {
        let listed = server
            .call("users", json!({"page": page, "page_size": 100}))
            .await?;
        let entities = listed["results"].as_array().cloned().unwrap_or_default();
        let last = entities.is_empty() || listed["next"].is_null();
        rows.extend(entities);
        if last {
            break;
        }
    }
    rows.retain(|row| wanted.is_none_or(|kind| row["type"] == kind));
    let mut table = Table::new(&["NAME", "TYPE", "MEMORIES", "SINCE", "CHANGED"]);
    for row in &rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        table.row([
            text("name"),
            text("type"),
            row["total_memories"].to_string(),
            day(&text("created_at")).to_owned(),
            day(&text("updated_at")).to_owned(),
        ]);
    }
    Ok(Reply::new(View::Table(table), Value::Array(rows)))
}

async fn list(arguments: List, context: &Context) -> Result<Reply, Failure> {
    let kinds = match arguments.kind {
        Some(kind) => vec![kind.id()],
        None => ScopeId::ALL.to_vec(),
    };
    let (memory, _) = context.open().await?;
    let mut summaries = Vec::new();
    for kind in kinds {
        summaries.extend(memory.summarize(kind).await?);
    }
    memory.close().await?;
    let mut table = Table::new(&["NAME", "TYPE", "MEMORIES", "SINCE", "CHANGED"]);
    for summary in &summaries {
        table.row([
            summary.value.clone(),
            sort(summary).to_owned(),
            summary.memories.to_string(),
            day(&summary.created_at.to_string()).to_owned(),
            day(&summary.updated_at.to_string()).to_owned(),
        ]);
    }
    let data: Vec<Value> = summaries.iter().map(summary_json).collect();
    Ok(Reply::new(View::Table(table), Value::Array(data)))
}

fn sort(summary: &ScopeSummary) -> &'static str {
    summary.id.name().trim_end_matches("_id")
}

fn summary_json(summary: &ScopeSummary) -> Value {
    json!({
        "id": summary.value,
        "name": summary.value,
        "type": sort(summary),
        "total_memories": summary.memories,
        "created_at": time_json(summary.created_at),
        "updated_at": time_json(summary.updated_at),
    })
}
