//! `mem0 delete`: deletes a memory, or all memories of somebody.

use clap::Args;
use mem0::{ListOptions, Memory, Receipt, Scope, ScopeId};
use serde_json::{Map, Value, json};

use super::{counted, memories};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::{ScopeFlags, in_words};
use crate::server::{Server, ids, scope_of};

/// What to delete.
#[derive(Debug, Default, Args)]
#[command(
    override_usage = "mem0 delete [OPTIONS] <ID>\n       mem0 delete [OPTIONS] --all --user-id <ID>"
)]
pub struct Arguments {
    /// The memory's id
    #[arg(required_unless_present_any = ["all", "entity"], conflicts_with_all = ["all", "entity", "project"])]
    pub(super) id: Option<String>,
    /// All memories of the user, agent, app or run that is named
    #[arg(long)]
    pub(super) all: bool,
    /// The user, agent, app or run itself, with all its memories
    #[arg(long)]
    pub(super) entity: bool,
    /// With --all: everybody's memories
    #[arg(long, requires = "all")]
    pub(super) project: bool,
    /// Memories linked to it too (nothing is linked on the local store)
    #[arg(long)]
    pub(super) delete_linked: bool,
    /// Erase for good: history and messages too; `undo` can't bring it back
    #[arg(long)]
    pub(super) forget: bool,
    /// Only say what would be deleted
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Don't ask
    #[arg(long, visible_alias = "yes")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) scope: ScopeFlags,
}

/// Deletes.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let (memory, defaults) = context.open().await?;
    let reply = match &arguments.id {
        Some(id) => one(&memory, id, &arguments, context).await?,
        None if arguments.project => {
            let scope = arguments.scope.typed();
            if !scope.is_unbounded() {
                return Err(Failure::usage(
                    "--project means everybody, but somebody is named",
                    "Leave out --project, or the ids.",
                ));
            }
            many(&memory, scope, &arguments, context).await?
        }
        None => {
            let scope = arguments.scope.or(&defaults);
            if scope.is_unbounded() {
                return Err(mem0::Error::from(mem0::InputError::NoScope).into());
            }
            many(&memory, scope, &arguments, context).await?
        }
    };
    memory.close().await?;
    Ok(reply)
}

/// Deletes on a server.
pub async fn remote(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    if arguments.forget {
        return Err(Failure::usage(
            "--forget works on the local store only",
            "Leave it out: what the server keeps of a deleted memory is its owner's to say.",
        ));
    }
    if let Some(id) = &arguments.id {
        return remote_one(server, id, &arguments).await;
    }
    let typed = arguments.scope.typed();
    if arguments.project && !typed.is_unbounded() {
        return Err(Failure::usage(
            "--project means everybody, but somebody is named",
            "Leave out --project, or the ids.",
        ));
    }
    let scope = if arguments.project {
        typed
    } else {
        server.scope(&arguments.scope)
    };
    if scope.is_unbounded() && !arguments.project {
        return Err(mem0::Error::from(mem0::InputError::NoScope).into());
    }
    let count = server.count(&scope).await?;
    let whose = in_words(&scope);
    if arguments.dry_run {
        let words = format!("Would delete {} of {whose}.", memories(count));
        let data = json!({"would_delete": count, "dry_run": true});
        return Ok(Reply::new(View::Words(words), data).count(count).of(scope));
    }
    let what = format!("delete {} of {whose}", memories(count));
    context.confirm(&what, arguments.force)?;
    let raw = remote_many(server, &scope, &arguments).await?;
    let words = format!("Deleted {} of {whose}.", memories(count));
    Ok(Reply::new(View::Words(words), json!({"deleted": count}))
        .raw(raw)
        .count(count)
        .of(scope))
}

async fn remote_one(server: &Server, id: &str, arguments: &Arguments) -> Result<Reply, Failure> {
    let memory = server.memory(id).await?;
    let scope = scope_of(&memory);
    let text = memory["memory"].as_str().unwrap_or_default();
    if arguments.dry_run {
        let data = json!({"id": id, "memory": text, "deleted": false, "dry_run": true});
        return Ok(Reply::new(View::Words(format!("Would delete: {text}")), data).of(scope));
    }
    let request = json!({"memory_id": id, "delete_linked": arguments.delete_linked});
    let raw = server.call("delete", request).await?;
    let data = json!({"id": id, "memory": text, "deleted": true});
    Ok(Reply::new(View::Words(format!("Deleted: {text}")), data)
        .raw(raw)
        .of(scope))
}

async fn remote_many(
    server: &Server,
    scope: &Scope,
    arguments: &Arguments,
) -> Result<Value, Failure> {
    if arguments.project {
        // All four at once mean the whole project.
        let everybody: Map<String, Value> = ScopeId::ALL
            .into_iter()
            .map(|id| (id.name().to_owned(), "*".into()))
            .collect();
        return server.call("delete_all", everybody.into()).await;
    }
    if !arguments.entity {
        return server.call("delete_all", ids(scope).into()).await;
    }
    let named: Vec<(ScopeId, &str)> = scope.ids().collect();
    let [(id, name)] = named.as_slice() else {
        return Err(Failure::usage(
            "an entity is one user, agent, app or run, but several are named",
            "Name one of them, or delete their memories with --all.",
        ));
    };
    let kind = id.name().trim_end_matches("_id");
    let request = json!({"entity_type": kind, "entity_id": name});
    server.call("delete_entity", request).await
}

async fn one(
    memory: &Memory,
    id: &str,
    arguments: &Arguments,
    context: &Context,
) -> Result<Reply, Failure> {
    let item = memory.get(id).await?;
    let scope = item
        .as_ref()
        .map(|item| item.scope.clone())
        .unwrap_or_default();
    let text = item.as_ref().map(|item| item.text.clone());
    if item.is_none() && (!arguments.forget || memory.history(id).await?.is_empty()) {
        return Err(Failure::no_memory(id));
    }
    let shown = text
        .clone()
        .unwrap_or_else(|| "a deleted memory".to_owned());
    if arguments.dry_run {
        let words = format!("Would {}: {shown}", verb(arguments.forget));
        return Ok(Reply::new(
            View::Words(words),
            json!({"id": id, "memory": text, "deleted": false, "dry_run": true}),
        )
        .of(scope));
    }
    if arguments.forget {
        context.confirm(&format!("erase for good: {shown}"), arguments.force)?;
        let receipt = memory.forget(id).await?;
        return Ok(erased(&receipt).of(scope));
    }
    memory.delete(id).await?;
    let words = format!("Deleted: {shown}\nBring it back with: mem0 undo {id}");
    let data = json!({"id": id, "memory": text, "deleted": true});
    let raw = json!({"message": "Memory deleted successfully!"});
    Ok(Reply::new(View::Words(words), data).raw(raw).of(scope))
}

async fn many(
    memory: &Memory,
    scope: Scope,
    arguments: &Arguments,
    context: &Context,
) -> Result<Reply, Failure> {
    let count = ListOptions {
        limit: 0,
        show_expired: true,
        ..ListOptions::new(scope.clone())
    };
    let count = memory.list(count).await?.total;
    let whose = in_words(&scope);
    if arguments.dry_run {
        let words = format!(
            "Would {} {} of {whose}.",
            verb(arguments.forget),
            memories(count)
        );
        let data = json!({"would_delete": count, "dry_run": true});
        return Ok(Reply::new(View::Words(words), data).count(count).of(scope));
    }
    let what = format!("{} {} of {whose}", verb(arguments.forget), memories(count));
    context.confirm(&what, arguments.force)?;
    if arguments.forget {
        let receipt = if scope.is_unbounded() {
            memory.reset().await?
        } else {
            memory.forget_all(scope.clone()).await?
        };
        return Ok(erased(&receipt).of(scope));
    }
    let deleted = if scope.is_unbounded() {
        everybody(memory).await?
    } else {
        memory.delete_all(scope.clone()).await?
    };
    let words = format!("Deleted {} of {whose}.", memories(deleted));
    let raw = json!({"message": "Memories deleted successfully!"});
    let data = json!({"deleted": deleted});
    Ok(Reply::new(View::Words(words), data)
        .raw(raw)
        .count(deleted)
        .of(scope))
}

/// Every memory belongs to somebody, so nobody is passed over.
async fn everybody(memory: &Memory) -> Result<usize, Failure> {
    let mut deleted = 0;
    for id in ScopeId::ALL {
        for summary in memory.summarize(id).await? {
            let mut scope = Scope::default();
            scope.set(id, Some(summary.value));
            deleted += memory.delete_all(scope).await?;
        }
    }
    Ok(deleted)
}

fn verb(forget: bool) -> &'static str {
    if forget { "erase for good" } else { "delete" }
}

/// What was erased.
pub fn erased(receipt: &Receipt) -> Reply {
    let words = format!(
        "Erased for good: {}, {}, {} of history, {}.",
        memories(receipt.memories),
        counted(receipt.versions, "version"),
        counted(receipt.changes, "row"),
        counted(receipt.episodes, "message")
    );
    let data = json!({
        "deleted": receipt.memories,
        "versions": receipt.versions,
        "changes": receipt.changes,
        "episodes": receipt.episodes,
        "erased_at": receipt.erased_at.map(mem0::contract::time_json),
    });
    Reply::new(View::Words(words), data).count(receipt.memories)
}
