//! Rows that a commit adds: versions with what recall needs of them, and history.

use std::collections::HashMap;

use mem0_core::memory_store::{EntityMention, IndexEntry};
use mem0_core::{Change, MemoryItem, StoreError};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;

use super::codes;
use super::failure::Failure;
use super::keys::{hash_key, id_key};
use super::meta;
use super::rows::{day_number, microseconds, moment};

/// Adds rows inside one transaction.
pub(super) struct Inserter<'a> {
    pub(super) connection: &'a Transaction<'a>,
    /// Length of the vectors; unknown before the first one.
    dimensions: Option<usize>,
    /// Numbers of entities that were looked up already, by namespace and key.
    entities: HashMap<String, HashMap<String, i64>>,
}

impl<'a> Inserter<'a> {
    pub(super) fn new(connection: &'a Transaction<'a>) -> Result<Self, Failure> {
        let dimensions = meta::dimensions(connection)?;
        Ok(Self {
            connection,
            dimensions,
            entities: HashMap::new(),
        })
    }

    /// Adds a version and what recall needs of it; answers its key.
    pub(super) fn version(
        &mut self,
        item: &MemoryItem,
        valid_to: Option<i64>,
        superseded_by: Option<&str>,
        index: &IndexEntry,
    ) -> Result<i64, Failure> {
        self.fit(&index.vector)?;
        self.connection
            .prepare_cached(
                "INSERT INTO versions(id_key, hash_key, namespace, id, version, user_id, agent_id, run_id, app_id, \
                     hash, language, kind, actor_id, role, occurred_at, created_at, updated_at, \
                     expires_on, immutable, valid_from, valid_to, superseded_by, categories, \
                     sources, metadata, text) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
                     ?, ?)",
            )?
            .execute(params![
                id_key(&item.id),
                hash_key(&item.scope, &item.hash),
                item.scope.namespace.as_str(),
                item.id,
                item.version,
                item.scope.user_id,
                item.scope.agent_id,
                item.scope.run_id,
                item.scope.app_id,
                item.hash,
                item.language,
                item.kind.as_str(),
                item.actor_id,
                item.role,
                microseconds(item.occurred_at),
                microseconds(item.created_at),
                microseconds(item.updated_at),
                item.expires_on.map(day_number),
                item.immutable,
                microseconds(item.valid_from),
                valid_to,
                superseded_by,
                json(&item.categories)?,
                json(&item.sources)?,
                json(&item.metadata)?,
                item.text,
            ])?;
        let row = self.connection.last_insert_rowid();
        let entities = self.link(item.scope.namespace.as_str(), row, &index.entities)?;
        self.recall(row, item, index, &entities)?;
        Ok(row)
    }

    fn recall(
        &self,
        row: i64,
        item: &MemoryItem,
        index: &IndexEntry,
        entities: &[i64],
    ) -> Result<(), Failure> {
        let code = codes::encode_vector(&index.vector);
        let planes = (!code.planes.is_empty()).then_some(code.planes);
        self.connection
            .prepare_cached(
                "INSERT INTO recall(row, length, features, occurred_at, created_at, expires_on, \
                     user_id, agent_id, run_id, app_id, actor_id, times, entities, terms, scale, \
                     vector, aspects) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                row,
                index.length,
                index.features,
                microseconds(item.occurred_at),
                microseconds(item.created_at),
                item.expires_on.map(day_number),
                item.scope.user_id,
                item.scope.agent_id,
                item.scope.run_id,
                item.scope.app_id,
                item.actor_id,
                codes::encode_spans(&index.times),
                codes::encode_numbers(entities),
                codes::encode_terms(&index.terms),
                code.scale,
                planes,
                index.aspects as i64,
            ])?;
        Ok(())
    }

    /// Refuses a vector that doesn't fit; the first one fixes what fits.
    fn fit(&mut self, vector: &[f32]) -> Result<(), Failure> {
        match self.dimensions {
            _ if vector.is_empty() => Ok(()),
            Some(expected) if expected == vector.len() => Ok(()),
            Some(expected) => Err(StoreError::Dimensions {
                expected,
                found: vector.len(),
            }
            .into()),
            None => {
                self.dimensions = Some(vector.len());
                meta::set_dimensions(self.connection, vector.len())
            }
        }
    }

    fn link(
        &mut self,
        namespace: &str,
        row: i64,
        mentions: &[EntityMention],
    ) -> Result<Vec<i64>, Failure> {
        let mut numbers = Vec::with_capacity(mentions.len());
        for mention in mentions {
            numbers.push(self.entity(namespace, mention)?);
        }
        numbers.sort_unstable();
        numbers.dedup();
        for number in &numbers {
            self.connection
                .prepare_cached("INSERT INTO entity_links(entity, row) VALUES (?, ?)")?
                .execute(params![number, row])?;
        }
        Ok(numbers)
    }

    fn entity(&mut self, namespace: &str, mention: &EntityMention) -> Result<i64, Failure> {
        if let Some(number) = self
            .entities
            .get(namespace)
            .and_then(|it| it.get(&mention.key))
        {
            return Ok(*number);
        }
        let known = self
            .connection
            .prepare_cached("SELECT entity FROM entities WHERE namespace = ? AND key = ?")?
            .query_row(params![namespace, mention.key], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                self.connection
                    .prepare_cached(
                        "INSERT INTO entities(namespace, key, name, kind) VALUES (?, ?, ?, ?)",
                    )?
                    .execute(params![namespace, mention.key, mention.name, mention.kind])?;
                self.connection.last_insert_rowid()
            }
        };
        let of_namespace = self.entities.entry(namespace.to_owned()).or_default();
        of_namespace.insert(mention.key.clone(), number);
        Ok(number)
    }

    /// Adds a row of history with the versions that the change opened and closed; answers its
    /// sequence.
    pub(super) fn change(
        &self,
        change: &Change,
        (opened, closed): (Option<i64>, Option<i64>),
    ) -> Result<u64, Failure> {
        self.connection
            .prepare_cached(
                "INSERT INTO history(id, namespace, memory_key, memory_id, user_id, agent_id, run_id, app_id, \
                     event, version, undoes, is_deleted, created_at, updated_at, actor_id, role, \
                     opened_row, closed_row, old_memory, new_memory) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                change.id,
                change.scope.namespace.as_str(),
                id_key(&change.memory_id),
                change.memory_id,
                change.scope.user_id,
                change.scope.agent_id,
                change.scope.run_id,
                change.scope.app_id,
                change.event.as_str(),
                change.version,
                change.undoes.and_then(|it| i64::try_from(it).ok()),
                change.is_deleted,
                // Cut to what versions keep, so that the two agree.
                moment(microseconds(change.created_at))?.to_string(),
                moment(microseconds(change.updated_at))?.to_string(),
                change.actor_id,
                change.role,
                opened,
                closed,
                change.old_memory,
                change.new_memory,
            ])?;
        Ok(self.connection.last_insert_rowid().unsigned_abs())
    }
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value)
        .map_err(|error| Failure::Damaged(format!("a value can't be written as JSON: {error}")))
}
