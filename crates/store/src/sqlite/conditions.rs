//! The parts of a filter that SQL calls back for.
//!
//! SQL knows nothing of our JSON equality, dates or case folding. So a query hands each value in
//! question to `mem0_holds(place, value)`, which asks the one evaluator that decides what a filter
//! means: the two can't disagree.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use mem0_core::{Filter, MemoryItem, Scope};
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error, ffi};

use super::failure::Failure;
use super::rows::{self, blank_item};

/// A column of `versions` that a part of a filter looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    UserId,
    AgentId,
    RunId,
    AppId,
    ActorId,
    Role,
    Text,
    Hash,
    CreatedAt,
    UpdatedAt,
    OccurredAt,
    ExpiresOn,
    Categories,
    Metadata,
}

impl Column {
    /// Its name in `versions`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::UserId => "user_id",
            Self::AgentId => "agent_id",
            Self::RunId => "run_id",
            Self::AppId => "app_id",
            Self::ActorId => "actor_id",
            Self::Role => "role",
            Self::Text => "text",
            Self::Hash => "hash",
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::OccurredAt => "occurred_at",
            Self::ExpiresOn => "expires_on",
            Self::Categories => "categories",
            Self::Metadata => "metadata",
        }
    }

    /// Puts a value of this column where the evaluator looks for it.
    fn put(self, item: &mut MemoryItem, value: ValueRef<'_>) -> Result<(), Failure> {
        let scope: &mut Scope = &mut item.scope;
        match self {
            Self::Id => item.id = text(value)?.unwrap_or_default().to_owned(),
            Self::UserId => scope.user_id = text(value)?.map(str::to_owned),
            Self::AgentId => scope.agent_id = text(value)?.map(str::to_owned),
            Self::RunId => scope.run_id = text(value)?.map(str::to_owned),
            Self::AppId => scope.app_id = text(value)?.map(str::to_owned),
            Self::ActorId => item.actor_id = text(value)?.map(str::to_owned),
            Self::Role => item.role = text(value)?.map(str::to_owned),
            Self::Text => {
                item.text.clear();
                item.text.push_str(text(value)?.unwrap_or_default());
            }
            Self::Hash => item.hash = text(value)?.unwrap_or_default().to_owned(),
            Self::CreatedAt => item.created_at = rows::moment(integer(value)?)?,
            Self::UpdatedAt => item.updated_at = rows::moment(integer(value)?)?,
            Self::OccurredAt => item.occurred_at = rows::moment(integer(value)?)?,
            Self::ExpiresOn => {
                item.expires_on = match value {
                    ValueRef::Null => None,
                    value => Some(rows::day(integer(value)?)?),
                }
            }
            Self::Categories => item.categories = rows::json(text(value)?.unwrap_or("[]"))?,
            Self::Metadata => item.metadata = rows::json(text(value)?.unwrap_or("{}"))?,
        }
        Ok(())
    }
}

fn text(value: ValueRef<'_>) -> Result<Option<&str>, Failure> {
    value
        .as_str_or_null()
        .map_err(|error| Failure::Damaged(error.to_string()))
}

fn integer(value: ValueRef<'_>) -> Result<i64, Failure> {
    value
        .as_i64()
        .map_err(|error| Failure::Damaged(error.to_string()))
}

/// A part of a filter that looks at one column only.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    pub(super) column: Column,
    pub(super) filter: Filter,
}

/// The conditions of the query that runs on a connection.
#[derive(Debug, Clone, Default)]
pub(super) struct Conditions {
    asked: Arc<Mutex<Vec<Asked>>>,
}

#[derive(Debug)]
struct Asked {
    condition: Condition,
    /// The item in which the evaluator finds the value.
    item: Box<MemoryItem>,
    /// Answers about JSON that was met before: rows often share it, and reading it is most of the
    /// work.
    answered: HashMap<String, bool>,
}

/// Longer JSON is not remembered, and no more than so many answers are.
const LONGEST_REMEMBERED: usize = 256;
const MOST_REMEMBERED: usize = 4096;

impl Conditions {
    /// Makes `mem0_holds` known to a connection.
    pub(super) fn register(&self, connection: &Connection) -> Result<(), Failure> {
        let conditions = self.clone();
        connection.create_scalar_function(
            "mem0_holds",
            2,
            FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY,
            move |context| conditions.holds(context),
        )?;
        Ok(())
    }

    /// What the next query asks. The connection runs one query with conditions at a time.
    pub(super) fn ask(&self, conditions: Vec<Condition>) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.clear();
        asked.extend(conditions.into_iter().map(|condition| Asked {
            condition,
            item: Box::new(blank_item()),
            answered: HashMap::new(),
        }));
    }

    fn holds(&self, context: &Context<'_>) -> rusqlite::Result<bool> {
        let place = context.get::<u32>(0)? as usize;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(asked) = asked.get_mut(place) else {
            return Err(Error::UserFunctionError(
                "the filter was not announced".into(),
            ));
        };
        // Only a damaged value can't be put in its place.
        asked.holds(context.get_raw(1)).map_err(|failure| {
            let damage = ffi::Error::new(ffi::SQLITE_CORRUPT);
            Error::SqliteFailure(damage, Some(format!("{failure:?}")))
        })
    }
}

impl Asked {
    fn holds(&mut self, value: ValueRef<'_>) -> Result<bool, Failure> {
        let column = self.condition.column;
        if !matches!(column, Column::Metadata | Column::Categories) {
            return self.evaluate(value);
        }
        let json = text(value)?.unwrap_or_default();
        if let Some(answer) = self.answered.get(json) {
            return Ok(*answer);
        }
        let answer = self.evaluate(value)?;
        if json.len() <= LONGEST_REMEMBERED && self.answered.len() < MOST_REMEMBERED {
            self.answered.insert(json.to_owned(), answer);
        }
        Ok(answer)
    }

    fn evaluate(&mut self, value: ValueRef<'_>) -> Result<bool, Failure> {
        self.condition.column.put(&mut self.item, value)?;
        Ok(self.condition.filter.matches(&self.item))
    }
}
