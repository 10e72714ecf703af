//! A vector store that the program hands in, with the embedded store beside it.

use std::path::PathBuf;
use std::sync::Arc;

use mem0_core::{Error, MemoryItem, Namespace, Result, VectorStore};
use mem0_store::SqliteStore;

use super::sqlite;
use crate::config::{Accepts, MEMORY, MemoryConfig, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "langchain",
    aliases: &["given"],
    summary: "A vector store of the program's own: a LangChain object, or anything with its \
              methods, with the embedded store beside it.",
    settings: &[
        Setting::new(
            "client",
            Accepts::Text,
            "The object itself, which only a program can put here; its class is shown.",
        ),
        Setting::new(
            "path",
            Accepts::Path,
            "The file beside it, with history, words and messages; \":memory:\" keeps it in this \
             process. Default: in this process for objects that live there only, else a file of the \
             collection's name in `<dir>/langchain`.",
        ),
        Setting::new(
            "embedding_model_dims",
            Accepts::Whole,
            "Accepted and without effect: vectors are as long as the embedder makes them.",
        ),
    ],
    setting_aliases: &[super::ALIASES],
    example: "{}",
    notes: "\
- The object is handed over where the memory is opened: in Python at `vector_store.config.client`, in Rust with
  `Memory::open_with` and `mem0::parts::Overrides`. A configuration alone can't hold it; opening says so.
- The file beside it has everything; the object gets a point for each current memory, with the payload of the
  original. What another program put into it is taken in when a search meets it, and all of it when the file is new
  and the object can list it. Whose a memory is, is always compared here: the object's filters only help.
- A change is kept in the file first and then delivered. If the object fails, a warning says so, and it is told again
  with the next change or the next opening. Erasing says it as an error.
- A file that has memories is opened beside the object that it was used with: if that knows none of the newest, it is
  another one, and opening says so.",
    tested: "with InMemoryVectorStore of langchain-core, and objects of the same methods that fail on demand",
    make: Make::Beside(open),
};

fn open(config: &MemoryConfig) -> Result<Arc<SqliteStore>> {
    sqlite::open_file(config)
}

/// The configuration with a vector store that is handed over: of this provider, and with the file
/// that is beside it.
pub(crate) fn beside(config: MemoryConfig, vectors: &dyn VectorStore) -> Result<MemoryConfig> {
    let config = if config.vector_store().provider().name == PROVIDER.name {
        config
    } else {
        config.with("vector_store.provider", PROVIDER.name)?
    };
    if config.names_a_place() {
        return Ok(config);
    }
    let file = if vectors.capabilities().lasting {
        config
            .dir()
            .join(PROVIDER.name)
            .join(file_name(config.namespace()))
    } else {
        PathBuf::from(MEMORY)
    };
    config.with("path", file.to_string_lossy().into_owned())
}

/// A name for the file of a collection; two collections never share one.
fn file_name(namespace: &Namespace) -> String {
    let name = namespace.as_str();
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if name.chars().all(plain) && name.len() <= 64 {
        return format!("{name}.db");
    }
    format!("{}.db", MemoryItem::hash_of(name))
}

/// Why a configuration alone is not enough.
pub(in crate::registry) fn nothing_handed_over() -> Error {
    Error::Configuration {
        setting: "vector_store.provider".to_owned(),
        problem:
            "\"langchain\" is an object of the program's own, and none was handed over: put it \
                  at `vector_store.config.client` in Python, use `Memory::open_with` in Rust, or \
                  name another provider"
                .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_collections_never_share_a_file() {
        let names = ["mem0", "a/b", "a_b", "笔记", "日记", "..", ".", "A b"];
        let files = names.map(|name| file_name(&Namespace::new(name)));
        for (place, file) in files.iter().enumerate() {
            assert!(
                !file.contains(['/', '\\', ' ']) && !file.starts_with('.'),
                "{file}"
            );
            assert!(!files[..place].contains(file), "{file}");
        }
        assert_eq!(files[0], "mem0.db");
    }
}
