//! The static table: a vector for each token; a text is the sum of its tokens' vectors.
//!
//! | file | question it answers |
//! | --- | --- |
//! | `format` | how is a table laid out in bytes, and is this one whole? |
//! | `folding` | which characters count as the same? |
//! | `tokens` | which rows of the table does a text touch? |
//! | `excerpt` | what is read of a very long text? |
//! | `closeness` | how much of a question does a text take up, word by word? |
//! | `recent` | which rows do texts touch that were just read? |
//! | `fallback` | which vector does a text get that touches no row? |
//! | `embedder` | how does it answer as an [`Embedder`](mem0_core::Embedder)? |
//!
//! How the table was made, from which models, and how well it does: `tools/distil/README.md`.

mod closeness;
mod embedder;
mod excerpt;
mod fallback;
mod folding;
mod format;
mod recent;
#[cfg(test)]
mod tests;
mod tokens;

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use mem0_core::EmbedderIdentity;

pub use format::TableError;

use folding::Folded;
use format::{KeyHash, Table};
use recent::RecentRows;

/// The table that is compiled in.
static EMBEDDED: &[u8] = include_bytes!("../models/static-multilingual-v1.bin");

/// Embeds texts with a table of token vectors, in this thread and without any allocation to
/// speak of.
///
/// Texts are handed over as they are: no prefix for questions, no speaker names in front. Case,
/// full width and traditional or simplified characters make no difference. Clones share the table.
#[derive(Debug, Clone)]
pub struct StaticEmbedder {
    table: Arc<Table>,
    recent: Arc<RecentRows>,
}

impl StaticEmbedder {
    /// The table compiled into this program. Takes microseconds: nothing is copied or indexed.
    ///
    /// # Errors
    /// The program was built with a damaged table.
    pub fn embedded() -> Result<Self, TableError> {
        Self::from_bytes(Cow::Borrowed(EMBEDDED))
    }

    /// A table of the same format from a file.
    ///
    /// # Errors
    /// The file can't be read or is no table of a format known here.
    pub fn open(path: &Path) -> Result<Self, TableError> {
        let bytes = std::fs::read(path).map_err(|source| TableError::Read {
            path: path.to_path_buf(),
            source,
        })?;
        Self::from_bytes(Cow::Owned(bytes))
    }

    fn from_bytes(bytes: Cow<'static, [u8]>) -> Result<Self, TableError> {
        Ok(Self {
            table: Arc::new(Table::read(bytes)?),
            recent: Arc::default(),
        })
    }

    /// The embedding of a text, of length 1.
    ///
    /// A text without one known token, such as one in a script that the table lacks, gets a vector
    /// hashed from its characters: equal texts are equal, others unrelated. A text without any
    /// character to hash gets one fixed vector. Of a text beyond 16 KiB the first half of that is
    /// read and the other half in samples spread evenly over the rest.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; self.dims()];
        let mut touched = false;
        for part in excerpt::parts(text) {
            tokens::rows(&self.table, part, |row| {
                self.table.add_row(row, &mut vector);
                touched = true;
            });
        }
        if !touched || !normalize(&mut vector) {
            fallback::hashed(&self.table, text, &mut vector);
        }
        vector
    }

    /// Length of the vectors.
    pub fn dims(&self) -> usize {
        self.table.dims()
    }

    /// Which table this is; vectors of tables with other identities can't be compared.
    pub fn identity(&self) -> EmbedderIdentity {
        EmbedderIdentity {
            provider: "static".to_owned(),
            model: self.table.describe("name").to_owned(),
            revision: self.table.describe("revision").to_owned(),
            dimensions: self.dims(),
        }
    }

    /// What the table says about its making: `source`, `license`, `created_by` and so on.
    pub fn describe(&self, field: &str) -> &str {
        self.table.describe(field)
    }
}

/// For what else is told about the table's words.
impl StaticEmbedder {
    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.table.rows()
    }

    /// The row of a word that the table has as a whole, folded as texts are.
    pub(crate) fn row_of_word(&self, word: &str) -> Option<usize> {
        let folded = Folded::new(&self.table, word);
        let key = folded.text.as_bytes();
        self.table.find(key, KeyHash::EMPTY.extended(key))
    }

    /// The word of a row.
    pub(crate) fn word(&self, row: usize) -> Option<&str> {
        std::str::from_utf8(self.table.key(row)?).ok()
    }
}

/// Scales to length 1; `false` where there is no direction to keep.
fn normalize(vector: &mut [f32]) -> bool {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if !length.is_finite() || length < 1e-6 {
        return false;
    }
    for x in vector {
        *x /= length;
    }
    true
}
