//! From a source into a memory, commit by commit.

use super::{MovingInError, Position, Source};
use crate::{Error, ImportRecord, Memory, ModelError, StoreError};

/// Records of one commit. A killed import loses at most the last, unfinished commit.
const BATCH: usize = 1000;

/// Bytes of text after which a commit is made, however few the records.
const BATCH_BYTES: usize = 8 << 20;

/// What became of a source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Memories that came in; deleted ones, with their history, too.
    pub memories: usize,
    /// Memories that are here already.
    pub skipped: usize,
    /// Messages that are in place.
    pub episodes: usize,
    /// What could not be brought in, and why.
    pub failed: Vec<(Position, String)>,
    /// Memories that the history tells of, but that are in none of the collections.
    pub strangers: usize,
}

/// Brings in all of a source. What is here already is skipped, so it can be called again after an
/// interruption. `progress` is told how many entries were read.
///
/// # Errors
/// The source can't be read, or the embedder, the store or the disk failed. What was committed
/// before stays, and `summary` says what it is.
pub async fn bring_in(
    memory: &Memory,
    source: &mut Source,
    summary: &mut Summary,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<(), MovingInError> {
    let mut waiting = Waiting {
        memory: Some(memory),
        summary,
        records: Vec::new(),
        bytes: 0,
    };
    waiting.all(source, progress).await
}

/// Reads all of a source and brings in nothing: what there is, and what could not come in. What is
/// here already is not looked at.
///
/// # Errors
/// The source can't be read.
pub async fn rehearse(
    source: &mut Source,
    summary: &mut Summary,
    progress: &mut (dyn FnMut(usize) + Send),
) -> Result<(), MovingInError> {
    let mut waiting = Waiting {
        memory: None,
        summary,
        records: Vec::new(),
        bytes: 0,
    };
    waiting.all(source, progress).await
}

/// What the next commit brings in, with where it stands.
struct Waiting<'a> {
    memory: Option<&'a Memory>,
    summary: &'a mut Summary,
    records: Vec<(Position, ImportRecord)>,
    bytes: usize,
}

impl Waiting<'_> {
    async fn all(
        &mut self,
        source: &mut Source,
        progress: &mut (dyn FnMut(usize) + Send),
    ) -> Result<(), MovingInError> {
        loop {
            let entries = source.next().await?;
            if entries.is_empty() {
                break;
            }
            progress(entries.len());
            for entry in entries {
                match entry.records {
                    Err(problem) => self.summary.failed.push((entry.position, problem)),
                    Ok(records) => {
                        for record in records {
                            self.bytes += weight(&record);
                            self.records.push((entry.position.clone(), record));
                        }
                    }
                }
                if self.records.len() >= BATCH || self.bytes >= BATCH_BYTES {
                    self.flush().await?;
                }
            }
        }
        self.flush().await?;
        self.summary.strangers = source.strangers();
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), MovingInError> {
        self.bytes = 0;
        let mut parts = vec![std::mem::take(&mut self.records)];
        let Some(memory) = self.memory else {
            for (_, record) in parts.into_iter().flatten() {
                match record {
                    ImportRecord::Memory { .. } => self.summary.memories += 1,
                    ImportRecord::Episode(_) => self.summary.episodes += 1,
                }
            }
            return Ok(());
        };
        // A record that the store refuses is found by halving, so that the others come in.
        while let Some(mut part) = parts.pop() {
            if part.is_empty() {
                continue;
            }
            let records = part.iter().map(|(_, record)| record.clone()).collect();
            match memory.import(records).await {
                Ok(imported) => {
                    self.summary.memories += imported.memories;
                    self.summary.skipped += imported.skipped;
                    self.summary.episodes += imported.episodes;
                }
                Err(error) if !is_about_a_record(&error) => return Err(error.into()),
                Err(error) if part.len() == 1 => {
                    let position = part.remove(0).0;
                    self.summary.failed.push((position, error.to_string()));
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
