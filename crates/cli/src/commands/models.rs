//! `mem0 models`: the models that run in this program.

use clap::Subcommand;
use mem0::registry::{ProviderKind, find};
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, Table, View};

/// What to show.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the models that need no network
    List,
    /// Show the folder in which models are looked for
    Path,
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::List => "models list",
            Self::Path => "models path",
        }
    }
}

/// The models that are compiled in: kind of provider, and its name.
const COMPILED_IN: [(ProviderKind, &str); 2] = [
    (ProviderKind::Embedder, "static"),
    (ProviderKind::Reranker, "builtin"),
];

/// Shows.
pub fn run(command: Command, context: &Context) -> Result<Reply, Failure> {
    match command {
        Command::List => list(),
        Command::Path => {
            let folder = context.config()?.models().display().to_string();
            let data = json!({"path": folder});
            Ok(Reply::new(View::Verbatim(folder), data))
        }
    }
}

fn list() -> Result<Reply, Failure> {
    let mut table = Table::new(&["NAME", "FOR", "WHERE", "ABOUT"]);
    let mut data = Vec::new();
    for (kind, name) in COMPILED_IN {
        let provider = find(kind, name)?;
        table.row([
            provider.name.to_owned(),
            kind.to_string(),
            "in this program".to_owned(),
            provider.summary.to_owned(),
        ]);
        data.push(json!({
            "name": provider.name,
            "kind": kind.name(),
            "where": "compiled in",
            "summary": provider.summary,
        }));
    }
    Ok(Reply::new(View::Table(table), data.into()))
}
