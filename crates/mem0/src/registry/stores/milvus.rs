//! Milvus: a file (Milvus Lite) here, a server not yet.

use super::local_form::{Home, LocalForm};
use super::{ALIASES, DIMENSIONS, of_server};
use crate::config::{Accepts, ProviderConfig, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "milvus",
    aliases: &[],
    summary: "Milvus. Local form (Milvus Lite): the embedded store of ours, beside its file; \
              server form: not yet.",
    settings: &[
        Setting::new(
            "url",
            Accepts::Text,
            "The file of the local form, whose name ends in `.db`: for `notes.db` the embedded \
             store has `notes.mem0.db` beside it. Any other address is a server's, and so is the \
             default, `http://localhost:19530`.",
        ),
        DIMENSIONS,
        Setting::new(
            "metric_type",
            Accepts::Choice(&["L2", "IP", "COSINE", "HAMMING", "JACCARD"]),
            "Accepted and without effect: vectors have length 1, and are compared by their angle.",
        ),
        of_server("token", Accepts::Text).secret(),
        of_server("db_name", Accepts::Text),
    ],
    setting_aliases: &[
        ALIASES,
        &[("metricType", "metric_type"), ("dbName", "db_name")],
    ],
    example: r#"{"url": "./milvus.db", "collection_name": "notes"}"#,
    notes: "\
- Any number of processes may use the local form at once.
- `collection_name` is the room in the store: collections never see each other. All collections of a file share one
  embedder.
- A file of Milvus Lite stays as it is, and can't be read here; opening warns of it. To bring its memories in, have the
  original write down what `get_all` answers ([moving in](../moving-in.md)).",
    tested: "as `sqlite` is; the local form also from Python, in several processes",
    make: Make::LocalForm(&LocalForm {
        title: "Milvus",
        home: Home::File("url"),
        server: |chosen| (!is_file(chosen)).then_some("url"),
        instead: "name a file at `url`, such as \"./milvus.db\"",
    }),
};

fn is_file(chosen: &ProviderConfig) -> bool {
    let url = chosen.text("url").map(str::trim);
    url.is_some_and(|url| url.ends_with(".db") && !url.contains("://"))
}
