//! A memory's life: what a store says of it now, and what the history says of it before.

use super::history::HistoryRow;
use super::making::{added, blank, name};
use crate::{Change, ChangeEvent, ImportRecord, MemoryItem, Scope, Timestamp};

/// The record of a memory that is in its store, with the history that is known of it.
///
/// The store has the last word: what the history doesn't know of becomes one more change. What a
/// memory's earlier versions had for metadata is written nowhere, so they have none.
pub fn current(item: MemoryItem, rows: Vec<HistoryRow>) -> ImportRecord {
    if rows.is_empty() {
        return added(item);
    }
    let mut life = Life::new(&item.id, item.scope.clone(), item.created_at);
    for row in rows {
        life.happened(row);
    }
    life.ending_with(item)
}

/// The record of a memory that only the history knows: deleted, or lost with its store.
///
/// `None` if no row tells its text.
pub fn remembered(
    memory_id: &str,
    scope: Scope,
    rows: Vec<HistoryRow>,
    now: Timestamp,
) -> Option<ImportRecord> {
    let created = rows.iter().find_map(|row| row.created_at.or(row.at));
    let mut life = Life::new(memory_id, scope, created.unwrap_or(now));
    for row in rows {
        life.happened(row);
    }
    let (versions, history) = (life.versions, life.changes);
    (!versions.is_empty()).then_some(ImportRecord::Memory { versions, history })
}

struct Life {
    id: String,
    scope: Scope,
    created_at: Timestamp,
    versions: Vec<MemoryItem>,
    changes: Vec<Change>,
}

impl Life {
    fn new(id: &str, scope: Scope, created_at: Timestamp) -> Self {
        Self {
            id: id.to_owned(),
            scope,
            created_at,
            versions: Vec::new(),
            changes: Vec::new(),
        }
    }

    fn happened(&mut self, row: HistoryRow) {
        let at = self.not_before(row.at.unwrap_or(self.created_at));
        // A history that begins in the middle still tells what was there before.
        if self.versions.is_empty()
            && row.event != ChangeEvent::Add
            && let Some(old) = row.old.as_deref().filter(|old| !old.trim().is_empty())
        {
            let from = row.created_at.unwrap_or(self.created_at).min(at);
            self.open(old, from, &row);
        }
        let new = row.new.as_deref().filter(|new| !new.trim().is_empty());
        match (row.event, new) {
            (ChangeEvent::Add | ChangeEvent::Update, Some(new)) => {
                self.close(at);
                self.open(new, at, &row);
            }
            (ChangeEvent::Delete, _) => self.close(at),
            (ChangeEvent::Add | ChangeEvent::Update, None) => {}
        }
        let change = Change {
            sequence: self.sequence(),
            id: row.id,
            memory_id: self.id.clone(),
            old_memory: row.old,
            new_memory: row.new,
            event: row.event,
            created_at: row.created_at.unwrap_or(self.created_at),
            updated_at: at,
            is_deleted: row.is_deleted,
            actor_id: row.actor_id,
            role: row.role,
            scope: self.scope.clone(),
            version: self.version(),
            undoes: None,
        };
        self.changes.push(change);
    }

    /// Ends with the memory as it is in its store.
    fn ending_with(mut self, mut item: MemoryItem) -> ImportRecord {
        let last = self.versions.last();
        if let Some(last) = last.filter(|last| last.is_current() && last.text == item.text) {
            item.version = last.version;
            if last.version > 1 {
                item.occurred_at = last.occurred_at;
                item.valid_from = last.valid_from;
            }
            self.versions.pop();
        } else {
            let at = self.not_before(item.updated_at);
            let old = last.filter(|last| last.is_current());
            let old = old.map(|last| last.text.clone());
            item.version = self.version() + u32::from(last.is_some());
            if last.is_some() {
                item.occurred_at = at;
                item.valid_from = at;
            }
            self.close(at);
            self.changes.push(Change {
                sequence: self.sequence(),
                id: name(&["found", &item.id, &item.hash]),
                memory_id: item.id.clone(),
                event: if old.is_some() {
                    ChangeEvent::Update
                } else {
                    ChangeEvent::Add
                },
                old_memory: old,
                new_memory: Some(item.text.clone()),
                created_at: item.created_at,
                updated_at: at,
                is_deleted: false,
                actor_id: item.actor_id.clone(),
                role: item.role.clone(),
                scope: item.scope.clone(),
                version: item.version,
                undoes: None,
            });
        }
        self.versions.push(item);
        ImportRecord::Memory {
            versions: self.versions,
            history: self.changes,
        }
    }

    fn open(&mut self, text: &str, at: Timestamp, row: &HistoryRow) {
        let mut version = blank(self.id.clone(), self.scope.clone(), text.to_owned(), at);
        version.version = self.versions.len() as u32 + 1;
        version.created_at = self.created_at;
        version.actor_id.clone_from(&row.actor_id);
        version.role.clone_from(&row.role);
        self.versions.push(version);
    }

    fn close(&mut self, at: Timestamp) {
        if let Some(last) = self.versions.last_mut() {
            last.valid_to.get_or_insert(at);
        }
    }

    /// No version begins before the one that it follows.
    fn not_before(&self, at: Timestamp) -> Timestamp {
        let last = self.versions.last();
        last.map_or(at, |last| {
            at.max(last.valid_from).max(last.valid_to.unwrap_or(at))
        })
    }

    fn version(&self) -> u32 {
        self.versions.last().map_or(1, |last| last.version)
    }

    fn sequence(&self) -> u64 {
        self.changes.len() as u64 + 1
    }
}

#[cfg(test)]
mod tests;
