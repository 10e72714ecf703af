//! From admitted changes to what one commit writes.

use mem0_core::memory_store::{Action, IndexEntry, Write};
use mem0_core::{IdSource, MemoryItem, MemoryKind, Metadata, Timestamp};

use super::admit::Admitted;
use super::conversation::{Conversation, Utterance};
use super::index::index_text;
use super::operation::Statement;
use crate::options::AddOptions;

/// Metadata keys that extraction fills in; a new text makes them anew.
pub const EXTRACTED_KEYS: [&str; 2] = ["event_date", "event_date_end"];

/// What a new or changed memory needs to be written, but for its embedding.
pub struct Draft {
    /// The version to open.
    pub item: MemoryItem,
    /// The version that it follows; `None` for a new memory.
    pub previous: Option<MemoryItem>,
}

/// Drafts the versions that admitted changes open, in order; a deletion opens none.
pub fn drafts(
    admitted: &[Admitted],
    conversation: &Conversation,
    options: &AddOptions,
    now: Timestamp,
    ids: &dyn IdSource,
) -> Vec<Draft> {
    admitted
        .iter()
        .filter_map(|change| match change {
            Admitted::Add(statement) => Some(Draft {
                item: first_version(statement, conversation, options, now, ids.next_id()),
                previous: None,
            }),
            Admitted::Update(known, statement) => Some(Draft {
                item: next_version(known, statement, conversation, options, now),
                previous: Some((**known).clone()),
            }),
            Admitted::Delete(_) => None,
        })
        .collect()
}

fn first_version(
    statement: &Statement,
    conversation: &Conversation,
    options: &AddOptions,
    now: Timestamp,
    id: String,
) -> MemoryItem {
    let source = source(statement, conversation);
    let created_at = options.created_at.unwrap_or(now);
    let mut metadata = statement.metadata.clone();
    metadata.extend(options.metadata.clone());
    let mut categories = options.categories.clone();
    categories.extend(
        statement
            .categories
            .iter()
            .filter(|c| !options.categories.contains(c))
            .cloned(),
    );
    MemoryItem {
        language: mem0_text::detect(&statement.text).code().to_owned(),
        kind: statement.kind,
        actor_id: source.and_then(|said| said.name.clone()),
        role: source
            .filter(|_| statement.kind != MemoryKind::Procedure)
            .map(|said| said.role.clone()),
        metadata,
        categories,
        occurred_at: statement.occurred_at,
        expires_on: options.expires_on,
        immutable: options.immutable,
        valid_from: statement.occurred_at,
        sources: source_ids(statement, conversation),
        ..MemoryItem::new(id, conversation.scope.clone(), &statement.text, created_at)
    }
}

fn next_version(
    known: &MemoryItem,
    statement: &Statement,
    conversation: &Conversation,
    options: &AddOptions,
    now: Timestamp,
) -> MemoryItem {
    let mut metadata = without_extracted_keys(&known.metadata);
    metadata.extend(statement.metadata.clone());
    metadata.extend(options.metadata.clone());
    let mut categories = known.categories.clone();
    for category in options.categories.iter().chain(&statement.categories) {
        if !categories.contains(category) {
            categories.push(category.clone());
        }
    }
    let mut sources = known.sources.clone();
    sources.extend(source_ids(statement, conversation));
    let source = source(statement, conversation);
    MemoryItem {
        version: known.version.saturating_add(1),
        hash: MemoryItem::hash_of(&statement.text),
        language: mem0_text::detect(&statement.text).code().to_owned(),
        text: statement.text.clone(),
        actor_id: source
            .and_then(|said| said.name.clone())
            .or_else(|| known.actor_id.clone()),
        role: source
            .map(|said| said.role.clone())
            .or_else(|| known.role.clone()),
        metadata,
        categories,
        occurred_at: statement.occurred_at,
        updated_at: now,
        expires_on: options.expires_on.or(known.expires_on),
        immutable: options.immutable || known.immutable,
        valid_from: statement.occurred_at.max(known.valid_from),
        valid_to: None,
        superseded_by: None,
        sources,
        ..known.clone()
    }
}

/// The metadata without what extraction found in the old text.
pub fn without_extracted_keys(metadata: &Metadata) -> Metadata {
    metadata
        .iter()
        .filter(|(key, _)| !EXTRACTED_KEYS.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn source<'a>(statement: &Statement, conversation: &'a Conversation) -> Option<&'a Utterance> {
    statement
        .sources
        .first()
        .and_then(|place| conversation.utterances.get(*place))
}

fn source_ids(statement: &Statement, conversation: &Conversation) -> Vec<String> {
    statement
        .sources
        .iter()
        .filter_map(|place| conversation.utterances.get(*place))
        .map(|said| said.episode_id.clone())
        .filter(|id| !id.is_empty())
        .collect()
}

/// What recall needs of a version with this embedding.
pub fn index(item: &MemoryItem, vector: Vec<f32>) -> IndexEntry {
    IndexEntry {
        vector,
        ..index_text(&item.text, item.occurred_at)
    }
}

/// The writes of a commit, in the order of the admitted changes. `vectors` are the embeddings of
/// the drafts, in their order.
pub fn writes(
    admitted: &[Admitted],
    drafts: Vec<Draft>,
    vectors: Vec<Vec<f32>>,
    now: Timestamp,
    ids: &dyn IdSource,
) -> Vec<Write> {
    let mut opened = drafts.into_iter().zip(vectors);
    admitted
        .iter()
        .filter_map(|change| {
            let action = match change {
                Admitted::Delete(known) => Action::Delete {
                    namespace: known.scope.namespace.clone(),
                    memory_id: known.id.clone(),
                    expected_version: known.version,
                    superseded_by: None,
                },
                Admitted::Add(_) | Admitted::Update(..) => {
                    let (draft, vector) = opened.next()?;
                    open(draft, vector)
                }
            };
            Some(Write {
                change_id: ids.next_id(),
                at: now,
                undoes: None,
                action,
            })
        })
        .collect()
}

fn open(draft: Draft, vector: Vec<f32>) -> Action {
    let index = Box::new(index(&draft.item, vector));
    match draft.previous {
        None => Action::Add {
            unless_known: draft.item.kind == MemoryKind::Fact,
            item: Box::new(draft.item),
            index,
        },
        Some(previous) => Action::Update {
            expected_version: previous.version,
            item: Box::new(draft.item),
            index,
        },
    }
}
