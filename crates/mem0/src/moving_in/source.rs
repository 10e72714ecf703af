//! A place that was opened, and what comes out of it.

mod entry;
mod found;

use std::io::BufRead;
use std::path::{Path, PathBuf};

pub use self::entry::{Entry, Position};
pub use self::found::{Collection, Found, FoundHistory};
use super::chroma_folder::ChromaFolder;
use super::faiss_folder::FaissFolder;
use super::file::Records;
use super::history::{History, HistoryRow};
use super::making::checked;
use super::point::Point;
use super::qdrant_folder::QdrantFolder;
use super::{Place, ReadError, Whose, life};
use crate::ImportRecord;

/// Records of one reading of a file.
const PAGE: usize = 500;

/// Reads the points of a store, page by page; an empty page is the end.
pub(super) trait Points: Send {
    fn page(&mut self) -> Result<Vec<Point>, ReadError>;
}

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct SourceOptions {
    /// The only collection or table that is meant; all of them if none is named.
    pub collection: Option<String>,
    /// Where the history is.
    pub history: HistoryChoice,
    /// Whose memories they become.
    pub whose: Whose,
}

impl SourceOptions {
    /// All collections, and the history where it is found.
    pub fn new(whose: Whose) -> Self {
        Self {
            collection: None,
            history: HistoryChoice::Look,
            whose,
        }
    }
}

/// Where the history of a store is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HistoryChoice {
    /// Beside the store, or where the original keeps it by default, if it tells of these memories.
    #[default]
    Look,
    /// In this file.
    File(PathBuf),
    /// Nowhere.
    None,
}

/// A place that was opened.
pub struct Source {
    found: Found,
    reader: Reader,
    whose: Whose,
    history: Option<History>,
    /// The first page, which was read to see whether the history belongs to it.
    first: Vec<Point>,
    /// Whether memories that the history takes for current are brought in from it.
    only_history: bool,
    strangers: usize,
}

enum Reader {
    File(Box<Records<Box<dyn BufRead + Send>>>, PathBuf),
    Points(Box<dyn Points>),
    #[cfg(feature = "postgres")]
    Postgres(Box<super::postgres::TablePoints>),
    /// Only what the history tells, in this order.
    History(Vec<(String, Vec<HistoryRow>)>),
    Done,
}

impl Source {
    /// Opens a place and looks at what is in it.
    ///
    /// # Errors
    /// It is in use, can't be read, or has no such collection.
    pub async fn open(place: &Place, options: SourceOptions) -> Result<Self, ReadError> {
        let mut found = Found::of(place);
        let reader = match place {
            Place::File(path) => {
                let file =
                    std::fs::File::open(path).map_err(|error| ReadError::file(path, error))?;
                let file = std::io::BufReader::with_capacity(1 << 16, file);
                return Self::from_reader(Box::new(file), path, options.whose);
            }
            Place::Qdrant(path) => {
                let folder = QdrantFolder::open(path)?;
                let names = found.choose(folder.collections().to_vec(), &options)?;
                Reader::Points(Box::new(folder.points(names)))
            }
            Place::Chroma(path) => {
                let folder = ChromaFolder::open(path)?;
                let names = found.choose(folder.collections().to_vec(), &options)?;
                Reader::Points(Box::new(folder.points(names)))
            }
            Place::Faiss(path) => {
                let folder = FaissFolder::open(path)?;
                let names = found.choose(folder.collections(), &options)?;
                Reader::Points(Box::new(folder.points(names)))
            }
            #[cfg(feature = "postgres")]
            Place::Postgres(address) => {
                let (server, asked) = super::postgres::Server::open(address).await?;
                let options = SourceOptions {
                    collection: options.collection.clone().or(asked),
                    ..options.clone()
                };
                let names = found.choose(server.tables().to_vec(), &options)?;
                Reader::Postgres(Box::new(server.points(names)))
            }
            #[cfg(not(feature = "postgres"))]
            Place::Postgres(_) => {
                return Err(ReadError::Postgres {
                    problem: "this program was built without it".to_owned(),
                    hint: "Build it with the feature `postgres`, or bring in a dump of get_all."
                        .to_owned(),
                });
            }
            Place::History(_) => Reader::Done,
        };
        let mut source = Self {
            found,
            reader,
            whose: options.whose,
            history: None,
            first: Vec::new(),
            only_history: matches!(place, Place::History(_)),
            strangers: 0,
        };
        source.first = source.page().await?;
        source.history = source.look_for_history(place, &options.history)?;
        source.found.history = source.history.as_ref().map(FoundHistory::of);
        if matches!(source.reader, Reader::Done) {
            source.go_on_with_history();
        }
        Ok(source)
    }

    /// Reads JSON, JSONL or an export from an open file.
    ///
    /// # Errors
    /// Its beginning can't be read.
    pub fn from_reader(
        reader: Box<dyn BufRead + Send>,
        path: &Path,
        whose: Whose,
    ) -> Result<Self, ReadError> {
        let records = Records::new(reader, whose.clone());
        let records = records.map_err(|error| ReadError::file(path, error))?;
        Ok(Self {
            found: Found::of(&Place::File(path.to_owned())),
            reader: Reader::File(Box::new(records), path.to_owned()),
            whose,
            history: None,
            first: Vec::new(),
            only_history: false,
            strangers: 0,
        })
    }

    /// What was found there.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// How many memories the history tells of that are neither in the store nor deleted: those of
    /// other stores. Known at the end.
    pub fn strangers(&self) -> usize {
        self.strangers
    }

    /// The next entries; none at the end.
    ///
    /// # Errors
    /// It can't be read any further.
    pub async fn next(&mut self) -> Result<Vec<Entry>, ReadError> {
        loop {
            match &mut self.reader {
                Reader::File(records, path) => {
                    let entries: Result<Vec<Entry>, _> = records.by_ref().take(PAGE).collect();
                    let entries = entries.map_err(|error| ReadError::file(path, error))?;
                    if entries.is_empty() {
                        self.reader = Reader::Done;
                    }
                    return Ok(entries);
                }
                Reader::History(memories) => {
                    let rest = memories.split_off(memories.len().min(PAGE));
                    let memories = std::mem::replace(memories, rest);
                    let mut entries = Vec::new();
                    let mut empty = memories.is_empty();
                    for (memory_id, rows) in memories {
                        entries.extend(self.remembered(memory_id, rows));
                    }
                    if empty {
                        self.reader = Reader::Done;
                        entries = self.said();
                        empty = entries.is_empty();
                    }
                    if empty || !entries.is_empty() {
                        return Ok(entries);
                    }
                }
                Reader::Done => return Ok(Vec::new()),
                _ => {
                    let mut page = std::mem::take(&mut self.first);
                    if page.is_empty() {
                        page = self.page().await?;
                    }
                    if !page.is_empty() {
                        return Ok(page.into_iter().map(|point| self.entry(&point)).collect());
                    }
                    self.go_on_with_history();
                }
            }
        }
    }

    async fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        match &mut self.reader {
            Reader::Points(points) => points.page(),
            #[cfg(feature = "postgres")]
            Reader::Postgres(points) => points.page().await,
            _ => Ok(Vec::new()),
        }
    }

    fn entry(&mut self, point: &Point) -> Entry {
        let rows = self
            .history
            .as_mut()
            .and_then(|history| history.memories.remove(&point.id));
        let record = point
            .memory(&self.whose)
            .map(|item| life::current(item, rows.unwrap_or_default()));
        Entry {
            position: point.position(),
            records: record.and_then(checked).map(|record| vec![record]),
        }
    }

    /// After the store comes what only the history knows.
    fn go_on_with_history(&mut self) {
        let memories = self
            .history
            .as_mut()
            .map(|it| std::mem::take(&mut it.memories));
        let mut memories: Vec<_> = memories.unwrap_or_default().into_iter().collect();
        memories.sort_by(|a, b| {
            let begins = |rows: &[HistoryRow]| rows.first().and_then(|row| row.at);
            (begins(&a.1), &a.0).cmp(&(begins(&b.1), &b.0))
        });
        self.reader = Reader::History(memories);
    }

    /// A deleted memory; one that should be in a store is only brought in if there is none.
    fn remembered(&mut self, memory_id: String, rows: Vec<HistoryRow>) -> Option<Entry> {
        let deleted = rows.last().is_some_and(|row| row.is_deleted);
        if !deleted && !self.only_history {
            self.strangers += 1;
            return None;
        }
        let scope = self.whose.scope(crate::Scope::default());
        let record = life::remembered(&memory_id, scope, rows, self.whose.now);
        let record = record.ok_or_else(|| "no change tells its text".to_owned());
        Some(Entry {
            position: Position::History { memory_id },
            records: record.and_then(checked).map(|record| vec![record]),
        })
    }

    fn said(&mut self) -> Vec<Entry> {
        let Some(history) = &mut self.history else {
            return Vec::new();
        };
        let (episodes, _) = history.episodes(&self.whose);
        let entry = |episode: crate::Episode| Entry {
            position: Position::History {
                memory_id: episode.id.clone(),
            },
            records: checked(ImportRecord::Episode(episode)).map(|record| vec![record]),
        };
        episodes.into_iter().map(entry).collect()
    }

    fn look_for_history(
        &self,
        place: &Place,
        choice: &HistoryChoice,
    ) -> Result<Option<History>, ReadError> {
        match (place, choice) {
            (Place::History(path), _) | (_, HistoryChoice::File(path)) => {
                History::read(path).map(Some)
            }
            (Place::File(_), _) | (_, HistoryChoice::None) => Ok(None),
            (_, HistoryChoice::Look) => {
                for path in place.histories() {
                    let history = History::read(&path)?;
                    if history.knows_any(self.first.iter().map(|point| point.id.as_str())) {
                        return Ok(Some(history));
                    }
                }
                Ok(None)
            }
        }
    }
}
