//! FAISS, which has a local form only.

use super::local_form::{Home, LocalForm};
use super::{ALIASES, DIMENSIONS, FOLDER};
use crate::config::{Accepts, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "faiss",
    aliases: &[],
    summary: "FAISS: the embedded store of ours, in its folder.",
    settings: &[
        FOLDER,
        DIMENSIONS,
        Setting::new(
            "distance_strategy",
            Accepts::Choice(&["euclidean", "inner_product", "cosine"]),
            "Accepted and without effect: vectors have length 1, and are compared by their angle.",
        ),
        Setting::new(
            "normalize_L2",
            Accepts::Boolean,
            "Accepted and without effect: vectors always have length 1.",
        ),
    ],
    setting_aliases: &[ALIASES],
    example: r#"{"path": "./faiss", "collection_name": "notes"}"#,
    notes: "\
- Memories are in `memory.db` in the folder; without `path` in `<dir>/faiss/memory.db`, and never in the system's
  folder for temporary files, where the original puts them. Any number of processes may use it at once; a filter is
  applied before the nearest are taken, and a change writes what has changed.
- `collection_name` is the room in the store: collections never see each other. All collections of a folder share one
  embedder.
- What FAISS itself wrote in the folder (`*.faiss` with `*.pkl` or `*.json`) stays as it is; opening warns of it, and
  says how to bring it in ([moving in](../moving-in.md)).",
    tested: "as `sqlite` is; the local form also from Python, in several processes",
    make: Make::LocalForm(&LocalForm {
        title: "FAISS",
        home: Home::Folder,
        server: |_| None,
        instead: "name a folder at `path`",
    }),
};
