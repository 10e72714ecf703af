//! Importing to a server: each memory is added word for word, as one message.
//!
//! A server gives ids of its own and knows no history: what is brought in is how each memory is
//! now, with its text, owner, metadata, expiry, and when it was said.

use mem0::moving_in::{self, MovingInError, Position, Source, Summary, Whose};
use mem0::{ImportRecord, MemoryItem, Timestamp};
use serde_json::{Map, Value, json};

use super::{Arguments, announce, counted, failure, in_words, open, reply};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;
use crate::server::{Server, ids};

/// Has a server remember what the file or store holds.
pub async fn run(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    let whose = Whose {
        fill: arguments.scope.typed(),
        fallback: server.defaults().clone(),
        now: Timestamp::now(),
    };
    let (mut source, bar) = open(&arguments, whose, context).await?;
    let found = source.found().clone();
    announce(&found, context);
    let of_store = !found.collections.is_empty();
    let mut progress = |read: usize| {
        if of_store {
            bar.inc(read as u64);
        }
    };
    let mut summary = Summary::default();
    let done = if arguments.dry_run {
        let done = moving_in::rehearse(&mut source, &mut summary, &mut progress).await;
        done.map_err(failure)
    } else {
        hand_over(&mut source, server, &mut summary, &mut progress).await
    };
    bar.finish_and_clear();
    if let Err(failure) = done {
        let words = in_words(&summary, false);
        context.say(&format!("{words} before this went wrong."));
        return Err(failure);
    }
    let messages = std::mem::take(&mut summary.episodes);
    let left_out = (messages > 0).then(|| {
        let messages = counted(messages, "message");
        format!("{messages} left out: a server takes memories only")
    });
    Ok(reply(&arguments, &found, &summary).warn(left_out))
}

async fn hand_over(
    source: &mut Source,
    server: &Server,
    summary: &mut Summary,
    progress: &mut impl FnMut(usize),
) -> Result<(), Failure> {
    loop {
        let entries = source.next().await;
        let entries = entries.map_err(|error| failure(MovingInError::Read(error)))?;
        if entries.is_empty() {
            break;
        }
        for entry in entries {
            match entry.records {
                Err(problem) => summary.failed.push((entry.position, problem)),
                Ok(records) => {
                    for record in records {
                        one(record, &entry.position, server, summary).await?;
                    }
                }
            }
            progress(1);
        }
    }
    summary.strangers = source.strangers();
    Ok(())
}

async fn one(
    record: ImportRecord,
    position: &Position,
    server: &Server,
    summary: &mut Summary,
) -> Result<(), Failure> {
    let versions = match record {
        ImportRecord::Episode(_) => {
            summary.episodes += 1;
            return Ok(());
        }
        ImportRecord::Memory { versions, .. } => versions,
    };
    // One that was deleted has no version that holds now.
    let Some(item) = versions.into_iter().rfind(MemoryItem::is_current) else {
        return Ok(());
    };
    match server.call("add", request(&item)).await {
        Ok(added) if added["results"] == json!([]) => summary.skipped += 1,
        Ok(_) => summary.memories += 1,
        Err(failure) if failure.is_about_the_request() => {
            summary.failed.push((position.clone(), failure.to_string()));
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// The memory as a server is told of it.
fn request(item: &MemoryItem) -> Value {
    let role = match item.role.as_deref() {
        Some("assistant") => "assistant",
        // What the system says is not kept word for word.
        _ => "user",
    };
    let mut request: Map<String, Value> = ids(&item.scope);
    request.insert(
        "messages".to_owned(),
        json!([{"role": role, "content": item.text}]),
    );
    request.insert("infer".to_owned(), false.into());
    request.insert("timestamp".to_owned(), item.occurred_at.as_second().into());
    if !item.metadata.is_empty() {
        request.insert("metadata".to_owned(), item.metadata.clone().into());
    }
    if let Some(day) = item.expires_on {
        request.insert("expiration_date".to_owned(), day.to_string().into());
    }
    if item.immutable {
        request.insert("immutable".to_owned(), true.into());
    }
    request.into()
}
