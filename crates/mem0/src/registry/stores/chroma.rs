//! Chroma: a folder here, a server and the cloud not yet.

use super::local_form::{Home, LocalForm};
use super::{ALIASES, DIMENSIONS, FOLDER, of_server};
use crate::config::Accepts;
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "chroma",
    aliases: &[],
    summary: "Chroma. Local form: the embedded store of ours, in its folder; server form and \
              Chroma Cloud: not yet.",
    settings: &[
        FOLDER,
        DIMENSIONS,
        of_server("host", Accepts::Text),
        of_server("port", Accepts::Whole),
        of_server("api_key", Accepts::Text).secret(),
        of_server("tenant", Accepts::Text),
    ],
    setting_aliases: &[ALIASES, &[("apiKey", "api_key")]],
    example: r#"{"path": "./chroma_db", "collection_name": "my_memories"}"#,
    notes: "\
- Local form: with `path`, or with none of `host`, `port`, `api_key` and `tenant`. Memories are in `memory.db` in the
  folder; without `path` in `<dir>/chroma/memory.db`, and never in the system's folder for temporary files, where the
  original puts them. Any number of processes may use it at once.
- `collection_name` is the room in the store: collections never see each other. All collections of a folder share one
  embedder. Metadata may be of any shape, lists and objects included.
- What Chroma itself wrote in the folder (`chroma.sqlite3`) stays as it is; opening warns of it, and says how to bring
  it in ([moving in](../moving-in.md)).",
    tested: "as `sqlite` is; the local form also from Python, in several processes",
    make: Make::LocalForm(&LocalForm {
        title: "Chroma",
        home: Home::Folder,
        server: |chosen| {
            let options = ["host", "port", "api_key", "tenant"];
            options
                .into_iter()
                .find(|option| chosen.value(option).is_some())
        },
        instead: "name a folder at `path`, and no host, port, key or tenant",
    }),
};
