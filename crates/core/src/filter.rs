//! Which memories the caller wants to see: one grammar for every call and every store.
//!
//! JSON is read into one tree ([`Filter::parse`]); a store pushes the tree down into its own query language as
//! far as it can do so exactly, and [`Filter::matches`] is the plain evaluation that says what is right.

mod matches;
mod parse;
#[cfg(test)]
mod tests;

use serde_json::Value;

/// A condition on memories.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them hold. Empty: always true.
    All(Vec<Filter>),
    /// At least one of them holds. Empty: always false.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A field passes a test.
    Field(Field, Test),
}

/// What a filter looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// The memory's id (`id`, `memory_ids`).
    Id,
    /// `user_id`.
    UserId,
    /// `agent_id`.
    AgentId,
    /// `run_id`.
    RunId,
    /// `app_id`.
    AppId,
    /// `actor_id`.
    ActorId,
    /// `role`.
    Role,
    /// The text (`memory`, `data`, `text`, `keywords`, `keywords_search`).
    Text,
    /// `hash`.
    Hash,
    /// `created_at`.
    CreatedAt,
    /// `updated_at`.
    UpdatedAt,
    /// When it was said or true (`timestamp`, `occurred_at`).
    OccurredAt,
    /// `expiration_date`.
    ExpirationDate,
    /// `categories`: a list.
    Categories,
    /// A key of the caller's metadata. Dots lead into nested objects, unless a key is spelled
    /// with the dot.
    Metadata(String),
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal, by type: `1` is not `"1"`. On a list: any element.
    Equals(Value),
    /// Not equal; true when the field is missing.
    NotEquals(Value),
    /// Equal to one of these.
    In(Vec<Value>),
    /// Equal to none of these; true when the field is missing.
    NotIn(Vec<Value>),
    /// Greater than. Numbers by value, times as instants, else by code points.
    Greater(Value),
    /// Greater or equal.
    GreaterOrEqual(Value),
    /// Less than.
    Less(Value),
    /// Less or equal.
    LessOrEqual(Value),
    /// Text: contains; list: has an element equal to it.
    Contains(String),
    /// The same, whatever the case.
    ContainsIgnoringCase(String),
    /// The field is there and not null (`true`), or not (`false`).
    Exists(bool),
}
