//! Which characters count as the same: the table says, so that it can't disagree with its reader.

use super::format::Table;

/// What part a character plays in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Between tokens.
    Separator,
    /// In a word of a script that puts spaces between words.
    Word,
    /// In a run of a script that doesn't: Han, kana, Thai.
    Unspaced,
    /// A token by itself, such as an emoji.
    Symbol,
    /// Belongs to what is before it.
    Mark,
}

/// A folded text: its characters with their places and classes.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// The byte at which each character starts, and the text's length at the end.
    pub(super) starts: Vec<usize>,
    /// The class of each character.
    pub(super) classes: Vec<Class>,
}

impl Folded {
    pub(super) fn new(table: &Table, text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            starts: Vec::with_capacity(text.len() + 1),
            classes: Vec::with_capacity(text.len()),
        };
        for character in text.chars() {
            if character.is_ascii() {
                let lower = if character == '`' {
                    '\''
                } else {
                    character.to_ascii_lowercase()
                };
                folded.push(table, lower);
                continue;
            }
            match table.folded(character) {
                None => folded.push_composing(table, character),
                Some(forms) => forms
                    .chars()
                    .for_each(|form| folded.push_composing(table, form)),
            }
        }
        folded.starts.push(folded.text.len());
        folded
    }

    /// The text of some characters.
    pub(super) fn slice(&self, characters: std::ops::Range<usize>) -> &str {
        &self.text[self.starts[characters.start]..self.starts[characters.end]]
    }

    /// Number of characters.
    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    fn push_composing(&mut self, table: &Table, character: char) {
        let before = self.text.chars().next_back();
        match before.and_then(|letter| table.composed(letter, character)) {
            Some(letter) => {
                self.text.pop();
                self.starts.pop();
                self.classes.pop();
                self.push(table, letter);
            }
            None => self.push(table, character),
        }
    }

    fn push(&mut self, table: &Table, character: char) {
        self.starts.push(self.text.len());
        self.text.push(character);
        self.classes.push(class(table, character));
    }
}

fn class(table: &Table, character: char) -> Class {
    if character.is_ascii() {
        return if character.is_ascii_alphanumeric() {
            Class::Word
        } else {
            Class::Separator
        };
    }
    match table.class(character) {
        1 => Class::Word,
        2 => Class::Unspaced,
        3 => Class::Symbol,
        4 => Class::Mark,
        _ => Class::Separator,
    }
}
