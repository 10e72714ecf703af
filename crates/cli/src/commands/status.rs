//! `mem0 status`: where the store is and what is in it.

use clap::Args;
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::{in_words, to_json};
use crate::server::{Address, Server};

/// Nothing to choose.
#[derive(Debug, Args)]
pub struct Arguments {}

/// Shows it.
pub async fn run(_: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, scope) = context.open().await?;
    let health = memory.health().await?;
    let embedder = memory
        .embedder_identity()
        .await
        .map(|identity| identity.to_string());
    let embedder = embedder.unwrap_or_else(|error| format!("unusable: {error}"));
    let llm = memory.llm_name();
    let pipeline = memory.config().pipeline().as_str();
    memory.close().await?;
    let fields = vec![
        ("store".to_owned(), health.location.clone()),
        ("size".to_owned(), bytes(health.bytes)),
        ("memories".to_owned(), health.memories.to_string()),
        ("versions".to_owned(), health.versions.to_string()),
        ("history".to_owned(), format!("{} changes", health.changes)),
        ("messages".to_owned(), health.episodes.to_string()),
        ("embedder".to_owned(), embedder.clone()),
        ("extraction".to_owned(), pipeline.to_owned()),
        (
            "language model".to_owned(),
            llm.clone().unwrap_or_else(|| "none".to_owned()),
        ),
        ("default scope".to_owned(), in_words(&scope)),
    ];
    let data = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "store": health.location,
        "bytes": health.bytes,
        "format": health.format,
        "memories": health.memories,
        "versions": health.versions,
        "changes": health.changes,
        "messages": health.episodes,
        "pending_messages": health.pending_episodes,
        "embedder": embedder,
        "pipeline": pipeline,
        "llm": llm,
        "default_scope": to_json(&scope),
    });
    Ok(Reply::new(View::Fields(fields), data))
}

/// Shows where the server is and who it takes us for.
pub async fn remote(address: &Address, server: &Server) -> Result<Reply, Failure> {
    let ping = server.call("ping", json!({})).await?;
    let memories = server.count(&mem0::Scope::default()).await?;
    let text = |name: &str| ping[name].as_str().unwrap_or("unknown").to_owned();
    let fields = vec![
        ("server".to_owned(), address.base_url.clone()),
        ("said by".to_owned(), address.origin.as_str().to_owned()),
        ("status".to_owned(), text("status")),
        ("account".to_owned(), text("user_email")),
        ("organization".to_owned(), text("org_id")),
        ("project".to_owned(), text("project_id")),
        ("memories".to_owned(), memories.to_string()),
        ("default scope".to_owned(), in_words(server.defaults())),
    ];
    let data = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "server": address.base_url,
        "said_by": address.origin.as_str(),
        "status": ping["status"],
        "user_email": ping["user_email"],
        "org_id": ping["org_id"],
        "project_id": ping["project_id"],
        "memories": memories,
        "default_scope": to_json(server.defaults()),
    });
    Ok(Reply::new(View::Fields(fields), data))
}

/// Bytes as people read them.
pub fn bytes(count: u64) -> String {
    indicatif::HumanBytes(count).to_string()
}
