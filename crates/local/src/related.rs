//! Words that mean something close, by the static table's vectors: computed once and compiled in,
//! for looking through 150,000 vectors takes longer than a whole search.
//!
//! Little-endian: the magic, then the version, the number of the table's rows, of lists and of
//! neighbours (32 bits each) and the table's FNV-1a digest (64 bits). Then for each row the number
//! of its list from 1, or 0 (24 bits); where each list ends (32 bits); the neighbours, list after
//! list, each its row in the low 18 of 24 bits and its similarity above them, in hundredths beyond
//! [`LEAST`]. Forms of one word have one list. How it was made: `tools/distil/README.md`.

use std::borrow::Cow;
use std::ops::Range;

use mem0_core::{RelatedWord, RelatedWords};

use crate::static_table::{StaticEmbedder, TableError};

/// The related words that are compiled in.
static EMBEDDED: &[u8] = include_bytes!("../models/related-words-v1.bin");

const MAGIC: &[u8; 8] = b"mem0rela";
const VERSION: u32 = 1;
const HEADER: usize = 32;
const ROW_BITS: u32 = 18;
/// The similarity that is stored as 0, in hundredths: the greatest of six bits is 1.
const LEAST: u8 = 37;

/// Why related words can't be used.
#[derive(Debug, thiserror::Error)]
pub enum RelatedWordsError {
    /// The bytes are something else.
    #[error("these are no related words")]
    NotRelatedWords,
    /// They have a format of another version of this program.
    #[error("the related words have format {found}; this version reads {VERSION}")]
    OtherFormat {
        /// Their format.
        found: u32,
    },
    /// They speak of the rows of another table.
    #[error("the related words belong to a table of {expected} rows, this one has {found}")]
    OtherTable {
        /// The rows that they speak of.
        expected: usize,
        /// The rows that there are.
        found: usize,
    },
    /// A part is missing or surplus.
    #[error("the related words are damaged: {length} bytes where there should be {expected}")]
    Damaged {
        /// The bytes that there are.
        length: usize,
        /// The bytes that the header promises.
        expected: usize,
    },
    /// The table whose words they are can't be used.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Which words mean something close, in Chinese, English and the other large languages, also
/// across languages. Clones share everything.
///
/// ```
/// use mem0_core::RelatedWords as _;
/// use mem0_local::RelatedWordTable;
///
/// let words = RelatedWordTable::embedded()?;
/// assert!(words.related("pets").iter().any(|word| word.text == "dog"));
/// assert!(words.related("医生").iter().any(|word| word.text == "医院"));
/// # Ok::<(), mem0_local::RelatedWordsError>(())
/// ```
#[derive(Debug, Clone)]
pub struct RelatedWordTable {
    words: StaticEmbedder,
    bytes: Cow<'static, [u8]>,
    list_of_row: Range<usize>,
    list_ends: Range<usize>,
    neighbours: Range<usize>,
}

impl RelatedWordTable {
    /// The related words compiled into this program. Takes microseconds: what is inside is checked
    /// where it is read.
    ///
    /// # Errors
    /// The program was built with damaged files.
    pub fn embedded() -> Result<Self, RelatedWordsError> {
        Self::from_bytes(StaticEmbedder::embedded()?, Cow::Borrowed(EMBEDDED))
    }

    fn from_bytes(
        words: StaticEmbedder,
        bytes: Cow<'static, [u8]>,
    ) -> Result<Self, RelatedWordsError> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(RelatedWordsError::NotRelatedWords);
        }
        let number = |at| number_at(&bytes, at, 4).ok_or(damaged(&bytes, HEADER));
        let found = number(8)?;
        if found != VERSION {
            return Err(RelatedWordsError::OtherFormat { found });
        }
        let [rows, lists, neighbours] = [12, 16, 20].map(|at| number(at).map(|n| n as usize));
        let (rows, lists, neighbours) = (rows?, lists?, neighbours?);
        if rows != words.rows() {
            return Err(RelatedWordsError::OtherTable {
                expected: rows,
                found: words.rows(),
            });
        }
        let list_of_row = HEADER..HEADER + 3 * rows;
        let list_ends = list_of_row.end..list_of_row.end.saturating_add(lists.saturating_mul(4));
        let neighbours = list_ends.end..list_ends.end.saturating_add(neighbours.saturating_mul(3));
        if neighbours.end != bytes.len() {
            return Err(damaged(&bytes, neighbours.end));
        }
        Ok(Self {
            words,
            bytes,
            list_of_row,
            list_ends,
            neighbours,
        })
    }

    /// The bytes of the neighbours of a row, if it has any.
    fn list(&self, row: usize) -> Option<&[u8]> {
        let list = number_at(self.bytes.get(self.list_of_row.clone())?, 3 * row, 3)? as usize;
        let before = list.checked_sub(1)?;
        let ends = self.bytes.get(self.list_ends.clone())?;
        let start = match before {
            0 => 0,
            _ => number_at(ends, 4 * (before - 1), 4)? as usize,
        };
        let end = number_at(ends, 4 * before, 4)? as usize;
        let neighbours = self.bytes.get(self.neighbours.clone())?;
        neighbours.get(start.checked_mul(3)?..end.checked_mul(3)?)
    }
}

impl RelatedWords for RelatedWordTable {
    fn related(&self, word: &str) -> Vec<RelatedWord> {
        let list = self.words.row_of_word(word).and_then(|row| self.list(row));
        let (neighbours, _) = list.unwrap_or_default().as_chunks::<3>();
        let read = |neighbour: &[u8; 3]| {
            let row = number_at(neighbour, 0, 3)? & ((1 << ROW_BITS) - 1);
            Some(RelatedWord {
                text: self.words.word(row as usize)?.to_owned(),
                similarity: f32::from(LEAST + (neighbour[2] >> 2)) / 100.0,
            })
        };
        neighbours.iter().filter_map(read).collect()
    }
}

fn damaged(bytes: &[u8], expected: usize) -> RelatedWordsError {
    RelatedWordsError::Damaged {
        length: bytes.len(),
        expected,
    }
}

/// The little-endian number of `width` (at most four) bytes.
fn number_at(bytes: &[u8], at: usize, width: usize) -> Option<u32> {
    let digits = bytes.get(at..at.checked_add(width)?)?;
    let add = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
    Some(digits.iter().rev().fold(0, add))
}

#[cfg(test)]
mod tests;
