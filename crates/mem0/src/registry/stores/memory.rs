//! The store in this process, as the original's TypeScript package calls it.

use super::local_form::{Home, LocalForm};
use super::{ALIASES, DIMENSIONS};
use crate::config::{Accepts, Setting};
use crate::registry::{Make, Provider, ProviderKind};

pub(super) const PROVIDER: Provider = Provider {
    kind: ProviderKind::VectorStore,
    name: "memory",
    aliases: &[],
    summary: "The embedded store, in this process only: gone when it ends.",
    settings: &[
        Setting::new(
            "path",
            Accepts::Path,
            "A file to keep it in after all: for `notes.db` the embedded store has \
             `notes.mem0.db` beside it.",
        ),
        DIMENSIONS,
    ],
    setting_aliases: &[ALIASES, &[("dbPath", "path"), ("db_path", "path")]],
    example: "{}",
    notes: "\
- The same as `path = \":memory:\"` with the provider `sqlite`. The original's TypeScript package keeps it in a file
  unless told otherwise; here a file has to be named.",
    tested: "as `sqlite` is",
    make: Make::LocalForm(&LocalForm {
        title: "the store in memory",
        home: Home::File("path"),
        server: |_| None,
        instead: "nothing needs to be named",
    }),
};
