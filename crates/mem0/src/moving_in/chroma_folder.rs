//! The folder of a persistent Chroma: `chroma.sqlite3` holds ids and metadata, one row for each
//! key; the vectors lie beside it and are not needed.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};
use serde_json::Value;

use super::point::Point;
use super::{Collection, Points, ReadError, sqlite};
use crate::Metadata;

/// Points of one reading.
const PAGE: usize = 500;

/// The database of such a folder.
pub const FILE: &str = "chroma.sqlite3";

/// Where Chroma keeps a document, if one was given.
const DOCUMENT: &str = "chroma:document";

/// An opened folder.
#[derive(Debug)]
pub struct ChromaFolder {
    path: PathBuf,
    connection: Connection,
    collections: Vec<Collection>,
    /// The last columns of values that this version of Chroma has.
    has_bool: bool,
    has_arrays: bool,
}

/// Points of one collection: those of its metadata segment.
const POINTS: &str = "FROM embeddings \
    JOIN segments ON segments.id = embeddings.segment_id AND segments.scope = 'METADATA' \
    JOIN collections ON collections.id = segments.collection";

impl ChromaFolder {
    /// Opens a folder and looks at what is in it.
    ///
    /// # Errors
    /// Its database can't be read.
    pub fn open(folder: &Path) -> Result<Self, ReadError> {
        let path = folder.join(FILE);
        let connection = sqlite::open(&path)?;
        let look = || -> rusqlite::Result<(Vec<Collection>, bool, bool)> {
            let sql = "SELECT collections.name, (SELECT count(*) FROM embeddings JOIN segments \
                 ON segments.id = embeddings.segment_id AND segments.scope = 'METADATA' \
                 WHERE segments.collection = collections.id) FROM collections ORDER BY 1";
            let mut statement = connection.prepare(sql)?;
            let rows = statement.query_map([], |row| {
                let memories: i64 = row.get(1)?;
                Ok(Collection {
                    name: sqlite::text(row, 0)?.unwrap_or_default(),
                    memories: usize::try_from(memories).unwrap_or(0),
                })
            })?;
            let collections = rows.collect::<rusqlite::Result<_>>()?;
            let columns = sqlite::columns(&connection, "embedding_metadata")?;
            let tables = sqlite::tables(&connection)?;
            Ok((
                collections,
                columns.iter().any(|name| name == "bool_value"),
                tables.iter().any(|name| name == "embedding_metadata_array"),
            ))
        };
        let (collections, has_bool, has_arrays) =
            look().map_err(|error| ReadError::database(&path, &error))?;
        Ok(Self {
            path,
            connection,
            collections,
            has_bool,
            has_arrays,
        })
    }

    /// The collections, in the order of their names. Tenants may have some of the same name: those
    /// are read together.
    pub fn collections(&self) -> &[Collection] {
        &self.collections
    }

    /// Reads these collections, one after the other.
    pub fn points(self, names: Vec<String>) -> impl Points {
        let mut names = names;
        names.dedup();
        names.reverse();
        FolderPoints {
            folder: self,
            names,
            after: i64::MIN,
        }
    }
}

struct FolderPoints {
    folder: ChromaFolder,
    /// The collections that are still to be read, the last one first.
    names: Vec<String>,
    /// The row up to which the current collection is read.
    after: i64,
}

impl Points for FolderPoints {
    fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        while let Some(name) = self.names.last() {
            let page = self
                .folder
                .page(name, self.after)
                .map_err(|error| ReadError::database(&self.folder.path, &error))?;
            if let Some((last, _)) = page.last() {
                self.after = *last;
                return Ok(page.into_iter().map(|(_, point)| point).collect());
            }
            self.names.pop();
            self.after = i64::MIN;
        }
        Ok(Vec::new())
    }
}

impl ChromaFolder {
    fn page(&self, name: &str, after: i64) -> rusqlite::Result<Vec<(i64, Point)>> {
        let sql = format!(
            "SELECT embeddings.id, embeddings.embedding_id {POINTS} \
             WHERE collections.name = ? AND embeddings.id > ? ORDER BY embeddings.id LIMIT {PAGE}"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(rusqlite::params![name, after])?;
        let mut page = Vec::new();
        while let Some(row) = rows.next()? {
            let place: i64 = row.get(0)?;
            let point = Point {
                collection: name.to_owned(),
                id: sqlite::text(row, 1)?.unwrap_or_default(),
                payload: Ok(self.payload(place)?),
            };
            page.push((place, point));
        }
        Ok(page)
    }

    fn payload(&self, place: i64) -> rusqlite::Result<Metadata> {
        let bool_value = if self.has_bool { "bool_value" } else { "NULL" };
        let columns = format!("key, string_value, int_value, float_value, {bool_value}");
        let sql = format!("SELECT {columns} FROM embedding_metadata WHERE id = ? ORDER BY rowid");
        let mut payload = Metadata::new();
        let mut document = None;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([place])?;
        while let Some(row) = rows.next()? {
            let key = sqlite::text(row, 0)?.unwrap_or_default();
            if key == DOCUMENT {
                document = sqlite::text(row, 1)?;
            } else {
                payload.insert(key, value(row)?);
            }
        }
        if self.has_arrays {
            let sql = format!(
                "SELECT {columns} FROM embedding_metadata_array WHERE id = ? ORDER BY rowid"
            );
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut rows = statement.query([place])?;
            while let Some(row) = rows.next()? {
                let key = sqlite::text(row, 0)?.unwrap_or_default();
                let value = value(row)?;
                match payload
                    .entry(key)
                    .or_insert_with(|| Value::Array(Vec::new()))
                {
                    Value::Array(values) => values.push(value),
                    other => *other = Value::Array(vec![value]),
                }
            }
        }
        // Those who wrote with another client keep the text there.
        if let Some(document) = document.filter(|_| !payload.contains_key("data")) {
            payload.insert("data".to_owned(), Value::from(document));
        }
        Ok(payload)
    }
}

fn value(row: &Row<'_>) -> rusqlite::Result<Value> {
    if let Some(text) = sqlite::text(row, 1)? {
        return Ok(Value::from(text));
    }
    if let Some(truth) = row.get::<_, Option<i64>>(4)? {
        return Ok(Value::from(truth != 0));
    }
    if let Some(number) = row.get::<_, Option<i64>>(2)? {
        return Ok(Value::from(number));
    }
    Ok(row
        .get::<_, Option<f64>>(3)?
        .map_or(Value::Null, Value::from))
}
