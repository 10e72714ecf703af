//! Local forms of other stores: what needs no server there, the embedded store does here.
//!
//! Programs keep their configuration; the files are ours, beside whatever the other store wrote
//! there, which is never touched.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mem0_core::memory_store::{ListQuery, View};
use mem0_core::{Date, Error, MemoryStore, Result, Scope};

use super::sqlite;
use crate::config::{FILE, MEMORY, MemoryConfig, ProviderConfig};
use crate::moving_in::{Place, store_in};
use crate::registry::Make;

/// The form of a store that needs no server.
#[derive(Debug)]
pub(in crate::registry) struct LocalForm {
    /// What the store is called by people.
    pub title: &'static str,
    /// Where it keeps things.
    pub home: Home,
    /// The option by which a configuration means a server; `None`: it means the local form.
    pub server: fn(&ProviderConfig) -> Option<&'static str>,
    /// How the local form is asked for.
    pub instead: &'static str,
}

/// Where a local form keeps things.
#[derive(Debug)]
pub(in crate::registry) enum Home {
    /// In the folder that `path` names. Without it: where [`Memory`](crate::Memory) keeps things
    /// that nobody configured.
    FolderOrStore,
    /// In the folder that `path` names. Without it: in one of the provider's name in `dir`.
    Folder,
    /// In a file that this option names; ours is beside it. Without it: in this process.
    File(&'static str),
}

impl LocalForm {
    /// Opens the embedded store in its place.
    pub(in crate::registry) fn open(&self, config: &MemoryConfig) -> Result<Arc<dyn MemoryStore>> {
        let store = sqlite::open(config)?;
        tracing::info!(
            store = %config.path().display(),
            collection = config.namespace().as_str(),
            "the embedded store stands in for {}",
            self.title
        );
        Ok(store)
    }

    fn refuse_server(&self, chosen: &ProviderConfig) -> Result<()> {
        let Some(option) = (self.server)(chosen) else {
            return Ok(());
        };
        Err(Error::Configuration {
            setting: format!("vector_store.config.{option}"),
            problem: format!(
                "{} as a server is not available yet. Its local form is, kept by the embedded store: \
                 {}; so is the provider \"{}\"",
                self.title,
                self.instead,
                sqlite::PROVIDER.name
            ),
        })
    }

    fn file(&self, chosen: &ProviderConfig, dir: &Path) -> PathBuf {
        let named = |option: &str| chosen.path_or_name(option).map(PathBuf::from);
        match (&self.home, named(self.home.option())) {
            (_, Some(place)) if place == Path::new(MEMORY) => place,
            (Home::File(_), Some(file)) => absolute(beside(&file)),
            (Home::Folder | Home::FolderOrStore, Some(folder)) => absolute(folder.join(FILE)),
            (Home::File(_), None) => PathBuf::from(MEMORY),
            (Home::Folder, None) => dir.join(chosen.provider().name).join(FILE),
            (Home::FolderOrStore, None) => dir.join(FILE),
        }
    }
}

impl Home {
    fn option(&self) -> &'static str {
        match self {
            Self::File(option) => option,
            Self::Folder | Self::FolderOrStore => "path",
        }
    }
}

/// The store's file where nothing but the section `vector_store` says it.
///
/// # Errors
/// The options mean a server.
pub(crate) fn file(chosen: &ProviderConfig, dir: &Path) -> Result<PathBuf> {
    if let Make::LocalForm(form) = chosen.provider().make {
        form.refuse_server(chosen)?;
        return Ok(form.file(chosen, dir));
    }
    let named = chosen.path_or_name("path").map(PathBuf::from);
    Ok(named.unwrap_or_else(|| dir.join(FILE)))
}

/// Says in the log what memories the other store has kept in the same place, and how to bring them
/// in: a warning as long as there are none in the collection, and no more than a remark afterwards.
///
/// # Errors
/// The store failed.
pub(crate) async fn tell_what_is_left(
    config: &MemoryConfig,
    store: &dyn MemoryStore,
) -> Result<()> {
    let Some(notice) = left_behind(config) else {
        return Ok(());
    };
    let any = ListQuery {
        scope: Scope {
            namespace: config.namespace().clone(),
            ..Scope::default()
        },
        filter: None,
        view: View {
            show_expired: true,
            ..View::current(Date::default())
        },
        offset: 0,
        limit: 1,
    };
    if store.list(&any).await?.items.is_empty() {
        tracing::warn!("{notice}");
    } else {
        tracing::debug!("{notice}");
    }
    Ok(())
}

/// What to say of memories that the other store keeps where our file is, or would keep there by
/// default; `None` if there are none.
pub(super) fn left_behind(config: &MemoryConfig) -> Option<String> {
    let chosen = config.vector_store();
    let Make::LocalForm(form) = chosen.provider().make else {
        return None;
    };
    let named = chosen.path_or_name(form.home.option()).map(PathBuf::from);
    match (&form.home, named) {
        (Home::File(_), Some(file)) if file.is_file() => Some(format!(
            "{} stays as it is, and nothing of it is here: a file of {} can't be read. Have the \
             original write down what `get_all` answers, as JSON, and bring that in: {}",
            file.display(),
            form.title,
            in_words(config, "dump.json", false)
        )),
        (Home::File(_), _) => None,
        (Home::Folder | Home::FolderOrStore, named) => {
            let folder = named.unwrap_or_else(|| std::env::temp_dir().join(chosen.provider().name));
            let folder = match store_in(&folder)? {
                Place::Qdrant(folder) | Place::Chroma(folder) | Place::Faiss(folder) => folder,
                Place::File(_) | Place::Postgres(_) | Place::History(_) => return None,
            };
            let folder = absolute(folder).display().to_string();
            Some(format!(
                "the original keeps memories in {folder}: they stay as they are, and none of them \
                 is here yet. Bring them in: {}",
                in_words(config, &folder, true)
            ))
        }
    }
}

/// How it is brought in, in Python and at a command line.
fn in_words(config: &MemoryConfig, from: &str, is_store: bool) -> String {
    let name = config.namespace().as_str();
    let (argument, flag) = if is_store {
        (
            format!(", collection={name:?}"),
            format!(" --collection {name:?}"),
        )
    } else {
        (String::new(), String::new())
    };
    let python = format!("`memory.import_from({from:?}{argument})` in Python");
    if config.path() == Path::new(MEMORY) {
        return python;
    }
    format!(
        "{python}, or with the same embedder configured `MEM0_PATH={:?} MEM0_COLLECTION_NAME={name:?} \
         mem0 import {from:?}{flag}`",
        config.path().display().to_string()
    )
}

/// The name of our file for one that another store might have written: `notes.db` is
/// `notes.mem0.db`.
fn beside(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".db").unwrap_or(&name);
    file.with_file_name(format!("{stem}.mem0.db"))
}

/// The same wherever the process may go. What has no absolute form stays, and fails to open.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}
