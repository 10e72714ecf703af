//! The folder of the original's FAISS store: vectors in `NAME.faiss`, which are not needed, and
//! payloads in `NAME.pkl` (a pickle, up to 1.x) or `NAME.json` (2.x).

use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use serde_json::Value;

use super::pickle::{self, PickleError};
use super::point::Point;
use super::{Collection, Points, ReadError};
use crate::Metadata;

/// Points of one reading.
const PAGE: usize = 500;

/// The collections of a folder: those that have vectors and payloads.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let name = name.strip_suffix(".faiss")?;
            payloads(folder, name).map(|_| name.to_owned())
        })
        .collect();
    names.sort();
    names
}

/// Where a collection's payloads are. Where both files are, the original reads JSON.
fn payloads(folder: &Path, name: &str) -> Option<PathBuf> {
    ["json", "pkl"]
        .map(|ending| folder.join(format!("{name}.{ending}")))
        .into_iter()
        .find(|path| path.is_file())
}

/// A folder with its payloads, which the format only lets one read as a whole.
#[derive(Debug)]
pub struct FaissFolder {
    collections: Vec<(Collection, Vec<Point>)>,
}

impl FaissFolder {
    /// Reads a folder.
    ///
    /// # Errors
    /// The payloads of a collection can't be read.
    pub fn open(folder: &Path) -> Result<Self, ReadError> {
        let mut collections = Vec::new();
        for name in names(folder) {
            let Some(path) = payloads(folder, &name) else {
                continue;
            };
            let bytes = std::fs::read(&path).map_err(|source| ReadError::file(&path, source))?;
            let read = if path.extension().is_some_and(|ending| ending == "json") {
                from_json(&name, &bytes)
            } else {
                from_pickle(&name, &bytes).map_err(|error| error.to_string())
            };
            let points = read.map_err(|problem| ReadError::Unknown { path, problem })?;
            let memories = points.len();
            collections.push((Collection { name, memories }, points));
        }
        Ok(Self { collections })
    }

    /// The collections, in the order of their names.
    pub fn collections(&self) -> Vec<Collection> {
        let collections = self.collections.iter();
        collections
            .map(|(collection, _)| collection.clone())
            .collect()
    }

    /// Reads these collections, one after the other.
    pub fn points(self, names: Vec<String>) -> impl Points {
        let points: Vec<Point> = self
            .collections
            .into_iter()
            .filter(|(collection, _)| names.contains(&collection.name))
            .flat_map(|(_, points)| points)
            .collect();
        FolderPoints {
            points: points.into_iter(),
        }
    }
}

struct FolderPoints {
    points: IntoIter<Point>,
}

impl Points for FolderPoints {
    fn page(&mut self) -> Result<Vec<Point>, ReadError> {
        Ok(self.points.by_ref().take(PAGE).collect())
    }
}

/// `{"docstore": {id: payload}, "index_to_id": {…}}`.
fn from_json(name: &str, bytes: &[u8]) -> Result<Vec<Point>, String> {
    let file: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let Some(Value::Object(payloads)) = file.get("docstore") else {
        return Err("it has no docstore".to_owned());
    };
    let points = payloads.iter();
    Ok(points
        .map(|(id, payload)| point(name, id.clone(), Ok(payload.clone())))
        .collect())
}

/// `(docstore, index_to_id)`, where the docstore is a dictionary of payloads by id.
fn from_pickle(name: &str, bytes: &[u8]) -> Result<Vec<Point>, PickleError> {
    let pickle = pickle::read(bytes)?;
    let missing = PickleError::Missing("docstore");
    let parts = pickle.elements(pickle.root()).unwrap_or_default();
    let payloads = parts.first().and_then(|docstore| pickle.pairs(*docstore));
    let points = payloads.ok_or(missing)?.iter().map(|(id, payload)| {
        let id = pickle.text(*id).unwrap_or_default().to_owned();
        let payload = pickle.json(*payload).map_err(|error| error.to_string());
        point(name, id, payload)
    });
    Ok(points.collect())
}

fn point(collection: &str, id: String, payload: Result<Value, String>) -> Point {
    let payload = payload.and_then(|payload| match payload {
        Value::Object(payload) => Ok(payload),
        Value::Null => Ok(Metadata::new()),
        _ => Err("its payload is no dictionary".to_owned()),
    });
    Point {
        collection: collection.to_owned(),
        id,
        payload,
    }
}
