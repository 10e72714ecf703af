//! `mem0 init`: makes the folder, the configuration file and the store.

use clap::Args;
use mem0::{Memory, config_file};
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;
use crate::server::Address;

/// What to write into the configuration file.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The language model's provider, such as `openai`
    #[arg(long, value_name = "PROVIDER")]
    llm: Option<String>,
    /// The language model
    #[arg(long, value_name = "NAME", requires = "llm")]
    llm_model: Option<String>,
    /// The embedder's provider
    #[arg(long, value_name = "PROVIDER")]
    embedder: Option<String>,
    /// Go back from a server to the local store
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    scope: ScopeFlags,
}

impl Arguments {
    /// Whether the local store is meant, whatever server was saved.
    pub fn is_local(&self) -> bool {
        self.local
    }
}

/// Makes a server the one that later commands ask, once it has answered. The ids become the
/// defaults of later commands.
pub async fn remote(
    arguments: Arguments,
    address: &Address,
    context: &Context,
) -> Result<Reply, Failure> {
    if arguments.llm.is_some() || arguments.embedder.is_some() {
        return Err(Failure::usage(
            "a server has models of its own",
            "Leave out --llm and --embedder, or the server.",
        ));
    }
    let scope = arguments
        .scope
        .typed()
        .validated()
        .map_err(mem0::Error::from)?;
    let ping = address.server(context)?.call("ping", json!({})).await?;
    let config = config_file::path(&context.load_options())?;
    for (id, value) in scope.ids() {
        config_file::set(&config, id.name(), value)?;
    }
    let file = address.save(context)?;
    let words = format!(
        "Commands go to {} from now on (saved in {}, which only you can read).\n\
         Back to the local store: mem0 init --local",
        address.base_url,
        file.display()
    );
    let data = json!({
        "server": address.base_url,
        "file": file.display().to_string(),
        "org_id": ping["org_id"],
        "project_id": ping["project_id"],
        "user_email": ping["user_email"],
    });
    Ok(Reply::new(View::Words(words), data).of(scope))
}

/// Makes them; what is there stays. The ids become the defaults of later commands.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let file = config_file::path(&context.load_options())?;
    let scope = arguments
        .scope
        .typed()
        .validated()
        .map_err(mem0::Error::from)?;
    let mut settings: Vec<(&str, &str)> =
        scope.ids().map(|(id, value)| (id.name(), value)).collect();
    for (key, value) in [
        ("llm.provider", &arguments.llm),
        ("llm.config.model", &arguments.llm_model),
        ("embedder.provider", &arguments.embedder),
    ] {
        if let Some(value) = value {
            settings.push((key, value));
        }
    }
    for (key, value) in &settings {
        config_file::set(&file, key, value)?;
    }
    let config = context.config()?;
    let store = config.path().display().to_string();
    let memory = Memory::open(config).await?;
    let health = memory.health().await?;
    memory.close().await?;
    let written = if settings.is_empty() {
        "nothing to write; defaults are in force".to_owned()
    } else {
        file.display().to_string()
    };
    let words = format!(
        "Store: {store} ({} memories)\nConfiguration: {written}\n\n\
         Try:\n  mem0 add \"I moved to Berlin\" -u you\n  \
         mem0 search \"Where do I live?\" -u you",
        health.memories
    );
    let data = json!({
        "store": store,
        "config": file.display().to_string(),
        "memories": health.memories,
        "set": settings.iter().map(|(key, _)| *key).collect::<Vec<_>>(),
    });
    Ok(Reply::new(View::Words(words), data).of(scope))
}
