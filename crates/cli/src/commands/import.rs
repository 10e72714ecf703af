//! `mem0 import`: brings in memories from a file.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use mem0::{Error, ImportRecord, Memory, ModelError, Scope, StoreError, Timestamp};
use serde_json::json;

use super::{counted, memories};
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::import::{Place, Records, Source};
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;

/// Records of one commit. A killed import loses at most the last, unfinished commit.
const BATCH: usize = 1000;

/// Bytes of text after which a commit is made, however few the records.
const BATCH_BYTES: usize = 8 << 20;

/// Problems told in words; all of them are in the JSON answer.
const TOLD: usize = 20;

/// What to bring in.
#[derive(Debug, Args)]
#[command(
    after_help = "Formats, told apart by what they hold: our export (JSONL or JSON), lists of \
    memories as the original's get_all returns them ({\"results\": [...]}, a bare list, or one \
    on each line), conversations.json of a ChatGPT export, and lists of {\"role\", \"content\"} \
    messages. Ids and times are kept. Run it again after an interruption: what is there is skipped."
)]
pub struct Arguments {
    /// The file, JSON or JSONL; `-` reads standard input
    file: PathBuf,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Brings it in.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let path = &arguments.file;
    let (file, length) = open(path)?;
    let (memory, defaults) = context.open().await?;
    let source = Source {
        given: arguments.scope.typed(),
        fallback: defaults,
        now: Timestamp::now(),
    };
    let bar = context
        .progress(length, Unit::Bytes)
        .with_message("Importing");
    let reader = BufReader::with_capacity(1 << 16, bar.wrap_read(file));
    let mut import = Import {
        memory: &memory,
        tally: Tally::default(),
        waiting: Vec::new(),
        bytes: 0,
    };
    let done = import.all(reader, source, path).await;
    bar.finish_and_clear();
    let tally = std::mem::take(&mut import.tally);
    if let Err(failure) = done {
        context.say(&format!("{} before this went wrong.", tally.words()));
        return Err(failure);
    }
    memory.close().await?;
    Ok(reply(path, &tally, arguments.scope.typed()))
}

/// What is read, and how many bytes that is as far as one can tell.
fn open(path: &Path) -> Result<(Box<dyn Read>, u64), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), 0));
    }
    let unreadable = |error| Failure::file(path, error);
    let file = File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if about.is_dir() {
        return Err(Failure::usage(
            format!("{} is a folder", path.display()),
            "Name a file.",
        ));
    }
    Ok((Box::new(file), about.len()))
}

#[derive(Debug, Default)]
struct Tally {
    memories: usize,
    skipped: usize,
    episodes: usize,
    failed: Vec<(Place, String)>,
}

/// An import under way.
struct Import<'a> {
    memory: &'a Memory,
    tally: Tally,
    /// What the next commit brings in, with the lines it stands on.
    waiting: Vec<(Place, ImportRecord)>,
    bytes: usize,
}

impl Import<'_> {
    async fn all(
        &mut self,
        reader: impl std::io::BufRead,
        source: Source,
        path: &Path,
    ) -> Result<(), Failure> {
        let unreadable = |error| Failure::file(path, error);
        for entry in Records::new(reader, source).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            match entry.records {
                Err(problem) => self.tally.failed.push((entry.place, problem)),
                Ok(records) => {
                    for record in records {
                        self.bytes += weight(&record);
                        self.waiting.push((entry.place, record));
                    }
                }
            }
            if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES {
                self.flush().await?;
            }
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<(), Failure> {
        self.bytes = 0;
        let mut parts = vec![std::mem::take(&mut self.waiting)];
        // A record that the store refuses is found by halving, so that the others come in.
        while let Some(mut part) = parts.pop() {
            if part.is_empty() {
                continue;
            }
            let records = part.iter().map(|(_, record)| record.clone()).collect();
            match self.memory.import(records).await {
                Ok(imported) => {
                    self.tally.memories += imported.memories;
                    self.tally.skipped += imported.skipped;
                    self.tally.episodes += imported.episodes;
                }
                Err(error) if !is_about_a_record(&error) => return Err(error.into()),
                Err(error) if part.len() == 1 => {
                    self.tally.failed.push((part[0].0, error.to_string()));
                }
                Err(_) => {
                    let rest = part.split_off(part.len() / 2);
                    parts.push(rest);
                    parts.push(part);
                }
            }
        }
        Ok(())
    }
}

/// Whether one record may be to blame, rather than the disk, the store or the network.
fn is_about_a_record(error: &Error) -> bool {
    matches!(
        error,
        Error::Input(_)
            | Error::Store(StoreError::Database { .. })
            | Error::Model(ModelError::BadRequest { .. } | ModelError::Unusable { .. })
    )
}

fn weight(record: &ImportRecord) -> usize {
    match record {
        ImportRecord::Episode(episode) => episode.content.len(),
        ImportRecord::Memory { versions, .. } => {
            versions.iter().map(|version| version.text.len()).sum()
        }
    }
}

impl Tally {
    fn words(&self) -> String {
        let mut words = format!("{} added", memories(self.memories));
        if self.episodes > 0 {
            words += &format!(", {} in place", counted(self.episodes, "message"));
        }
        if self.skipped > 0 {
            words += &format!(", {} skipped (already here)", self.skipped);
        }
        if !self.failed.is_empty() {
            words += &format!(", {} failed", self.failed.len());
        }
        words
    }
}

fn reply(path: &Path, tally: &Tally, scope: Scope) -> Reply {
    let mut words = tally.words();
    for (place, problem) in tally.failed.iter().take(TOLD) {
        words += &format!("\n  {place}: {problem}");
    }
    if tally.failed.len() > TOLD {
        words += &format!("\n  … and {} more", tally.failed.len() - TOLD);
    }
    let failed: Vec<_> = tally
        .failed
        .iter()
        .map(|(place, problem)| {
            json!({"line": place.line, "record": place.record, "error": problem})
        })
        .collect();
    let data = json!({
        "file": path.display().to_string(),
        "added": tally.memories,
        "skipped": tally.skipped,
        "messages": tally.episodes,
        "failed": failed.len(),
        "failures": failed,
    });
    let mut reply = Reply::new(View::Words(words), data)
        .count(tally.memories)
        .of(scope);
    reply.exit_code = u8::from(!tally.failed.is_empty());
    reply
}
