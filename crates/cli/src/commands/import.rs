//! `mem0 import`: brings in memories from a file, or from a store of the original.

mod remote;

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use mem0::moving_in::{
    self, Found, HistoryChoice, MovingInError, Place, Position, ReadError, Source, SourceOptions,
    Summary, Whose,
};
use mem0::{Memory, Scope, Timestamp};
use serde_json::{Map, Value, json};

use super::{counted, memories};
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Format, Reply, View};
use crate::scope::ScopeFlags;

pub use self::remote::run as remote;

/// Problems told in words; all of them are in the JSON answer.
const TOLD: usize = 20;

/// What to bring in.
#[derive(Debug, Args)]
#[command(after_help = "What it is, is found out from what it holds.\n\n\
    Files: our export (JSONL or JSON), lists of memories as the original's get_all returns them, \
    in Python, TypeScript or over HTTP ({\"results\": [...]}, pages, a bare list, or one on each \
    line), conversations.json of a ChatGPT export, and lists of {\"role\", \"content\"} messages.\n\n\
    Stores of the original: the folder of the embedded Qdrant, of Chroma or of FAISS, and tables \
    of pgvector by the server's address (postgres://USER@HOST/DATABASE?table=NAME). A history.db \
    in the folder, beside it or in ~/.mem0 comes along if it tells of these memories. `original` \
    stands for where the original keeps things by default.\n\n\
    Ids, times, owners, metadata and history are kept; texts are embedded anew. Run it again after \
    an interruption: what is there is skipped.\n\n\
    To a server, memories are added word for word, one after the other; it gives ids of its own.")]
pub struct Arguments {
    /// The file, folder or address; `original`; `-` reads standard input
    #[arg(value_name = "PATH_OR_URL")]
    from: String,
    /// Bring in this collection or table only [default: all]
    #[arg(long, visible_alias = "table", value_name = "NAME")]
    collection: Option<String>,
    /// The original's history file, where it isn't found
    #[arg(long, value_name = "FILE", conflicts_with = "no_history")]
    history: Option<PathBuf>,
    /// Leave the history out
    #[arg(long)]
    no_history: bool,
    /// Read everything and bring in nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Brings it in.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let config = context.config()?;
    let whose = Whose {
        fill: arguments.scope.typed(),
        fallback: config.scope().clone(),
        now: Timestamp::now(),
    };
    let (mut source, bar) = open(&arguments, whose, context).await?;
    let found = source.found().clone();
    announce(&found, context);
    let mut summary = Summary::default();
    let of_store = !found.collections.is_empty();
    let mut progress = |read: usize| {
        if of_store {
            bar.inc(read as u64);
        }
    };
    if arguments.dry_run {
        let done = moving_in::rehearse(&mut source, &mut summary, &mut progress).await;
        bar.finish_and_clear();
        done.map_err(failure)?;
    } else {
        let memory = Memory::open(config).await?;
        let done = moving_in::bring_in(&memory, &mut source, &mut summary, &mut progress).await;
        bar.finish_and_clear();
        if let Err(error) = done {
            let words = in_words(&summary, false);
            context.say(&format!("{words} before this went wrong."));
            return Err(failure(error));
        }
        memory.close().await?;
    }
    Ok(reply(&arguments, &found, &summary))
}

/// The source, and a bar that tells how far it is read: bytes of a file, memories of a store.
async fn open(
    arguments: &Arguments,
    whose: Whose,
    context: &Context,
) -> Result<(Source, indicatif::ProgressBar), Failure> {
    let path = Path::new(&arguments.from);
    let place = if path == Path::new("-") {
        Place::File(path.to_owned())
    } else {
        Place::look(&arguments.from).map_err(|error| failure(error.into()))?
    };
    if let Place::File(file) = &place {
        if arguments.collection.is_some() || arguments.history.is_some() {
            return Err(Failure::usage(
                "--collection and --history are for stores, and this is a file",
                "Leave them out.",
            ));
        }
        let (reader, length) = readable(file)?;
        let bar = context.progress(length, Unit::Bytes);
        let bar = bar.with_message("Importing");
        let reader = BufReader::with_capacity(1 << 16, bar.wrap_read(reader));
        let source = Source::from_reader(Box::new(reader), file, whose);
        return Ok((source.map_err(|error| failure(error.into()))?, bar));
    }
    let history = match &arguments.history {
        Some(file) => HistoryChoice::File(file.clone()),
        None if arguments.no_history => HistoryChoice::None,
        None => HistoryChoice::Look,
    };
    let options = SourceOptions {
        collection: arguments.collection.clone(),
        history,
        whose,
    };
    let source = Source::open(&place, options).await;
    let source = source.map_err(|error| failure(error.into()))?;
    let bar = context.progress(source.found().memories() as u64, Unit::Things);
    Ok((source, bar.with_message("Importing")))
}

/// What is read, and how many bytes that is as far as one can tell.
fn readable(path: &Path) -> Result<(Box<dyn Read + Send>, u64), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), 0));
    }
    let unreadable = |error| Failure::file(path, error);
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    Ok((Box::new(file), length))
}

fn failure(error: MovingInError) -> Failure {
    match error {
        MovingInError::Memory(error) => error.into(),
        MovingInError::Read(ReadError::File { path, source }) => Failure::file(&path, source),
        MovingInError::Read(error @ ReadError::NoCollection { .. }) => Failure::NotFound {
            problem: error.to_string(),
            hint: error.hint().to_owned(),
        },
        MovingInError::Read(error @ ReadError::Unknown { .. }) => {
            Failure::usage(error.to_string(), error.hint())
        }
        MovingInError::Read(error) => Failure::wrong(error.to_string(), error.hint()),
    }
}

/// Says what was found before it is touched.
fn announce(found: &Found, context: &Context) {
    let is_store = !found.collections.is_empty() || found.history.is_some();
    if !is_store || !matches!(context.global.format(), Format::Text | Format::Table) {
        return;
    }
    context.say(&format!("Found a {}: {}", found.kind, found.place));
    for collection in &found.collections {
        let count = memories(collection.memories);
        context.say(&format!("  {}: {count}", collection.name));
    }
    for name in &found.derived {
        context.say(&format!(
            "  {name}: left out, the original derives it from the others"
        ));
    }
    match &found.history {
        Some(history) => {
            let mut words = counted(history.changes, "change");
            if history.messages > 0 {
                words += &format!(", {}", counted(history.messages, "message"));
            }
            context.say(&format!("  history in {}: {words}", history.path));
        }
        None => context.say("  no history was found for it; --history names one"),
    }
}

fn in_words(summary: &Summary, dry_run: bool) -> String {
    let mut words = if dry_run {
        format!("{} would be added", memories(summary.memories))
    } else {
        format!("{} added", memories(summary.memories))
    };
    if summary.episodes > 0 {
        let messages = counted(summary.episodes, "message");
        words += &format!(", {messages}{}", if dry_run { "" } else { " in place" });
    }
    if summary.skipped > 0 {
        words += &format!(", {} skipped (already here)", summary.skipped);
    }
    if !summary.failed.is_empty() {
        words += &format!(", {} failed", summary.failed.len());
    }
    words
}

fn reply(arguments: &Arguments, found: &Found, summary: &Summary) -> Reply {
    let mut words = in_words(summary, arguments.dry_run);
    if summary.strangers > 0 {
        words += &format!(
            "\n  the history also tells of {} in no collection here: left out",
            memories(summary.strangers)
        );
    }
    for (position, problem) in summary.failed.iter().take(TOLD) {
        words += &format!("\n  {position}: {problem}");
    }
    if summary.failed.len() > TOLD {
        words += &format!("\n  … and {} more", summary.failed.len() - TOLD);
    }
    let failures: Vec<Value> = summary
        .failed
        .iter()
        .map(|(position, problem)| failed(position, problem))
        .collect();
    let mut data = json!({
        "file": found.place,
        "added": summary.memories,
        "skipped": summary.skipped,
        "messages": summary.episodes,
        "failed": failures.len(),
        "failures": failures,
        "dry_run": arguments.dry_run,
    });
    if found.kind != "file"
        && let Some(data) = data.as_object_mut()
    {
        data.insert("found".to_owned(), found_json(found, summary));
    }
    let typed: Scope = arguments.scope.typed();
    let mut reply = Reply::new(View::Words(words), data)
        .count(summary.memories)
        .of(typed);
    reply.exit_code = u8::from(!summary.failed.is_empty());
    reply
}

fn found_json(found: &Found, summary: &Summary) -> Value {
    let collections = found.collections.iter();
    let collections: Map<String, Value> = collections
        .map(|collection| (collection.name.clone(), collection.memories.into()))
        .collect();
    let history = found.history.as_ref().map(|history| {
        json!({
            "file": history.path,
            "changes": history.changes,
            "messages": history.messages,
            "of_other_stores": summary.strangers,
        })
    });
    json!({
        "kind": found.kind,
        "collections": collections,
        "left_out": found.derived,
        "history": history,
    })
}

fn failed(position: &Position, problem: &str) -> Value {
    match position {
        Position::Line { line, record } => {
            json!({"line": line, "record": record, "error": problem})
        }
        Position::Point { collection, id } => {
            json!({"collection": collection, "id": id, "error": problem})
        }
        Position::History { memory_id } => json!({"id": memory_id, "error": problem}),
    }
}
