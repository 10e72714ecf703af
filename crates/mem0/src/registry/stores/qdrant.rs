//! Qdrant: a folder here, a server not yet.

use super::local_form::{Home, LocalForm};
use super::{ALIASES, DIMENSIONS, FOLDER, of_server};
use crate::config::{Accepts, Setting};
use crate::registry::{Make, Provider, ProviderKind};

/// Qdrant writes these with a capital, people without.
const DISTANCES: &[&str] = &[
    "cosine",
    "dot",
    "euclid",
    "manhattan",
    "Cosine",
    "Dot",
    "Euclid",
    "Manhattan",
];

const SERVER: [Setting; 5] = [
    of_server("host", Accepts::Text),
    of_server("port", Accepts::Whole),
    of_server("url", Accepts::Text),
    of_server("api_key", Accepts::Text).secret(),
    of_server("https", Accepts::Boolean),
];

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "qdrant",
    aliases: &[],
    summary: "Qdrant. Local form: the embedded store of ours, in its folder; server form: not yet.",
    settings: &[
        FOLDER,
        DIMENSIONS,
        Setting::new(
            "distance",
            Accepts::Choice(DISTANCES),
            "Accepted and without effect: vectors have length 1, and are compared by their angle.",
        ),
        Setting::new(
            "on_disk",
            Accepts::Boolean,
            "Accepted and without effect: everything is on disk.",
        ),
        SERVER[0],
        SERVER[1],
        SERVER[2],
        SERVER[3],
        SERVER[4],
    ],
    setting_aliases: &[ALIASES, &[("onDisk", "on_disk"), ("apiKey", "api_key")]],
    example: r#"{"path": "./qdrant", "collection_name": "notes"}"#,
    notes: "\
- Local form: with `path`, or with none of `host`, `port`, `url` and `api_key`. Memories are in `memory.db` in the
  folder; without `path` in `<dir>/memory.db`, the store that `Memory()` has, and never in the system's folder for
  temporary files, where the original puts them. Any number of processes may use it at once.
- `collection_name` is the room in the store: collections never see each other. All collections of a folder share one
  embedder.
- What Qdrant itself wrote in the folder stays as it is; opening warns of it, and says how to bring it in
  ([moving in](../moving-in.md)).",
    tested: "as `sqlite` is; the local form also from Python, in several processes",
    make: Make::LocalForm(&LocalForm {
        title: "Qdrant",
        home: Home::FolderOrStore,
        server: |chosen| {
            let options = ["url", "host", "api_key", "port"];
            options
                .into_iter()
                .find(|option| chosen.value(option).is_some())
        },
        instead: "name a folder at `path`, and no host, port, url or key",
    }),
};
