//! `mem0 models`: the models that run in this program.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use mem0::registry::{ProviderKind, find};
use serde_json::{Value, json};

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
        Command::List => list(context.config()?.models()),
        Command::Path => {
            let folder = context.config()?.models().display().to_string();
            let data = json!({"path": folder});
            Ok(Reply::new(View::Verbatim(folder), data))
        }
    }
}

fn list(models: &Path) -> Result<Reply, Failure> {
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
    for (name, folder) in folders(models) {
        let kind = kind(&folder);
        table.row([
            name.clone(),
            kind.to_string(),
            folder.display().to_string(),
            "Files in a folder, for the provider \"local\".".to_owned(),
        ]);
        data.push(json!({
            "name": name,
            "kind": kind.name(),
            "where": folder,
            "summary": "files in a folder",
        }));
    }
    Ok(Reply::new(View::Table(table), data.into()))
}

/// The models in a folder, by name: a model has a tokenizer.
fn folders(models: &Path) -> Vec<(String, PathBuf)> {
    // A folder that is not there has no models.
    let entries = std::fs::read_dir(models).into_iter().flatten().flatten();
    let mut found: Vec<(String, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.join("tokenizer.json").is_file())
        .filter_map(|path| Some((path.file_name()?.to_string_lossy().into_owned(), path)))
        .collect();
    found.sort();
    found
}

/// What a model is for: those that judge pairs of texts say so in their configuration.
fn kind(folder: &Path) -> ProviderKind {
    let bytes = std::fs::read(folder.join("config.json")).unwrap_or_default();
    let config: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let architecture = config["architectures"][0].as_str().unwrap_or_default();
    if architecture.ends_with("ForSequenceClassification") {
        ProviderKind::Reranker
    } else {
        ProviderKind::Embedder
    }
}
