//! What was found at a place, before anything is read of it.

use super::SourceOptions;
use crate::moving_in::history::History;
use crate::moving_in::{Place, ReadError};

/// A collection or table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// How many memories are in it.
    pub memories: usize,
}

/// What was found at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What sort of thing it is: `Qdrant folder`, `file`, …
    pub kind: &'static str,
    /// Where it is; without passwords.
    pub place: String,
    /// The collections that will be brought in.
    pub collections: Vec<Collection>,
    /// Collections that the original derives from the others, which are left out.
    pub derived: Vec<String>,
    /// The history that will be brought in.
    pub history: Option<FoundHistory>,
}

/// A history that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHistory {
    /// Its file.
    pub path: String,
    /// How many changes it tells of.
    pub changes: usize,
    /// How many messages it keeps.
    pub messages: usize,
}

impl Found {
    pub(super) fn of(place: &Place) -> Self {
        let (kind, place) = match place {
            Place::File(path) => ("file", path.display().to_string()),
            Place::Qdrant(path) => ("Qdrant folder", path.display().to_string()),
            Place::Chroma(path) => ("Chroma folder", path.display().to_string()),
            Place::Faiss(path) => ("FAISS folder", path.display().to_string()),
            Place::Postgres(address) => ("Postgres server", without_password(address)),
            Place::History(path) => ("history", path.display().to_string()),
        };
        Self {
            kind,
            place,
            collections: Vec::new(),
            derived: Vec::new(),
            history: None,
        }
    }

    /// The memories of all collections that are brought in.
    pub fn memories(&self) -> usize {
        let collections = self.collections.iter();
        collections.map(|collection| collection.memories).sum()
    }

    /// Settles which collections are read; their names.
    pub(super) fn choose(
        &mut self,
        known: Vec<Collection>,
        options: &SourceOptions,
    ) -> Result<Vec<String>, ReadError> {
        let names: Vec<String> = known.iter().map(|one| one.name.clone()).collect();
        if let Some(asked) = &options.collection {
            self.collections = known;
            self.collections.retain(|one| one.name == *asked);
            if self.collections.is_empty() {
                return Err(ReadError::NoCollection {
                    asked: asked.clone(),
                    known: names,
                });
            }
        } else {
            let (derived, own) = known
                .into_iter()
                .partition(|one| is_derived(&one.name, &names));
            let derived: Vec<Collection> = derived;
            self.derived = derived.into_iter().map(|one| one.name).collect();
            self.collections = own;
        }
        let chosen = self.collections.iter();
        Ok(chosen.map(|one| one.name.clone()).collect())
    }
}

impl FoundHistory {
    pub(super) fn of(history: &History) -> Self {
        Self {
            path: history.path.display().to_string(),
            changes: history.rows,
            messages: history.messages.len(),
        }
    }
}

/// Entities that 2.x draws from memories, and what all versions keep for their telemetry.
fn is_derived(name: &str, names: &[String]) -> bool {
    let plain = name.rsplit_once('.').map_or(name, |(_, plain)| plain);
    plain == "mem0migrations"
        || name
            .strip_suffix("_entities")
            .is_some_and(|base| names.iter().any(|known| known == base))
}

fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    format!("{scheme}://{host}")
}
