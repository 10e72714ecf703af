//! What recall needs of a text beside the text.

use mem0_core::Timestamp;
use mem0_core::memory_store::{EntityMention, IndexEntry, TimeSpan};
use mem0_text::{TermCounts, aspects_of_statement, mentions, term_counts, text_features, times};

use crate::time::{civil, span};

/// Entities kept for one memory; a text that names more is a document, not a statement.
const MAX_ENTITIES: usize = 64;
/// Time spans kept for one memory.
const MAX_TIMES: usize = 8;

/// Everything but the vector: terms, entities, times and features of a text that was said at
/// this moment.
pub fn index_text(text: &str, occurred_at: Timestamp) -> IndexEntry {
    let TermCounts { length, counts } = term_counts(text);
    IndexEntry {
        vector: Vec::new(),
        terms: counts
            .into_iter()
            .map(|(term, count)| (term.to_bits(), count))
            .collect(),
        length,
        entities: entities(text),
        times: spans(text, occurred_at),
        features: text_features(text).to_bits(),
        aspects: aspects_of_statement(text).to_bits(),
    }
}

fn entities(text: &str) -> Vec<EntityMention> {
    let mut entities: Vec<EntityMention> = Vec::new();
    for mention in mentions(text) {
        if entities.len() == MAX_ENTITIES {
            break;
        }
        if entities.iter().all(|known| known.key != mention.key) {
            entities.push(EntityMention {
                name: mention.text.to_owned(),
                kind: mention.kind.as_str().to_owned(),
                key: mention.key,
            });
        }
    }
    entities
}

fn spans(text: &str, anchor: Timestamp) -> Vec<TimeSpan> {
    times(text, civil(anchor))
        .iter()
        .take(MAX_TIMES)
        .filter_map(span)
        .collect()
}
