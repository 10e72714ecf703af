//! Writing: one transaction for everything that belongs together.

use std::collections::BTreeMap;

use mem0_core::memory_store::{Action, Changes, IndexEntry, Outcome, Write};
use mem0_core::{Change, ChangeEvent, EmbedderIdentity, Episode, MemoryItem, Scope, StoreError};
use rusqlite::{Transaction, params};

use super::database::Database;
use super::failure::Failure;
use super::insert::Inserter;
use super::keys::id_key;
use super::memories::{self, OF_MEMORY};
use super::meta;
use super::rows::{self, microseconds};

/// Writes everything, or nothing.
pub(super) fn commit(
    database: &mut Database,
    changes: &Changes,
    claimed: Option<&EmbedderIdentity>,
) -> Result<Vec<Outcome>, Failure> {
    let transaction = database.writing()?;
    let stored = meta::embedder(&transaction)?;
    meta::refuse_other_embedder(stored.as_ref(), claimed)?;
    if let (None, Some(claimed)) = (&stored, claimed) {
        // The store was emptied meanwhile; what we write makes it ours again.
        meta::set_embedder(&transaction, claimed)?;
    }
    let mut commit = Commit {
        inserter: Inserter::new(&transaction)?,
        log_is_blind: false,
    };
    for episode in &changes.episodes {
        keep_episode(&transaction, episode)?;
    }
    let mut outcomes = Vec::with_capacity(changes.writes.len());
    for write in &changes.writes {
        outcomes.push(commit.write(write)?);
    }
    if commit.log_is_blind {
        meta::bump_epoch(&transaction)?;
    }
    transaction.commit()?;
    Ok(outcomes)
}

struct Commit<'a> {
    inserter: Inserter<'a>,
    /// Something was written that readers of the log can't learn from it: see [`meta::bump_epoch`].
    log_is_blind: bool,
}

/// A version that is about to be closed.
struct Closing {
    row: i64,
    item: MemoryItem,
}

impl Commit<'_> {
    fn connection(&self) -> &Transaction<'_> {
        self.inserter.connection
    }

    fn write(&mut self, write: &Write) -> Result<Outcome, Failure> {
        match &write.action {
            Action::Add {
                item,
                index,
                unless_known,
            } => {
                if *unless_known
                    && let Some(of) = memories::known(self.connection(), &item.scope, &item.hash)?
                {
                    return Ok(Outcome::Duplicate { of });
                }
                self.add(write, item, index)
            }
            Action::Update {
                expected_version,
                item,
                index,
            } => self.update(write, *expected_version, item, index),
            Action::Delete {
                namespace,
                memory_id,
                expected_version,
                superseded_by,
            } => {
                let closing = self.closing(namespace.as_str(), memory_id, *expected_version)?;
                self.delete(write, closing, superseded_by.as_deref())
            }
            Action::Import { versions, changes } => self.import(versions, changes),
        }
    }

    fn add(
        &mut self,
        write: &Write,
        item: &MemoryItem,
        index: &IndexEntry,
    ) -> Result<Outcome, Failure> {
        if !self.may_open(item)? {
            return Err(StoreError::Conflict {
                memory_id: item.id.clone(),
            }
            .into());
        }
        let opened = self.inserter.version(item, None, None, index)?;
        let change = described(write, item, ChangeEvent::Add, None, Some(item.text.clone()));
        self.log(&change, Some((opened, &item.scope)), None)
    }

    fn update(
        &mut self,
        write: &Write,
        expected_version: u32,
        item: &MemoryItem,
        index: &IndexEntry,
    ) -> Result<Outcome, Failure> {
        let namespace = item.scope.namespace.as_str();
        let closing = self.closing(namespace, &item.id, expected_version)?;
        self.close(closing.row, microseconds(item.valid_from), None)?;
        let opened = self.inserter.version(item, None, None, index)?;
        let (old, new) = (Some(closing.item.text), Some(item.text.clone()));
        let change = described(write, item, ChangeEvent::Update, old, new);
        let closed = (closing.row, &closing.item.scope);
        self.log(&change, Some((opened, &item.scope)), Some(closed))
    }

    fn delete(
        &mut self,
        write: &Write,
        closing: Closing,
        superseded_by: Option<&str>,
    ) -> Result<Outcome, Failure> {
        self.close(closing.row, microseconds(write.at), superseded_by)?;
        let item = &closing.item;
        let change = described(
            write,
            item,
            ChangeEvent::Delete,
            Some(item.text.clone()),
            None,
        );
        self.log(&change, None, Some((closing.row, &item.scope)))
    }

    fn import(
        &mut self,
        versions: &[(MemoryItem, IndexEntry)],
        changes: &[Change],
    ) -> Result<Outcome, Failure> {
        // All are versions of one memory, so one look is enough.
        if let Some((item, _)) = versions.first()
            && self.exists(item.scope.namespace.as_str(), &item.id)?
        {
            return Ok(Outcome::Duplicate {
                of: item.id.clone(),
            });
        }
        let mut current = None;
        for (place, (item, index)) in versions.iter().enumerate() {
            let next = versions.get(place + 1).map(|(next, _)| next.valid_from);
            let until = item.valid_to.or(next).map(microseconds);
            let row = self
                .inserter
                .version(item, until, item.superseded_by.as_deref(), index)?;
            current = until.is_none().then_some((row, &item.scope));
        }
        let mut sequence = 0;
        let mut given = BTreeMap::new();
        for (place, change) in changes.iter().enumerate() {
            let opened = current.filter(|_| place + 1 == changes.len());
            // What a change took back goes by a new sequence here.
            let change = Change {
                undoes: change.undoes.and_then(|old| given.get(&old).copied()),
                ..change.clone()
            };
            if let Outcome::Applied { sequence: last } = self.log(&change, opened, None)? {
                sequence = last;
                given.insert(change.sequence, last);
            }
        }
        self.log_is_blind |= changes.is_empty() && current.is_some();
        Ok(Outcome::Applied { sequence })
    }

    /// Whether no version of this memory is current, and none is as new as this one.
    fn may_open(&self, item: &MemoryItem) -> Result<bool, Failure> {
        let mut statement = self.connection().prepare_cached(&format!(
            "SELECT coalesce(max(version), 0) < ? AND count(*) = count(valid_to) \
             FROM versions WHERE {OF_MEMORY}"
        ))?;
        let namespace = item.scope.namespace.as_str();
        let values = params![item.version, id_key(&item.id), item.id, namespace];
        Ok(statement.query_row(values, |row| row.get(0))?)
    }

    fn exists(&self, namespace: &str, id: &str) -> Result<bool, Failure> {
        let mut statement = self
            .connection()
            .prepare_cached(&format!("SELECT 1 FROM versions WHERE {OF_MEMORY} LIMIT 1"))?;
        Ok(statement.exists(params![id_key(id), id, namespace])?)
    }

    /// The current version, if it is the one that the caller has seen.
    fn closing(&self, namespace: &str, id: &str, expected: u32) -> Result<Closing, Failure> {
        let sql = format!(
            "SELECT {} FROM versions WHERE {OF_MEMORY} AND valid_to IS NULL",
            rows::ITEM
        );
        let mut statement = self.connection().prepare_cached(&sql)?;
        let mut found = statement.query(params![id_key(id), id, namespace])?;
        if let Some(row) = found.next()? {
            let item = rows::item(row)?;
            if item.version == expected {
                return Ok(Closing {
                    row: row.get(0)?,
                    item,
                });
            }
        }
        Err(StoreError::Conflict {
            memory_id: id.to_owned(),
        }
        .into())
    }

    fn close(&self, row: i64, at: i64, superseded_by: Option<&str>) -> Result<(), Failure> {
        self.connection()
            .prepare_cached("UPDATE versions SET valid_to = ?, superseded_by = ? WHERE row = ?")?
            .execute(params![at, superseded_by, row])?;
        Ok(())
    }

    fn log(
        &mut self,
        change: &Change,
        opened: Option<(i64, &Scope)>,
        closed: Option<(i64, &Scope)>,
    ) -> Result<Outcome, Failure> {
        // A reader of one scope's log must meet every row of that scope there.
        let elsewhere = |row: Option<(i64, &Scope)>| row.is_some_and(|it| *it.1 != change.scope);
        self.log_is_blind |= elsewhere(opened) || elsewhere(closed);
        let rows = (opened.map(|it| it.0), closed.map(|it| it.0));
        Ok(Outcome::Applied {
            sequence: self.inserter.change(change, rows)?,
        })
    }
}

fn described(
    write: &Write,
    item: &MemoryItem,
    event: ChangeEvent,
    old_memory: Option<String>,
    new_memory: Option<String>,
) -> Change {
    Change {
        sequence: 0,
        id: write.change_id.clone(),
        memory_id: item.id.clone(),
        old_memory,
        new_memory,
        event,
        created_at: item.created_at,
        updated_at: write.at,
        is_deleted: event == ChangeEvent::Delete,
        actor_id: item.actor_id.clone(),
        role: item.role.clone(),
        scope: item.scope.clone(),
        version: item.version,
        undoes: write.undoes,
    }
}

fn keep_episode(transaction: &Transaction<'_>, episode: &Episode) -> Result<(), Failure> {
    transaction
        .prepare_cached(
            "INSERT INTO episodes(id, namespace, user_id, agent_id, run_id, app_id, role, name, \
                 occurred_at, created_at, position, batch, extracted, content) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT(id) DO UPDATE SET \
                 namespace = excluded.namespace, user_id = excluded.user_id, \
                 agent_id = excluded.agent_id, run_id = excluded.run_id, \
                 app_id = excluded.app_id, role = excluded.role, name = excluded.name, \
                 occurred_at = excluded.occurred_at, created_at = excluded.created_at, \
                 position = excluded.position, batch = excluded.batch, \
                 extracted = excluded.extracted, content = excluded.content",
        )?
        .execute(params![
            episode.id,
            episode.scope.namespace.as_str(),
            episode.scope.user_id,
            episode.scope.agent_id,
            episode.scope.run_id,
            episode.scope.app_id,
            episode.role,
            episode.name,
            microseconds(episode.occurred_at),
            microseconds(episode.created_at),
            episode.position,
            episode.batch,
            episode.extracted,
            episode.content,
        ])?;
    Ok(())
}
