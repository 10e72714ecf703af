//! Where one JSON value ends and the next begins, without reading the whole file.
//!
//! Two layouts are told apart by the first line: one value on each line (JSONL), or one document
//! whose records stand in an array, at the top or under one of [`LISTS`]. Where another document
//! follows the first, the next page of an answer for example, each counts as one value.

use std::io::{self, BufRead, Cursor, Read};

/// Names under which pages of answers keep their records.
pub const PAGES: [&str; 4] = ["results", "memories", "records", "data"];

/// Names under which documents keep their array of records.
const LISTS: [&str; 6] = [
    "results",
    "memories",
    "records",
    "data",
    "conversations",
    "messages",
];

/// The longest value that is read, in bytes: a longer one is hardly a record.
const LONGEST: usize = 256 << 20;

/// One JSON value as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The values of a file, in order.
pub struct Pieces<R> {
    input: Input<R>,
    layout: Layout,
    /// An object that was read while a list was looked for in it.
    object: Option<Piece>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// One value on each line.
    Lines,
    /// The elements of an array; whether it stands in an object, and what follows after that.
    Array {
        within: bool,
        lines: bool,
    },
    /// Whole values, one after the other.
    Values,
    /// Something that is all one.
    Single,
    Done,
}

type Chained<R> = io::Chain<Cursor<Vec<u8>>, R>;

struct Input<R> {
    bytes: Chained<R>,
    line: usize,
}

impl<R: BufRead> Pieces<R> {
    /// Looks at the first line and chooses the layout.
    ///
    /// # Errors
    /// Reading failed.
    pub fn new(mut file: R) -> io::Result<Self> {
        let mut first = Vec::new();
        // Leading blank lines are passed over, but counted.
        let mut blank = 0;
        loop {
            let mut line = Vec::new();
            if file.read_until(b'\n', &mut line)? == 0 {
                break;
            }
            if first.is_empty() && line.starts_with(b"\xef\xbb\xbf") {
                line.drain(..3);
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                blank += 1;
                continue;
            }
            first = line;
            break;
        }
        let layout = layout(&first);
        let input = Input {
            bytes: Cursor::new(first).chain(file),
            line: 1 + blank,
        };
        let mut pieces = Self {
            input,
            layout,
            object: None,
        };
        if matches!(pieces.layout, Layout::Array { .. }) {
            pieces.enter(&LISTS)?;
        }
        Ok(pieces)
    }

    /// Goes to the first element of the array, at the top or under one of these names. An object
    /// that has none is a value by itself.
    fn enter(&mut self, lists: &[&str]) -> io::Result<()> {
        if self.input.past_blanks()? == Some(b'[') {
            self.input.take()?;
            return Ok(());
        }
        let Layout::Array { within, lines } = &mut self.layout else {
            return Ok(());
        };
        *within = true;
        let after = if *lines {
            Layout::Lines
        } else {
            Layout::Values
        };
        let line = self.input.line;
        let mut bytes: Vec<u8> = self.input.take()?.into_iter().collect();
        loop {
            match self.input.past_blanks()? {
                Some(b'"') => {}
                Some(b',') => {
                    bytes.extend(self.input.take()?);
                    continue;
                }
                // Its end; or a fault, which the half of an object tells.
                end => {
                    self.layout = if end == Some(b'}') {
                        after
                    } else {
                        Layout::Done
                    };
                    bytes.extend(self.input.take()?);
                    self.object = Some(Piece { line, bytes });
                    return Ok(());
                }
            }
            let name = self.input.value()?;
            bytes.extend(&name);
            if self.input.past_blanks()? == Some(b':') {
                bytes.extend(self.input.take()?);
            }
            let value = self.input.past_blanks()?;
            let listed = name
                .get(1..name.len().saturating_sub(1))
                .unwrap_or_default();
            if value == Some(b'[') && lists.iter().any(|name| name.as_bytes() == listed) {
                self.input.take()?;
                return Ok(());
            }
            bytes.extend(self.input.value()?);
        }
    }

    fn element(&mut self) -> io::Result<Option<Piece>> {
        loop {
            match self.input.past_blanks()? {
                Some(b',') => {
                    self.input.take()?;
                }
                // The file was cut off: half of a list, which is a fault that is told.
                None => {
                    self.layout = Layout::Done;
                    let line = self.input.line;
                    let bytes = b"[".to_vec();
                    return Ok(Some(Piece { line, bytes }));
                }
                Some(b']') => {
                    self.leave()?;
                    return Ok(None);
                }
                Some(_) => break,
            }
        }
        let line = self.input.line;
        let bytes = self.input.value()?;
        if bytes.is_empty() {
            // A stray closing bracket: pass over it, or this would never end.
            self.input.take()?;
        }
        Ok(Some(Piece { line, bytes }))
    }

    /// Goes past the array, and past the rest of the object in which it stands.
    fn leave(&mut self) -> io::Result<()> {
        self.input.take()?;
        let Layout::Array { within, lines } = self.layout else {
            return Ok(());
        };
        if within {
            self.out_of_object()?;
        }
        self.layout = if lines { Layout::Lines } else { Layout::Values };
        Ok(())
    }

    /// Goes past the other keys of an object, and past its end.
    fn out_of_object(&mut self) -> io::Result<()> {
        loop {
            match self.input.past_blanks()? {
                Some(b'"') => {
                    self.input.value()?;
                }
                Some(b':') => {
                    self.input.take()?;
                    self.input.past_blanks()?;
                    self.input.value()?;
                }
                Some(b'}') => {
                    self.input.take()?;
                    return Ok(());
                }
                Some(_) => {
                    self.input.take()?;
                }
                None => return Ok(()),
            }
        }
    }

    /// The next document after the first.
    fn document(&mut self) -> io::Result<Option<Piece>> {
        while matches!(self.input.past_blanks()?, Some(b',' | b']' | b'}' | b':')) {
            self.input.take()?;
        }
        let line = self.input.line;
        let bytes = self.input.value()?;
        if bytes.is_empty() {
            self.layout = Layout::Done;
            return Ok(None);
        }
        Ok(Some(Piece { line, bytes }))
    }

    fn next_line(&mut self) -> io::Result<Option<Piece>> {
        loop {
            let mut bytes = Vec::new();
            let line = self.input.line;
            if self.input.bytes.read_until(b'\n', &mut bytes)? == 0 {
                self.layout = Layout::Done;
                return Ok(None);
            }
            self.input.line += 1;
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Piece { line, bytes }));
            }
        }
    }

    fn single(&mut self) -> io::Result<Option<Piece>> {
        let line = self.input.line;
        let mut bytes = Vec::new();
        self.input.bytes.read_to_end(&mut bytes)?;
        self.layout = Layout::Done;
        Ok((!bytes.is_empty()).then_some(Piece { line, bytes }))
    }
}

impl<R: BufRead> Iterator for Pieces<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(object) = self.object.take() {
            return Some(Ok(object));
        }
        loop {
            let before = self.layout;
            let next = match before {
                Layout::Lines => self.next_line(),
                Layout::Array { .. } => self.element(),
                Layout::Values => self.document(),
                Layout::Single => self.single(),
                Layout::Done => Ok(None),
            };
            // Nothing more of this, but perhaps something after it.
            if matches!(next, Ok(None)) && self.layout != before {
                continue;
            }
            return next.transpose();
        }
    }
}

impl<R: BufRead> Input<R> {
    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.bytes.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if let Some(byte) = byte {
            self.bytes.consume(1);
            self.line += usize::from(byte == b'\n');
        }
        Ok(byte)
    }

    fn past_blanks(&mut self) -> io::Result<Option<u8>> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.take()?;
        }
        Ok(None)
    }

    /// The bytes of the value that begins here: balanced brackets, a text, or a bare word.
    fn value(&mut self) -> io::Result<Vec<u8>> {
        let mut value = Vec::new();
        let mut depth = 0_usize;
        let mut in_text = false;
        let mut escaped = false;
        loop {
            let buffer = self.bytes.fill_buf()?;
            if buffer.is_empty() || value.len() > LONGEST {
                return Ok(value);
            }
            let mut used = 0;
            let mut lines = 0;
            let mut done = false;
            for &byte in buffer {
                if in_text {
                    used += 1;
                    lines += usize::from(byte == b'\n');
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => {
                            in_text = false;
                            done = depth == 0;
                        }
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_text = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 0 => {
                            depth -= 1;
                            done = depth == 0;
                        }
                        b'}' | b']' | b',' | b':' if depth == 0 => {
                            value.extend_from_slice(&buffer[..used]);
                            self.bytes.consume(used);
                            self.line += lines;
                            return Ok(value);
                        }
                        _ => lines += usize::from(byte == b'\n'),
                    }
                    used += 1;
                }
                if done {
                    break;
                }
            }
            value.extend_from_slice(&buffer[..used]);
            self.bytes.consume(used);
            self.line += lines;
            if done {
                return Ok(value);
            }
        }
    }
}

fn layout(first_line: &[u8]) -> Layout {
    let text = first_line.trim_ascii();
    match text.first() {
        None => Layout::Done,
        // A whole object on the first line is a record, unless it is a list of them.
        Some(b'{') if text.ends_with(b"}") && !holds_a_list(text) => Layout::Lines,
        Some(b'[' | b'{') => Layout::Array {
            within: false,
            lines: text.ends_with(b"}") || text.ends_with(b"]"),
        },
        Some(_) => Layout::Single,
    }
}

/// Whether one of the object's own keys is a list of records; a line of JSONL may well hold a
/// list of messages.
fn holds_a_list(object: &[u8]) -> bool {
    let bytes = Cursor::new(Vec::new()).chain(object);
    let mut pieces = Pieces {
        input: Input { bytes, line: 1 },
        layout: Layout::Array {
            within: false,
            lines: false,
        },
        object: None,
    };
    pieces.enter(&PAGES).is_ok() && matches!(pieces.layout, Layout::Array { .. })
}
