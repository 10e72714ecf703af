//! Commits.

use std::sync::Arc;

use mem0_core::memory_store::{Action, Changes, IndexEntry, Outcome, VersionKey, Write};
use mem0_core::{Change, ChangeEvent, Episode, MemoryItem, Namespace, StoreError};

use super::{Result, Row, State};

impl State {
    pub(super) fn apply(&mut self, changes: Changes) -> Result<Vec<Outcome>> {
        for episode in changes.episodes {
            self.keep(episode);
        }
        changes
            .writes
            .into_iter()
            .map(|write| self.apply_write(write))
            .collect()
    }

    fn keep(&mut self, episode: Episode) {
        match self.episodes.iter_mut().find(|kept| kept.id == episode.id) {
            Some(kept) => *kept = episode,
            None => self.episodes.push(episode),
        }
    }

    fn apply_write(&mut self, write: Write) -> Result<Outcome> {
        let (event, old_memory, item) = match write.action {
            Action::Add {
                item,
                index,
                unless_known,
            } => {
                self.check(&index)?;
                if unless_known && let Some(known) = self.known(&item.scope, &item.hash) {
                    return Ok(Outcome::Duplicate {
                        of: known.id.clone(),
                    });
                }
                let in_the_way = self
                    .items_of(&item.scope.namespace, &item.id)
                    .any(|it| it.is_current() || it.version >= item.version);
                if in_the_way {
                    return Err(conflict(&item.id));
                }
                self.open(&item, *index);
                (ChangeEvent::Add, None, *item)
            }
            Action::Update {
                expected_version,
                item,
                index,
            } => {
                self.check(&index)?;
                let old = self.expect(&item.scope.namespace, &item.id, expected_version)?;
                old.valid_to = Some(item.valid_from);
                let old_text = old.text.clone();
                self.open(&item, *index);
                (ChangeEvent::Update, Some(old_text), *item)
            }
            Action::Delete {
                namespace,
                memory_id,
                expected_version,
                superseded_by,
            } => {
                let old = self.expect(&namespace, &memory_id, expected_version)?;
                old.valid_to = Some(write.at);
                old.superseded_by = superseded_by;
                (ChangeEvent::Delete, Some(old.text.clone()), old.clone())
            }
            Action::Import { versions, changes } => return self.import(versions, changes),
        };
        let is_deleted = event == ChangeEvent::Delete;
        let sequence = self.log(Change {
            sequence: 0,
            id: write.change_id,
            memory_id: item.id,
            old_memory,
            new_memory: (!is_deleted).then_some(item.text),
            event,
            created_at: item.created_at,
            updated_at: write.at,
            is_deleted,
            actor_id: item.actor_id,
            role: item.role,
            scope: item.scope,
            version: item.version,
            undoes: write.undoes,
        });
        Ok(Outcome::Applied { sequence })
    }

    fn import(
        &mut self,
        mut versions: Vec<(MemoryItem, IndexEntry)>,
        changes: Vec<Change>,
    ) -> Result<Outcome> {
        if let Some((item, _)) = versions.first()
            && self
                .items_of(&item.scope.namespace, &item.id)
                .next()
                .is_some()
        {
            return Ok(Outcome::Duplicate {
                of: item.id.clone(),
            });
        }
        // Only the last version can be current: where the end of an earlier one isn't told, it is
        // where the next one begins.
        for place in 1..versions.len() {
            let next = versions[place].0.valid_from;
            versions[place - 1].0.valid_to.get_or_insert(next);
        }
        for (item, index) in versions {
            self.check(&index)?;
            self.open(&item, index);
        }
        let sequences: Vec<u64> = changes.into_iter().map(|change| self.log(change)).collect();
        Ok(Outcome::Applied {
            sequence: sequences.last().copied().unwrap_or(0),
        })
    }

    fn open(&mut self, item: &MemoryItem, index: IndexEntry) {
        self.last_key += 1;
        self.rows.push(Row {
            key: VersionKey(self.last_key),
            item: item.clone(),
            index: Arc::new(index),
        });
    }

    fn log(&mut self, change: Change) -> u64 {
        self.last_sequence += 1;
        self.changes.push(Change {
            sequence: self.last_sequence,
            ..change
        });
        self.last_sequence
    }

    fn expect(
        &mut self,
        namespace: &Namespace,
        memory_id: &str,
        version: u32,
    ) -> Result<&mut MemoryItem> {
        self.rows
            .iter_mut()
            .map(|row| &mut row.item)
            .filter(|item| item.scope.namespace == *namespace && item.id == memory_id)
            .find(|item| item.is_current() && item.version == version)
            .ok_or_else(|| conflict(memory_id))
    }

    fn check(&self, index: &IndexEntry) -> Result<()> {
        let found = index.vector.len();
        match self.dimensions() {
            Some(expected) if found > 0 && found != expected => {
                Err(StoreError::Dimensions { expected, found })
            }
            _ => Ok(()),
        }
    }
}

fn conflict(memory_id: &str) -> StoreError {
    StoreError::Conflict {
        memory_id: memory_id.to_owned(),
    }
}
