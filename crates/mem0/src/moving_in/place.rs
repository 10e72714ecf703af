//! What is at a place that somebody names.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::chroma_folder::FILE;
use super::{ReadError, faiss_folder, qdrant_folder, sqlite};
use crate::config::expand;

/// Something that memories can be brought in from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A file with JSON in it.
    File(PathBuf),
    /// A folder of the embedded Qdrant.
    Qdrant(PathBuf),
    /// A folder of a persistent Chroma.
    Chroma(PathBuf),
    /// A folder of the original's FAISS store.
    Faiss(PathBuf),
    /// A Postgres server with pgvector, by its address.
    Postgres(String),
    /// The original's history, without a store.
    History(PathBuf),
}

/// The word for wherever the original keeps things by default.
pub const ORIGINAL: &str = "original";

/// The name of the original's history file.
const HISTORY: &str = "history.db";

impl Place {
    /// Looks at what is at a path or an address. `original` stands for where the original keeps
    /// things by default: `qdrant`, `chroma` or `faiss` in the folder for temporary files.
    ///
    /// # Errors
    /// Nothing is there, or nothing that can be read here.
    pub fn look(named: &str) -> Result<Self, ReadError> {
        let scheme = named.split_once("://").map(|(scheme, _)| scheme);
        if let Some("postgres" | "postgresql") = scheme {
            return Ok(Self::Postgres(named.to_owned()));
        }
        let path = expand(named);
        if named == ORIGINAL && !path.exists() {
            return by_default();
        }
        let about = std::fs::metadata(&path).map_err(|source| ReadError::file(&path, source))?;
        if about.is_dir() {
            folder(&path)
        } else {
            file(path)
        }
    }

    /// The history files that may belong to it, the likeliest first. The last one is the
    /// original's default, which may as well belong to another store.
    pub(super) fn histories(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        if let Self::Qdrant(folder) | Self::Chroma(folder) | Self::Faiss(folder) = self {
            found.push(folder.join(HISTORY));
            if let Some(parent) = folder.parent() {
                found.push(parent.join(HISTORY));
            }
        }
        let home = std::env::var_os("MEM0_DIR").filter(|folder| !folder.is_empty());
        let home = home.map_or_else(|| expand("~/.mem0"), PathBuf::from);
        found.push(home.join(HISTORY));
        found.retain(|path| path.is_file());
        found
    }
}

fn by_default() -> Result<Place, ReadError> {
    let temporary = std::env::temp_dir();
    for name in ["qdrant", "chroma", "faiss"] {
        if let Some(place) = store_in(&temporary.join(name)) {
            return Ok(place);
        }
    }
    Err(ReadError::Unknown {
        path: temporary,
        problem: "the original has kept nothing there".to_owned(),
    })
}

/// A store of the original's, if this folder is one.
pub(crate) fn store_in(folder: &Path) -> Option<Place> {
    if qdrant_folder::is_one(folder) {
        Some(Place::Qdrant(folder.to_owned()))
    } else if folder.join(FILE).is_file() {
        Some(Place::Chroma(folder.to_owned()))
    } else if !faiss_folder::names(folder).is_empty() {
        Some(Place::Faiss(folder.to_owned()))
    } else {
        None
    }
}

/// A store, or a folder around exactly one.
fn folder(path: &Path) -> Result<Place, ReadError> {
    if let Some(place) = store_in(path) {
        return Ok(place);
    }
    let unknown = |problem: String| ReadError::Unknown {
        path: path.to_owned(),
        problem,
    };
    let inside = std::fs::read_dir(path).map_err(|source| ReadError::file(path, source))?;
    let mut inside: Vec<PathBuf> = inside
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() && store_in(path).is_some())
        .collect();
    inside.sort();
    match inside.as_slice() {
        [only] => store_in(only).ok_or_else(|| unknown("it has just gone".to_owned())),
        [] if path.join(HISTORY).is_file() => Ok(Place::History(path.join(HISTORY))),
        [] => Err(unknown(
            "no store of Qdrant, Chroma or FAISS is in it".to_owned(),
        )),
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            let names = names.join(", ");
            Err(unknown(format!(
                "it holds several stores; name one: {names}"
            )))
        }
    }
}

fn file(path: PathBuf) -> Result<Place, ReadError> {
    let unreadable = |source| ReadError::file(&path, source);
    let mut start = Vec::new();
    let mut opened = File::open(&path).map_err(unreadable)?;
    opened
        .by_ref()
        .take(sqlite::MAGIC.len() as u64)
        .read_to_end(&mut start)
        .map_err(unreadable)?;
    if start == sqlite::MAGIC {
        return database(path);
    }
    // A file of a FAISS store stands for its folder.
    let stem = path.file_stem().and_then(|name| name.to_str());
    let folder = path.parent().unwrap_or(Path::new(""));
    let ending = path.extension().and_then(|ending| ending.to_str());
    if let (Some(stem), Some("faiss" | "pkl")) = (stem, ending) {
        if faiss_folder::names(folder).iter().any(|name| name == stem) {
            return Ok(Place::Faiss(folder.to_owned()));
        }
        return Err(ReadError::Unknown {
            problem: format!("{stem}.faiss and {stem}.pkl or .json belong together"),
            path,
        });
    }
    Ok(Place::File(path))
}

/// One of the databases that stores are made of.
fn database(path: PathBuf) -> Result<Place, ReadError> {
    let connection = sqlite::open(&path)?;
    let tables = sqlite::tables(&connection);
    let tables = tables.map_err(|error| ReadError::database(&path, &error))?;
    let has = |table: &str| tables.iter().any(|name| name == table);
    let folder = path.parent().unwrap_or(Path::new(""));
    if has("embedding_metadata") && path.ends_with(FILE) {
        return Ok(Place::Chroma(folder.to_owned()));
    }
    if has("points")
        && let Some(store) = path
            .ancestors()
            .nth(3)
            .filter(|it| qdrant_folder::is_one(it))
    {
        return Ok(Place::Qdrant(store.to_owned()));
    }
    // Ours shows its history to readers of the original's, too.
    let ours = has("versions") && has("episodes");
    if has("history") && !ours {
        return Ok(Place::History(path));
    }
    let problem = if ours {
        "it is a store of this program; `mem0 export` writes what can be brought in"
    } else {
        "it is a database of something else"
    };
    Err(ReadError::Unknown {
        problem: problem.to_owned(),
        path,
    })
}
