//! What is remembered.

use jiff::{Timestamp, civil::Date};
use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};

use crate::scope::Scope;

/// What callers attach to a memory: any JSON object.
pub type Metadata = serde_json::Map<String, serde_json::Value>;

/// What sort of statement a memory is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoryKind {
    /// A statement drawn from a conversation.
    #[default]
    Fact,
    /// A message kept word for word (`infer=False`).
    Message,
    /// How something was or is done (`memory_type="procedural_memory"`).
    Procedure,
}

impl MemoryKind {
    /// `fact`, `message` or `procedure`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Message => "message",
            Self::Procedure => "procedure",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Fact, Self::Message, Self::Procedure]
            .into_iter()
            .find(|kind| kind.as_str() == name)
    }
}

/// One version of one memory.
///
/// A memory keeps its `id` for life; every update closes the current version (`valid_to`) and
/// opens the next. The current version is the one whose `valid_to` is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemoryItem {
    /// A UUID, the same for all versions.
    pub id: String,
    /// Counts from 1.
    pub version: u32,
    /// Whose memory it is.
    pub scope: Scope,
    /// The statement, in the language in which it was said.
    pub text: String,
    /// Lower-case hex MD5 of the text.
    pub hash: String,
    /// ISO 639-1 code, or `und`.
    pub language: String,
    /// What sort of statement it is.
    pub kind: MemoryKind,
    /// Who said it, where it is known: a message's `name`.
    pub actor_id: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// What the caller attached, and what extraction found out (`resolved dates`).
    pub metadata: Metadata,
    /// Categories, if any were given or found.
    pub categories: Vec<String>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// When the memory came to be.
    pub created_at: Timestamp,
    /// When this version came to be.
    pub updated_at: Timestamp,
    /// The last day on which recall shows it (UTC); hidden from the day after.
    pub expires_on: Option<Date>,
    /// Whether updates are refused.
    pub immutable: bool,
    /// From when on this version holds: its `occurred_at` where one was given, else its creation.
    pub valid_from: Timestamp,
    /// Until when it held; `None` while it is current.
    pub valid_to: Option<Timestamp>,
    /// The memory that took its place, if another one did.
    pub superseded_by: Option<String>,
    /// Ids of the episodes it came from.
    pub sources: Vec<String>,
}

impl MemoryItem {
    /// The first version of a fact: this text, in this scope, known and true from this moment on.
    ///
    /// It has no speaker, no metadata, no categories and no sources, never expires and may be
    /// changed; its language is `und`. What else is known of it is filled in by name:
    ///
    /// ```
    /// use mem0_core::{MemoryItem, Scope, Timestamp};
    ///
    /// let item = MemoryItem {
    ///     language: "en".to_owned(),
    ///     role: Some("user".to_owned()),
    ///     ..MemoryItem::new("1", Scope::user("ann"), "likes tea", Timestamp::UNIX_EPOCH)
    /// };
    /// assert_eq!((item.version, item.is_current()), (1, true));
    /// ```
    pub fn new(
        id: impl Into<String>,
        scope: Scope,
        text: impl Into<String>,
        at: Timestamp,
    ) -> Self {
        let text = text.into();
        Self {
            id: id.into(),
            version: 1,
            scope,
            hash: Self::hash_of(&text),
            text,
            language: "und".to_owned(),
            kind: MemoryKind::Fact,
            actor_id: None,
            role: None,
            metadata: Metadata::new(),
            categories: Vec::new(),
            occurred_at: at,
            created_at: at,
            updated_at: at,
            expires_on: None,
            immutable: false,
            valid_from: at,
            valid_to: None,
            superseded_by: None,
            sources: Vec::new(),
        }
    }

    /// Lower-case hex MD5 of a memory's text, as the original computes it.
    pub fn hash_of(text: &str) -> String {
        let digest = Md5::digest(text.as_bytes());
        digest
            .iter()
            .fold(String::with_capacity(32), |mut hex, byte| {
                for nibble in [byte >> 4, byte & 15] {
                    hex.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
                }
                hex
            })
    }

    /// Whether recall hides it on this day (UTC) because its last day has passed.
    pub fn is_expired(&self, today: Date) -> bool {
        self.expires_on.is_some_and(|last| last < today)
    }

    /// Whether this version is the current one.
    pub fn is_current(&self) -> bool {
        self.valid_to.is_none()
    }

    /// Whether this version held at that moment.
    pub fn held_at(&self, moment: Timestamp) -> bool {
        self.valid_from <= moment && self.valid_to.is_none_or(|end| moment < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_md5_of_the_utf8_text() {
        assert_eq!(MemoryItem::hash_of(""), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(
            MemoryItem::hash_of("hello"),
            "5d41402abc4b2a76b9719d911017c592"
        );
    }
}
