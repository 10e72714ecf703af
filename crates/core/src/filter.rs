//! Which memories the caller wants to see: one grammar for every call and every store.
//!
//! JSON is read into one tree ([`Filter::parse`]); a store pushes the tree down into its own
//! query language as far as it can do so exactly, and [`Filter::matches`] is the plain evaluation
//! that says what is right.
//!
//! ```text
//! filter    = {}                                  every memory
//!           | {field: condition, ...}             several keys: all of them
//!           | {"AND": [filter, ...]} | {"OR": [filter, ...]}
//!           | {"NOT": filter} | {"NOT": [filter, ...]}      none of them
//!           | {"metadata": {key: condition, ...}}
//! condition = text, number or boolean             equal, by type: 1 is not "1"
//!           | [value, ...]                        equal to one of these
//!           | null                                missing or null
//!           | "*"                                 there, and not null
//!           | {operator: operand, ...}            several operators: all of them
//! operator  = eq ne gt gte lt lte in nin contains icontains exists
//! ```
//!
//! Words of logic may be written in lower case; they and operators may begin with `$`. The fields
//! are listed at [`Field`]; every other name is a key of the caller's metadata, and so is
//! `metadata.` followed by a name. Expired memories are not the filter's business.
//!
//! Three things are decided here because the APIs we follow leave them open:
//! - An object that is no set of operators is refused, not compared: a mistyped operator would
//!   silently match nothing. `{"address": {"eq": {"city": "Paris"}}}` compares with an object.
//! - `eq` and `ne` take one value; a list is refused with a pointer to `in` and `nin`.
//! - A date on a time field is that whole day (UTC) for `eq`, `ne`, `in` and `nin`, and its first
//!   moment for the range operators.

mod field;
mod matches;
mod moment;
mod operator;
mod parse;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod write;

use serde_json::Value;

use crate::scope::ScopeId;

/// A condition on memories.
///
/// ```
/// use mem0_core::Filter;
/// use serde_json::json;
///
/// let filter = Filter::parse(&json!({
///     "user_id": "mia",
///     "NOT": [{"categories": {"in": ["spam"]}}],
///     "price": {"gte": 10, "lt": 20},
/// }))?;
/// assert_eq!(filter.scope_ids()[0].1, "mia");
/// # Ok::<(), mem0_core::InputError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them hold. Empty: always true.
    All(Vec<Filter>),
    /// At least one of them holds. Empty: always false.
    Any(Vec<Filter>),
    /// It does not hold: the exact complement.
    Not(Box<Filter>),
    /// A field passes a test.
    Field(Field, Test),
}

/// What a filter looks at, with the names by which JSON may call it.
///
/// On the time fields ([`Field::is_time`]) every operand that [`Filter::parse`] lets through is
/// an RFC 3339 instant in UTC; on all others but metadata it is a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// The memory's id (`id`, `memory_id`, `memory_ids`).
    Id,
    /// `user_id`, `userId`.
    UserId,
    /// `agent_id`, `agentId`.
    AgentId,
    /// `run_id`, `runId`.
    RunId,
    /// `app_id`, `appId`.
    AppId,
    /// `actor_id`, `actorId`.
    ActorId,
    /// `role`.
    Role,
    /// The text (`memory`, `data`, `text`; also `keywords` and `keywords_search`, for which a bare
    /// text means `icontains`).
    Text,
    /// `hash`.
    Hash,
    /// `created_at`, `createdAt`.
    CreatedAt,
    /// `updated_at`, `updatedAt`.
    UpdatedAt,
    /// When it was said or true (`timestamp`, `occurred_at`, `occurredAt`).
    OccurredAt,
    /// The last day on which it is shown, as that day's first moment (`expiration_date`,
    /// `expirationDate`).
    ExpirationDate,
    /// `categories`: a list; an empty one counts as missing. `contains` is read as `icontains`.
    Categories,
    /// A key of the caller's metadata. Dots lead into nested objects, unless a key is spelled
    /// with the dot.
    Metadata(String),
}

/// What a field must be.
///
/// A list passes if any of its elements passes; `NotEquals` and `NotIn` ask that no element is
/// equal. A missing field (null counts as missing) passes only `NotEquals`, `NotIn` and
/// `Exists(false)`.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal, by type: `1` is `1.0` but not `"1"` nor `true`.
    Equals(Value),
    /// Not equal.
    NotEquals(Value),
    /// Equal to one of these.
    In(Vec<Value>),
    /// Equal to none of these.
    NotIn(Vec<Value>),
    /// Greater than. Numbers by value; texts as instants if both are ISO dates or times (without
    /// an offset: UTC), else by code points. Values of different types have no order: false.
    Greater(Value),
    /// Greater or equal.
    GreaterOrEqual(Value),
    /// Less than.
    Less(Value),
    /// Less or equal.
    LessOrEqual(Value),
    /// A text that contains this one.
    Contains(String),
    /// The same, whatever the case.
    ContainsIgnoringCase(String),
    /// The field is there and not null (`true`), or not (`false`).
    Exists(bool),
}

impl Filter {
    /// How many filters may stand inside each other.
    pub const MAX_DEPTH: usize = 64;

    /// How many filters and tests one filter may hold in all.
    pub const MAX_NODES: usize = 10_000;

    /// The ids that every match must have: those required by equality at the top or inside
    /// top-level ANDs. Callers may lift them into the scope. An id that is required to have two
    /// values comes twice.
    pub fn scope_ids(&self) -> Vec<(ScopeId, String)> {
        let mut found = Vec::new();
        self.collect_scope_ids(&mut found);
        found
    }

    fn collect_scope_ids(&self, found: &mut Vec<(ScopeId, String)>) {
        match self {
            Self::All(filters) => {
                for filter in filters {
                    filter.collect_scope_ids(found);
                }
            }
            Self::Field(field, Test::Equals(Value::String(value))) => {
                let required = field.scope_id().map(|id| (id, value.clone()));
                found.extend(required.filter(|required| !found.contains(required)));
            }
            Self::Any(_) | Self::Not(_) | Self::Field(..) => {}
        }
    }
}
