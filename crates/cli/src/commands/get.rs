//! `mem0 get`: shows one memory.

use clap::Args;
use mem0::contract::get_json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::server::{Server, scope_of};

/// Which memory.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The memory's id
    id: String,
}

/// Shows it.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, _) = context.open().await?;
    let item = memory.get(&arguments.id).await?;
    memory.close().await?;
    let item = item.ok_or_else(|| Failure::no_memory(&arguments.id))?;
    let json = get_json(&item);
    Ok(Reply::new(View::Memory(json.clone()), json).of(item.scope))
}

/// Shows one of a server's.
pub async fn remote(arguments: Arguments, server: &Server) -> Result<Reply, Failure> {
    let json = server.memory(&arguments.id).await?;
    let scope = scope_of(&json);
    Ok(Reply::new(View::Memory(json.clone()), json).of(scope))
}
