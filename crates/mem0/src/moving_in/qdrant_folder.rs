//! The folder of the embedded Qdrant (qdrant-client's local mode), the original's default store:
//! `meta.json`, and for each collection `collection/NAME/storage.sqlite` with pickled points.

use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use super::pickle::{self, Pickle, PickleError};
use super::point::Point;
use super::{Collection, Points, ReadError, sqlite};
use crate::Metadata;

/// Points of one reading.
const PAGE: usize = 500;

/// Whether this is such a folder.
pub fn is_one(folder: &Path) -> bool {
    folder.join("collection").is_dir() && folder.join("meta.json").is_file()
}

/// An opened folder. As long as it is open, nobody can open it with qdrant-client.
#[derive(Debug)]
pub struct QdrantFolder {
    path: PathBuf,
    _lock: Option<File>,
    collections: Vec<Collection>,
}

impl QdrantFolder {
    /// Opens a folder and looks at what is in it.
    ///
    /// # Errors
    /// It is in use, or can't be read.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let lock = lock(path)?;
        let mut collections = Vec::new();
        for name in names(path)? {
            let file = storage(path, &name);
            if !file.is_file() {
                // A collection that never had a point has no file; one that was kept in the
                // format before this one can't be read.
                let folder = path.join("collection").join(&name);
                let legacy = ["storage.dbm", "storage.dbm.db", "storage.dbm.dat"];
                if legacy.iter().any(|file| folder.join(file).exists()) {
                    return Err(ReadError::Unknown {
                        path: folder,
                        problem: "it was written by a qdrant-client before 1.1.7; open it once \
                                  with a newer one, which rewrites it"
                            .to_owned(),
                    });
                }
                collections.push(Collection { name, memories: 0 });
                continue;
            }
            let memories = latest(&sqlite::open(&file)?, &file)?.len();
            collections.push(Collection { name, memories });
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
            collections,
        })
    }

    /// The collections, in the order of their names.
    pub fn collections(&self) -> &[Collection] {
        &self.collections
    }

    /// Reads these collections, one after the other.
    pub fn points(self, names: Vec<String>) -> impl Points {
        let mut names = names;
        names.reverse();
        FolderPoints {
            folder: self,
            names,
            open: None,
        }
    }
}

struct FolderPoints {
    folder: QdrantFolder,
    /// The collections that are still to be read, the last one first.
    names: Vec<String>,
    open: Option<OpenCollection>,
}

struct OpenCollection {
    name: String,
    file: PathBuf,
    connection: Connection,
    /// The rows that are still to be read, the last one first.
    rows: Vec<i64>,
}

impl Points for FolderPoints {
    fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        loop {
            if let Some(open) = &mut self.open {
                let page = open.page()?;
                if !page.is_empty() {
                    return Ok(page);
                }
                self.open = None;
            }
            let Some(name) = self.names.pop() else {
                return Ok(Vec::new());
            };
            let file = storage(&self.folder.path, &name);
            if !file.is_file() {
                continue;
            }
            let connection = sqlite::open(&file)?;
            let mut rows = latest(&connection, &file)?;
            rows.reverse();
            self.open = Some(OpenCollection {
                name,
                file,
                connection,
                rows,
            });
        }
    }
}

impl OpenCollection {
    fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        let unreadable = |error: rusqlite::Error| ReadError::database(&self.file, &error);
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, point FROM points WHERE rowid = ?")
            .map_err(unreadable)?;
        let rows = self.rows.split_off(self.rows.len().saturating_sub(PAGE));
        let mut page = Vec::with_capacity(rows.len());
        for row in rows.into_iter().rev() {
            let point = statement
                .query_row([row], |row| {
                    let key = sqlite::text(row, 0)?.unwrap_or_default();
                    let value = row.get_ref(1)?.as_bytes_or_null()?.unwrap_or_default();
                    Ok(point(&self.name, &key, value))
                })
                .map_err(unreadable)?;
            page.push(point);
        }
        Ok(page)
    }
}

/// The newest row of each point, in the order in which they were written. One point may have
/// several rows: the key of a row is the pickle of its id, and Pythons differ in how they pickle.
fn latest(connection: &Connection, file: &Path) -> Result<Vec<i64>, ReadError> {
    let unreadable = |error: rusqlite::Error| ReadError::database(file, &error);
    let read = || -> rusqlite::Result<Vec<i64>> {
        let mut statement = connection.prepare("SELECT rowid, id FROM points ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        let mut newest = HashMap::new();
        while let Some(row) = rows.next()? {
            let key = sqlite::text(row, 1)?.unwrap_or_default();
            newest.insert(id_of_key(&key).unwrap_or(key), row.get(0)?);
        }
        let mut rows: Vec<i64> = newest.into_values().collect();
        rows.sort_unstable();
        Ok(rows)
    };
    read().map_err(unreadable)
}

fn point(collection: &str, key: &str, bytes: &[u8]) -> Point {
    let read = pickle::read(bytes).and_then(|pickle| told(&pickle));
    let (id, payload) = match read {
        Ok((id, payload)) => (Some(id), Ok(payload)),
        Err(problem) => (None, Err(format!("its pickle can't be read: {problem}"))),
    };
    Point {
        collection: collection.to_owned(),
        id: id.or_else(|| id_of_key(key)).unwrap_or_default(),
        payload,
    }
}

/// The id and the payload of a `PointStruct`. Its vector is another model's, and is left alone.
fn told(pickle: &Pickle<'_>) -> Result<(String, Metadata), PickleError> {
    let root = pickle.root();
    let class = pickle.class(root).unwrap_or_default();
    let (module, name) = class.rsplit_once('.').unwrap_or_default();
    let is_point = matches!(name, "PointStruct" | "Record")
        && (module == "qdrant_client" || module.starts_with("qdrant_client."));
    if !is_point {
        return Err(if class.is_empty() {
            PickleError::Missing("point")
        } else {
            PickleError::Class(class.to_owned())
        });
    }
    let attribute = |name, missing| pickle.attribute(root, name).ok_or(missing);
    let id = pickle.json(attribute("id", PickleError::Missing("id"))?)?;
    let payload = match pickle.attribute(root, "payload") {
        Some(payload) => pickle.json(payload)?,
        None => Value::Null,
    };
    let payload = match payload {
        Value::Object(payload) => payload,
        Value::Null => Metadata::new(),
        _ => return Err(PickleError::Missing("payload")),
    };
    Ok((plain_id(id), payload))
}

/// The id that the key of a row stands for: base64 of its pickle.
fn id_of_key(key: &str) -> Option<String> {
    let bytes = base64(key)?;
    let pickle = pickle::read(&bytes).ok()?;
    Some(plain_id(pickle.json(pickle.root()).ok()?))
}

/// UUIDs in their usual spelling.
fn plain_id(id: Value) -> String {
    match id {
        Value::String(id) => match uuid::Uuid::parse_str(id.trim()) {
            Ok(uuid) => uuid.to_string(),
            Err(_) => id,
        },
        other => other.to_string(),
    }
}

fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

fn storage(folder: &Path, collection: &str) -> PathBuf {
    folder
        .join("collection")
        .join(collection)
        .join("storage.sqlite")
}

/// The collections that `meta.json` names, as far as they are no paths to somewhere else.
fn names(folder: &Path) -> Result<Vec<String>, ReadError> {
    let path = folder.join("meta.json");
    let text = std::fs::read_to_string(&path).map_err(|source| ReadError::file(&path, source))?;
    let unknown = |problem: String| ReadError::Unknown {
        path: path.clone(),
        problem,
    };
    let meta: Value = serde_json::from_str(&text).map_err(|error| unknown(error.to_string()))?;
    let collections = meta.get("collections").and_then(Value::as_object);
    let collections = collections.ok_or_else(|| unknown("it lists no collections".to_owned()))?;
    let mut names: Vec<String> = collections.keys().cloned().collect();
    names.retain(|name| !name.contains(['/', '\\']) && name != ".." && name != ".");
    names.sort();
    Ok(names)
}

/// Takes the lock that qdrant-client takes; `None` if the folder never had one.
fn lock(folder: &Path) -> Result<Option<File>, ReadError> {
    let path = folder.join(".lock");
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(ReadError::file(&path, source)),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(ReadError::InUse {
            path: folder.to_owned(),
        }),
        // A file system without locks: nobody can hold one there.
        Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}

#[cfg(test)]
mod tests;
