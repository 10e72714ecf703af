//! What is known near a window, under small numbers instead of ids.

use std::collections::HashSet;

use mem0_core::{Result, Timestamp};
use mem0_text::{normalized, shorten};

use super::ReconcileSettings;
use super::judge::Plan;
use super::windows::Window;
use crate::ingest::pipelines::{Recalled, Recollection};

/// The most texts that are looked up for one window; the longest say the most.
const MAX_LOOKUPS: usize = 64;

/// How much of a text is looked up, in characters: more says nothing to an embedder.
const LOOKUP_CHARACTERS: usize = 2_000;

/// How many proposals of earlier windows a window sees.
const MAX_PENDING: usize = 30;

/// Where a known memory stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// In the store, by its id.
    Stored(String),
    /// Only proposed, by an earlier window: its place among the operations.
    Pending(usize),
}

/// One known memory.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub text: String,
    pub occurred_at: Timestamp,
    pub origin: Origin,
}

/// What is known near a window.
#[derive(Debug, Default)]
pub(super) struct Known {
    entries: Vec<Entry>,
}

impl Known {
    /// Looks up what is known near the window's passages, and adds what earlier windows propose.
    pub(super) async fn near(
        window: &Window<'_>,
        recollection: &dyn Recollection,
        settings: &ReconcileSettings,
        plan: &Plan<'_>,
    ) -> Result<Self> {
        let texts = lookups(window);
        let found = recollection.near(&texts, settings.known_for_each).await?;
        let mut entries: Vec<Entry> = nearest(found, settings.known_limit)
            .into_iter()
            .map(|recalled| Entry {
                text: plan
                    .current_text(&recalled.item.id)
                    .unwrap_or(&recalled.item.text)
                    .to_owned(),
                occurred_at: recalled.item.occurred_at,
                origin: Origin::Stored(recalled.item.id),
            })
            .filter(|entry| !plan.deletes(entry))
            .collect();
        // Oldest first: the order in which things came to be is how a change is understood.
        entries.sort_by_key(|entry| entry.occurred_at);
        entries.extend(plan.pending(MAX_PENDING));
        Ok(Self { entries })
    }

    /// The known memories, in the order in which they are numbered.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The memory with this number, counted from 1.
    pub(super) fn numbered(&self, number: i64) -> Option<&Entry> {
        let place = usize::try_from(number).ok()?.checked_sub(1)?;
        self.entries.get(place)
    }

    /// The memory that reads like this.
    pub(super) fn reading(&self, text: &str) -> Option<&Entry> {
        let text = normalized(text);
        self.entries
            .iter()
            .find(|entry| !text.is_empty() && normalized(&entry.text) == text)
    }
}

pub(in crate::ingest::pipelines) fn lookups(window: &Window<'_>) -> Vec<String> {
    let mut passages: Vec<_> = window.passages.iter().collect();
    if passages.len() > MAX_LOOKUPS {
        passages.sort_by_key(|passage| std::cmp::Reverse(passage.text.len()));
        passages.truncate(MAX_LOOKUPS);
        passages.sort_by_key(|passage| passage.source);
    }
    let mut seen = HashSet::new();
    passages.retain(|passage| seen.insert(passage.text));
    passages
        .iter()
        .map(|passage| shorten(passage.text, LOOKUP_CHARACTERS).into_owned())
        .collect()
}

/// The nearest memories of all lists, each once: first the best of every list, then the second
/// best, so that a long conversation about one thing leaves room for the others.
pub(in crate::ingest::pipelines) fn nearest(
    mut lists: Vec<Vec<Recalled>>,
    limit: usize,
) -> Vec<Recalled> {
    let mut seen = HashSet::new();
    let mut nearest = Vec::new();
    let depth = lists.iter().map(Vec::len).max().unwrap_or_default();
    for rank in 0..depth {
        let mut row: Vec<&mut Recalled> = lists
            .iter_mut()
            .filter_map(|list| list.get_mut(rank))
            .collect();
        row.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        for recalled in row {
            if nearest.len() < limit && seen.insert(recalled.item.id.clone()) {
                nearest.push(recalled.clone());
            }
        }
    }
    nearest
}
