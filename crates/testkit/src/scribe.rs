//! Memories, writes and questions for tests, with fixed times and ids.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date};
use mem0_core::memory_store::{
    Action, CandidateQuery, Changes, EntityMention, IndexEntry, ListQuery, Outcome, TimeSpan, View,
    Write,
};
use mem0_core::{
    Clock, EmbedderIdentity, Episode, Filter, IdSource, MemoryItem, MemoryStore, Scope,
};

use crate::embedder::{HashEmbedder, token_hash, tokens};
use crate::{FixedClock, SequentialIds, TestResult};

/// When a scribe's time begins.
pub const FIRST_MOMENT: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// The day on which a scribe's questions are asked.
pub const TODAY: Date = jiff::civil::date(2026, 6, 1);

/// How long a scribe's vectors are.
pub const DIMENSIONS: usize = 32;

/// Writes things down for a test: every memory has an id of its own and is a minute younger than
/// the one before.
#[derive(Debug)]
pub struct Scribe {
    /// Where its times come from.
    pub clock: FixedClock,
    /// Where its ids come from.
    pub ids: SequentialIds,
}

impl Default for Scribe {
    fn default() -> Self {
        Self {
            clock: FixedClock::stepping(FIRST_MOMENT, SignedDuration::from_mins(1)),
            ids: SequentialIds::default(),
        }
    }
}

impl Scribe {
    /// A scribe whose embedder the store belongs to.
    ///
    /// # Errors
    /// The store belongs to another embedder.
    pub async fn of(store: &dyn MemoryStore) -> TestResult<Self> {
        store.claim(&identity()).await?;
        Ok(Self::default())
    }

    /// A memory that says this; not stored yet.
    pub fn memory(&self, scope: &Scope, text: impl Into<String>) -> MemoryItem {
        let id = self.ids.next_id();
        MemoryItem {
            language: "en".to_owned(),
            role: Some("user".to_owned()),
            ..MemoryItem::new(id, scope.clone(), text, self.clock.now())
        }
    }

    /// The version after this one; not stored yet.
    pub fn next_version(&self, item: &MemoryItem, text: impl Into<String>) -> MemoryItem {
        let text = text.into();
        let now = self.clock.now();
        MemoryItem {
            version: item.version + 1,
            hash: MemoryItem::hash_of(&text),
            text,
            updated_at: now,
            valid_from: now,
            valid_to: None,
            superseded_by: None,
            ..item.clone()
        }
    }

    /// A write that does this, now.
    pub fn write(&self, action: Action) -> Write {
        Write {
            change_id: self.ids.next_id(),
            at: self.clock.now(),
            undoes: None,
            action,
        }
    }

    /// Adds a memory, indexed by its words.
    pub fn add(&self, item: &MemoryItem) -> Write {
        self.add_indexed(item, index_of(&item.text))
    }

    /// Adds a memory, indexed like this.
    pub fn add_indexed(&self, item: &MemoryItem, index: IndexEntry) -> Write {
        self.write(Action::Add {
            item: Box::new(item.clone()),
            index: Box::new(index),
            unless_known: false,
        })
    }

    /// Adds a memory unless an equal one is there.
    pub fn add_unless_known(&self, item: &MemoryItem) -> Write {
        self.write(Action::Add {
            item: Box::new(item.clone()),
            index: Box::new(index_of(&item.text)),
            unless_known: true,
        })
    }

    /// Updates the version before this one to this one.
    pub fn update(&self, item: &MemoryItem) -> Write {
        self.write(Action::Update {
            expected_version: item.version - 1,
            item: Box::new(item.clone()),
            index: Box::new(index_of(&item.text)),
        })
    }

    /// Deletes the memory, seen at this version.
    pub fn delete(&self, item: &MemoryItem) -> Write {
        self.write(Action::Delete {
            namespace: item.scope.namespace.clone(),
            memory_id: item.id.clone(),
            expected_version: item.version,
            superseded_by: None,
        })
    }

    /// Adds a memory that says this, at once.
    ///
    /// # Errors
    /// The store failed.
    pub async fn remember(
        &self,
        store: &dyn MemoryStore,
        scope: &Scope,
        text: &str,
    ) -> TestResult<MemoryItem> {
        let item = self.memory(scope, text);
        store.commit(writes([self.add(&item)])).await?;
        Ok(item)
    }

    /// An episode in which the user says this, the only one of its batch; not stored yet.
    pub fn episode(&self, scope: &Scope, content: impl Into<String>) -> Episode {
        let now = self.clock.now();
        Episode {
            id: self.ids.next_id(),
            scope: scope.clone(),
            role: "user".to_owned(),
            name: None,
            content: content.into(),
            occurred_at: now,
            created_at: now,
            position: 0,
            batch: self.ids.next_id(),
            extracted: false,
        }
    }
}

/// The embedder that makes a scribe's vectors.
pub fn identity() -> EmbedderIdentity {
    EmbedderIdentity {
        provider: "test".to_owned(),
        model: "hash".to_owned(),
        revision: "1".to_owned(),
        dimensions: DIMENSIONS,
    }
}

/// A commit of these writes and nothing else.
pub fn writes(writes: impl IntoIterator<Item = Write>) -> Changes {
    Changes {
        episodes: Vec::new(),
        writes: writes.into_iter().collect(),
    }
}

/// A commit of these episodes and nothing else.
pub fn episodes(episodes: impl IntoIterator<Item = Episode>) -> Changes {
    Changes {
        episodes: episodes.into_iter().collect(),
        writes: Vec::new(),
    }
}

/// The vector of a text, of [`DIMENSIONS`] dimensions.
pub fn vector_of(text: &str) -> Vec<f32> {
    HashEmbedder::new(DIMENSIONS).vector(text)
}

/// The term that a word (or a CJK character) is indexed by.
pub fn term(word: &str) -> u64 {
    token_hash(word)
}

/// What recall needs of a text: its vector, its words as terms, no entities, no times.
pub fn index_of(text: &str) -> IndexEntry {
    let tokens = tokens(text);
    let mut counts = BTreeMap::new();
    for token in &tokens {
        let count = counts.entry(token_hash(token)).or_insert(0_u16);
        *count = count.saturating_add(1);
    }
    IndexEntry {
        vector: vector_of(text),
        terms: counts.into_iter().collect(),
        length: tokens.len() as u32,
        entities: Vec::new(),
        times: Vec::new(),
        features: 0,
        aspects: 0,
    }
}

/// An entity that goes by this name.
pub fn entity(name: &str) -> EntityMention {
    EntityMention {
        key: name.to_lowercase(),
        name: name.to_owned(),
        kind: "name".to_owned(),
    }
}

/// The hours from `start` up to `end`, counted from [`FIRST_MOMENT`].
pub fn hours(start: i64, end: i64) -> TimeSpan {
    TimeSpan {
        start: FIRST_MOMENT + SignedDuration::from_hours(start),
        end: FIRST_MOMENT + SignedDuration::from_hours(end),
    }
}

/// What is current on [`TODAY`].
pub fn current() -> View {
    View::current(TODAY)
}

/// The whole list of a scope, as it is current on [`TODAY`].
pub fn everything_of(scope: &Scope) -> ListQuery {
    ListQuery {
        scope: scope.clone(),
        filter: None,
        view: current(),
        offset: 0,
        limit: 100_000,
    }
}

/// The same list, filtered.
pub fn filtered(scope: &Scope, filter: &Filter) -> ListQuery {
    ListQuery {
        filter: Some(filter.clone()),
        ..everything_of(scope)
    }
}

/// A question without any signal yet, asked on [`TODAY`] with a pool of 10 and no neighbours.
pub fn nothing_asked(scope: &Scope) -> CandidateQuery {
    CandidateQuery {
        scope: scope.clone(),
        filter: None,
        view: current(),
        vector: None,
        terms: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        pool: 10,
        neighbours: 0,
        everything_below: 0,
    }
}

/// A question by the words of this text, each of weight 1, and by its vector.
pub fn asked(scope: &Scope, text: &str) -> CandidateQuery {
    CandidateQuery {
        vector: Some(vector_of(text)),
        terms: tokens(text)
            .iter()
            .map(|token| (token_hash(token), 1.0))
            .collect(),
        ..nothing_asked(scope)
    }
}

/// The sequences of outcomes that were all applied.
///
/// # Errors
/// One of them was a duplicate.
pub fn applied(outcomes: &[Outcome]) -> TestResult<Vec<u64>> {
    outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Applied { sequence } => Ok(*sequence),
            Outcome::Duplicate { of } => Err(format!("left out as a duplicate of {of}").into()),
        })
        .collect()
}
