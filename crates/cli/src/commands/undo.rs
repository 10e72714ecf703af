//! `mem0 undo`: takes back a memory's last change.

use clap::Args;
use mem0::contract::change_json;

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

/// Which memory.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The memory's id; a deleted one's too
    id: String,
}

/// Takes it back. Once more goes one step further back.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, _) = context.open().await?;
    let change = memory.undo(&arguments.id).await?;
    memory.close().await?;
    let json = change_json(&change);
    Ok(Reply::new(View::Changes(vec![json.clone()]), json).of(change.scope))
}
