//! Moving in: files, and stores of the original.

use std::io::Cursor;
use std::path::Path;

use mem0_core::InputError;
use serde_json::{Value, json};

use super::arguments::{Arguments, refused};
use super::operation::{Argument, Operation};
use super::progress::Progress;
use super::shared::with_ids;
use super::whose::scope;
use crate::config::expand;
use crate::moving_in::{
    self, HistoryChoice, MovingInError, Place, ReadError, Source, SourceOptions, Summary, Whose,
};
use crate::{Error, Memory, Result, Timestamp};

/// Records that an error tells of; it counts the others.
const TOLD: usize = 5;

/// Something on this machine, or a server.
const SOURCE: &str = "source";

/// What was read already.
const CONTENT: &str = "content";

pub(super) const IMPORT_FROM: Operation = Operation {
    name: "import_from",
    aliases: &["importFrom"],
    summary: "Moves memories in: our export, what the original's get_all answered, conversations, \
              or a store of the original. Ids, times and history are kept, and what is there \
              already is skipped. Reads files of the machine it runs on: for programs, not for \
              servers.",
    arguments: with_ids!(
        [
            Argument::new(
                SOURCE,
                "A file; a folder of the original's Qdrant, Chroma or FAISS; `postgres://…`; or \
                 `original`: where the original keeps things by default.",
            ),
            Argument::new(
                CONTENT,
                "In place of `source`: what a file would hold, as a text, an object or a list.",
            ),
            Argument::new(
                "collection",
                "This collection or table of a store only. Default all.",
            )
            .aliases(&["table"]),
            Argument::new(
                "history",
                "The original's history file, if it isn't found; `false` leaves it out.",
            ),
        ],
        [Argument::new(
            "dry_run",
            "Whether everything is read and nothing brought in. Default false.",
        )
        .aliases(&["dryRun"])],
    ),
    run: |memory, given| Box::pin(import_from(memory, given)),
};

async fn import_from(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let is_rehearsal = given.flag("dry_run")?.unwrap_or(false);
    let whose = Whose {
        fill: scope(&mut given)?,
        fallback: memory.config().scope().clone(),
        now: Timestamp::now(),
    };
    let origin = Origin::read(&mut given)?;
    let options = origin.options(&mut given, whose)?;
    let mut watcher = given.watcher();
    let mut source = origin.open(options).await?;
    let total = source.found().memories();
    let mut done = 0;
    let mut read = |more: usize| {
        done += more;
        watcher.tell(Progress {
            done,
            total: (total > 0).then_some(total.max(done)),
        });
    };
    let mut summary = Summary::default();
    let ended = if is_rehearsal {
        moving_in::rehearse(&mut source, &mut summary, &mut read).await
    } else {
        moving_in::bring_in(memory, &mut source, &mut summary, &mut read).await
    };
    ended.map_err(|error| match error {
        MovingInError::Memory(error) => error,
        MovingInError::Read(error) => unreadable(origin.argument(), &error),
    })?;
    if !summary.failed.is_empty() {
        return Err(incomplete(origin.argument(), &summary).into());
    }
    Ok(json!({
        "memories": summary.memories,
        "skipped": summary.skipped,
        "episodes": summary.episodes,
        "of_other_stores": summary.strangers,
    }))
}

/// Where it comes from.
enum Origin {
    Place(Place),
    Content(String),
}

impl Origin {
    fn read(given: &mut Arguments) -> Result<Self> {
        match (given.text(SOURCE)?, given.value(CONTENT)) {
            (Some(source), None) => {
                let place = Place::look(&source).map_err(|error| unreadable(SOURCE, &error))?;
                Ok(Self::Place(place))
            }
            (None, Some(Value::String(text))) => Ok(Self::Content(text)),
            (None, Some(values @ (Value::Array(_) | Value::Object(_)))) => {
                Ok(Self::Content(values.to_string()))
            }
            (None, Some(other)) => {
                let problem = "a text, an object or a list is needed";
                Err(refused(CONTENT, &other, problem).into())
            }
            (Some(source), Some(_)) => {
                let problem = "`content` is given as well, and only one of them is read";
                Err(refused(SOURCE, &source.into(), problem).into())
            }
            (None, None) => Err(InputError::MissingArgument {
                operation: IMPORT_FROM.name,
                argument: SOURCE,
            }
            .into()),
        }
    }

    /// What is asked of a store; a file has neither collections nor a history.
    fn options(&self, given: &mut Arguments, whose: Whose) -> Result<SourceOptions> {
        let is_store = !matches!(self, Self::Content(_) | Self::Place(Place::File(_)));
        let of_stores = "it is for stores, and this is a file";
        let collection = given.text("collection")?;
        if let Some(name) = &collection
            && !is_store
        {
            return Err(refused("collection", &name.as_str().into(), of_stores).into());
        }
        let history = match given.value("history") {
            None | Some(Value::Bool(true)) => HistoryChoice::Look,
            Some(Value::Bool(false)) => HistoryChoice::None,
            Some(Value::String(path)) if is_store => HistoryChoice::File(expand(&path)),
            Some(path @ Value::String(_)) => {
                return Err(refused("history", &path, of_stores).into());
            }
            Some(other) => {
                let problem = "it is a path, or false";
                return Err(refused("history", &other, problem).into());
            }
        };
        Ok(SourceOptions {
            collection,
            history,
            whose,
        })
    }

    async fn open(&self, options: SourceOptions) -> Result<Source> {
        let opened = match self {
            Self::Place(place) => Source::open(place, options).await,
            Self::Content(content) => {
                let content = Box::new(Cursor::new(content.clone().into_bytes()));
                Source::from_reader(content, Path::new(CONTENT), options.whose)
            }
        };
        opened.map_err(|error| unreadable(self.argument(), &error))
    }

    fn argument(&self) -> &'static str {
        match self {
            Self::Place(_) => SOURCE,
            Self::Content(_) => CONTENT,
        }
    }
}

fn unreadable(argument: &'static str, error: &ReadError) -> Error {
    let argument = match error {
        ReadError::NoCollection { .. } => "collection",
        _ => argument,
    };
    Error::from(InputError::Parameter {
        parameter: argument,
        value: "read".to_owned(),
        problem: format!("{error}. {}", error.hint()).trim_end().to_owned(),
    })
}

/// Some records could not be brought in; the others are.
fn incomplete(argument: &'static str, summary: &Summary) -> InputError {
    let failed = summary.failed.len();
    let mut told: Vec<String> = summary
        .failed
        .iter()
        .take(TOLD)
        .map(|(position, problem)| format!("{position}: {problem}"))
        .collect();
    if failed > TOLD {
        told.push(format!("and {} more", failed - TOLD));
    }
    InputError::Parameter {
        parameter: argument,
        value: "brought in whole".to_owned(),
        problem: format!(
            "{} and {} can, {} here already; {} can't: {}",
            counted(summary.memories, "memory", "memories"),
            counted(summary.episodes, "message", "messages"),
            counted(summary.skipped, "memory is", "memories are"),
            counted(failed, "record", "records"),
            told.join("; ")
        ),
    }
}

fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
