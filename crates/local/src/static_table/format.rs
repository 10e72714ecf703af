//! The table's bytes, read in place.
//!
//! Little-endian throughout: the magic, seven 32-bit numbers (see [`Header`]), one `(offset, length)`
//! pair of 64-bit numbers for each section of [`Section`], then the sections. A key is found by
//! open addressing: a slot holds the row in its low 18 bits and 14 bits of the key's hash above
//! them, all ones when it is empty. Rows are stored as 4-bit or 8-bit numbers with one scale each;
//! a row's length is its weight.

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

const MAGIC: &[u8; 8] = b"mem0tabl";
const VERSION: u32 = 1;
const ROW_BITS: u32 = 18;
const EMPTY: u32 = u32::MAX;
/// No key lies further from its place than this; the maker of the table makes sure.
const LONGEST_PROBE: usize = 256;

/// Why a table can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file can't be read.
    #[error("the table {path} can't be read", path = .path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are something else.
    #[error("this is no table of token vectors")]
    NotATable,
    /// The table has a format of another version of this program.
    #[error("the table has format {found}; this version reads {VERSION}")]
    OtherFormat {
        /// Its format.
        found: u32,
    },
    /// A part of the table is missing or contradicts the others.
    #[error("the table is damaged: its {section} can't be right")]
    Damaged {
        /// Which part.
        section: &'static str,
    },
}

/// The sections, in the order of their entries.
#[derive(Debug, Clone, Copy)]
enum Section {
    Description,
    Keys,
    KeyEnds,
    Costs,
    Scales,
    Vectors,
    Slots,
    Folds,
    FoldTexts,
    Compositions,
    Classes,
}

const SECTIONS: [(Section, &str); 11] = [
    (Section::Description, "description"),
    (Section::Keys, "keys"),
    (Section::KeyEnds, "key ends"),
    (Section::Costs, "costs"),
    (Section::Scales, "scales"),
    (Section::Vectors, "vectors"),
    (Section::Slots, "slots"),
    (Section::Folds, "folds"),
    (Section::FoldTexts, "fold texts"),
    (Section::Compositions, "compositions"),
    (Section::Classes, "classes"),
];

/// The numbers after the magic and the version.
#[derive(Debug, Clone, Copy)]
struct Header {
    rows: usize,
    dims: usize,
    bits: u32,
    slots: usize,
    longest_key: usize,
}

/// A table of token vectors.
#[derive(Debug)]
pub(super) struct Table {
    bytes: Cow<'static, [u8]>,
    header: Header,
    sections: [Range<usize>; SECTIONS.len()],
}

impl Table {
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, TableError> {
        let number =
            |at: usize| u32_at(&bytes, at).ok_or(TableError::Damaged { section: "header" });
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(TableError::NotATable);
        }
        let found = number(8)?;
        if found != VERSION {
            return Err(TableError::OtherFormat { found });
        }
        let header = Header {
            rows: number(12)? as usize,
            dims: number(16)? as usize,
            bits: number(20)?,
            slots: number(24)? as usize,
            longest_key: number(28)? as usize,
        };
        let mut sections: [Range<usize>; SECTIONS.len()] = std::array::from_fn(|_| 0..0);
        for (place, (section, name)) in sections.iter_mut().zip(SECTIONS) {
            *place = section_range(&bytes, 36 + 16 * section as usize)
                .ok_or(TableError::Damaged { section: name })?;
        }
        let table = Self {
            bytes,
            header,
            sections,
        };
        table.check()?;
        Ok(table)
    }

    /// Checks what later reads rely on; what is inside a section is checked where it is read.
    fn check(&self) -> Result<(), TableError> {
        let Header {
            rows,
            dims,
            bits,
            slots,
            ..
        } = self.header;
        let expected = [
            (Section::KeyEnds, rows.saturating_mul(4)),
            (Section::Costs, rows),
            (Section::Scales, rows.saturating_mul(4)),
            (
                Section::Vectors,
                rows.saturating_mul(dims).saturating_mul(bits as usize) / 8,
            ),
            (Section::Slots, slots.saturating_mul(4)),
        ];
        for (section, length) in expected {
            if self.section(section).len() != length {
                let (_, name) = SECTIONS[section as usize];
                return Err(TableError::Damaged { section: name });
            }
        }
        let shaped = slots.is_power_of_two()
            && slots > rows
            && rows < (1 << ROW_BITS)
            && dims > 0
            && dims % 16 == 0
            && (bits == 4 || bits == 8);
        if !shaped {
            return Err(TableError::Damaged { section: "header" });
        }
        std::str::from_utf8(self.section(Section::Description)).map_err(|_| {
            TableError::Damaged {
                section: "description",
            }
        })?;
        Ok(())
    }

    pub(super) fn rows(&self) -> usize {
        self.header.rows
    }

    pub(super) fn dims(&self) -> usize {
        self.header.dims
    }

    /// Length of the longest key, in characters.
    pub(super) fn longest_key(&self) -> usize {
        self.header.longest_key
    }

    /// A field of the description, which has one `field = value` on each line; empty if missing or no
    /// text.
    pub(super) fn describe(&self, field: &str) -> &str {
        std::str::from_utf8(self.section(Section::Description))
            .unwrap_or_default()
            .lines()
            .filter_map(|line| line.split_once(" = "))
            .find_map(|(name, value)| (name == field).then_some(value))
            .unwrap_or_default()
    }

    /// The row of a key, whose hash the caller has built up character by character.
    pub(super) fn find(&self, key: &[u8], hash: KeyHash) -> Option<usize> {
        let slots = self.section(Section::Slots);
        let mask = self.header.slots - 1;
        let mark = hash.mark();
        let first = hash.place();
        for step in 0..LONGEST_PROBE {
            let slot = u32_at(slots, 4 * ((first + step) & mask))?;
            if slot == EMPTY {
                return None;
            }
            if slot >> ROW_BITS == mark {
                let row = (slot & ((1 << ROW_BITS) - 1)) as usize;
                if self.key(row) == Some(key) {
                    return Some(row);
                }
            }
        }
        None
    }

    /// The key of a row.
    pub(super) fn key(&self, row: usize) -> Option<&[u8]> {
        let ends = self.section(Section::KeyEnds);
        let end = u32_at(ends, 4 * row)? as usize;
        let start = if row == 0 {
            0
        } else {
            u32_at(ends, 4 * row - 4)? as usize
        };
        self.section(Section::Keys).get(start..end)
    }

    /// How unlikely the key is: ten times its negative log probability.
    pub(super) fn cost(&self, row: usize) -> u32 {
        self.section(Section::Costs)
            .get(row)
            .map_or(u32::from(u8::MAX), |cost| u32::from(*cost))
    }

    /// Adds a row's vector to a sum.
    pub(super) fn add_row(&self, row: usize, sum: &mut [f32]) {
        let Some((scale, vector)) = self.row(row) else {
            return;
        };
        if self.header.bits == 8 {
            for (x, byte) in sum.iter_mut().zip(vector) {
                *x += scale * f32::from(byte.cast_signed());
            }
            return;
        }
        // The low halves are the first half of the dimensions, the high halves the second, so
        // that both loops run over neighbours.
        let (low, high) = sum.split_at_mut(self.header.dims / 2);
        for ((x, y), byte) in low.iter_mut().zip(high).zip(vector) {
            *x += scale * (f32::from(byte & 15) - 8.0);
            *y += scale * (f32::from(byte >> 4) - 8.0);
        }
    }

    /// A row's vector in whole numbers, and what they are to be multiplied with.
    pub(super) fn steps(&self, row: usize, steps: &mut [i16]) -> Option<f32> {
        let (scale, vector) = self.row(row)?;
        if self.header.bits == 8 {
            for (step, byte) in steps.iter_mut().zip(vector) {
                *step = i16::from(byte.cast_signed());
            }
            return Some(scale);
        }
        let (low, high) = steps.split_at_mut(self.header.dims / 2);
        for ((x, y), byte) in low.iter_mut().zip(high).zip(vector) {
            *x = i16::from(byte & 15) - 8;
            *y = i16::from(byte >> 4) - 8;
        }
        Some(scale)
    }

    fn row(&self, row: usize) -> Option<(f32, &[u8])> {
        let scale = u32_at(self.section(Section::Scales), 4 * row).map(f32::from_bits)?;
        let width = self.header.dims * self.header.bits as usize / 8;
        let vectors = self.section(Section::Vectors);
        Some((scale, vectors.get(row * width..(row + 1) * width)?))
    }

    /// What a character folds to, if to anything but itself.
    pub(super) fn folded(&self, character: char) -> Option<&str> {
        let entries = self.section(Section::Folds);
        let at = search(entries, 8, |entry| {
            u32_at(entry, 0).cmp(&Some(character as u32))
        })?;
        let place = u32_at(entries, 8 * at + 4)? as usize;
        let (start, length) = (place >> 8, place & 255);
        let text = self
            .section(Section::FoldTexts)
            .get(start..start + length)?;
        std::str::from_utf8(text).ok()
    }

    /// The one letter that a letter and a mark make together.
    pub(super) fn composed(&self, letter: char, mark: char) -> Option<char> {
        let entries = self.section(Section::Compositions);
        let wanted = (Some(letter as u32), Some(mark as u32));
        let at = search(entries, 12, |entry| {
            (u32_at(entry, 0), u32_at(entry, 4)).cmp(&wanted)
        })?;
        char::from_u32(u32_at(entries, 12 * at + 8)?)
    }

    /// The number of the class of a folded character beyond ASCII.
    pub(super) fn class(&self, character: char) -> u32 {
        let entries = self.section(Section::Classes);
        let code = character as u32;
        let compare = |entry: &[u8]| {
            let (first, last) = (u32_at(entry, 0)?, u32_at(entry, 4)?);
            Some(match code {
                _ if code < first => std::cmp::Ordering::Greater,
                _ if code > last => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Equal,
            })
        };
        search(entries, 12, |entry| {
            compare(entry).unwrap_or(std::cmp::Ordering::Greater)
        })
        .and_then(|at| u32_at(entries, 12 * at + 8))
        .unwrap_or_default()
    }

    fn section(&self, section: Section) -> &[u8] {
        &self.bytes[self.sections[section as usize].clone()]
    }
}

/// FNV-1a over a key's bytes, extended as the key grows.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyHash(u64);

impl KeyHash {
    pub(super) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    pub(super) fn extended(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(bytes.iter().fold(self.0, step))
    }

    fn place(self) -> usize {
        ((self.0 >> 32) ^ self.0) as u32 as usize
    }

    /// Never all ones, so that no slot in use looks empty.
    fn mark(self) -> u32 {
        ((self.0 >> 48) & 0x1fff) as u32
    }
}

/// The number of the entry that compares equal, by bisection over entries of `width` bytes.
fn search(
    entries: &[u8],
    width: usize,
    compare: impl Fn(&[u8]) -> std::cmp::Ordering,
) -> Option<usize> {
    let (mut low, mut high) = (0, entries.len() / width);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(&entries[middle * width..(middle + 1) * width]) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn section_range(bytes: &[u8], entry: usize) -> Option<Range<usize>> {
    let number = |at: usize| {
        let eight = bytes.get(at..at + 8)?.first_chunk::<8>()?;
        usize::try_from(u64::from_le_bytes(*eight)).ok()
    };
    let (offset, length) = (number(entry)?, number(entry + 8)?);
    let range = offset..offset.checked_add(length)?;
    (range.end <= bytes.len()).then_some(range)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?.first_chunk::<4>()?;
    Some(u32::from_le_bytes(*four))
}
