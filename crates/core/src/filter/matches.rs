//! What a filter means: the plain evaluation that every store must agree with.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Map, Number, Value};

use super::moment::{Moment, start_of};
use super::{Field, Filter, Test};
use crate::memory::MemoryItem;

impl Filter {
    /// Whether this version of a memory passes.
    pub fn matches(&self, item: &MemoryItem) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.matches(item)),
            Self::Any(filters) => filters.iter().any(|filter| filter.matches(item)),
            Self::Not(filter) => !filter.matches(item),
            Self::Field(field, test) => test.passes(held(field, item)),
        }
    }
}

impl Test {
    /// Whether a metadata value passes; `None` stands for a missing key.
    pub fn holds(&self, value: Option<&Value>) -> bool {
        self.passes(Held::of_json(value))
    }

    /// Whether a moment passes; `None` stands for a missing one.
    pub fn holds_at(&self, moment: Option<Timestamp>) -> bool {
        self.passes(moment.map_or(Held::Nothing, Held::Time))
    }

    fn passes(&self, held: Held<'_>) -> bool {
        match self {
            Self::Exists(wanted) => !matches!(held, Held::Nothing) == *wanted,
            Self::Equals(value) => held.any(|one| one.equals(value)),
            Self::NotEquals(value) => !held.any(|one| one.equals(value)),
            Self::In(values) => held.any(|one| values.iter().any(|value| one.equals(value))),
            Self::NotIn(values) => !held.any(|one| values.iter().any(|value| one.equals(value))),
            Self::Greater(bound) => held.any(|one| one.order(bound).is_some_and(Ordering::is_gt)),
            Self::GreaterOrEqual(bound) => {
                held.any(|one| one.order(bound).is_some_and(Ordering::is_ge))
            }
            Self::Less(bound) => held.any(|one| one.order(bound).is_some_and(Ordering::is_lt)),
            Self::LessOrEqual(bound) => {
                held.any(|one| one.order(bound).is_some_and(Ordering::is_le))
            }
            Self::Contains(part) => held.any(|one| one.text().is_some_and(|it| it.contains(part))),
            Self::ContainsIgnoringCase(part) => {
                let part = lower(part);
                held.any(|one| one.text().is_some_and(|it| lower(it).contains(&part)))
            }
        }
    }
}

/// What a memory holds in a field.
#[derive(Clone, Copy)]
enum Held<'a> {
    Nothing,
    Time(Timestamp),
    Text(&'a str),
    Texts(&'a [String]),
    Json(&'a Value),
}

impl<'a> Held<'a> {
    fn of_json(value: Option<&'a Value>) -> Self {
        match value {
            None | Some(Value::Null) => Self::Nothing,
            Some(Value::String(text)) => Self::Text(text),
            Some(value) => Self::Json(value),
        }
    }

    fn of_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }

    /// Whether any element passes; what is no list is its own only element.
    fn any(self, passes: impl Fn(Held<'a>) -> bool) -> bool {
        match self {
            Self::Nothing => false,
            Self::Texts(texts) => texts.iter().any(|text| passes(Held::Text(text))),
            Self::Json(Value::Array(elements)) => elements
                .iter()
                .any(|element| passes(Held::of_json(Some(element)))),
            one => passes(one),
        }
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn equals(self, value: &Value) -> bool {
        match self {
            Self::Nothing | Self::Texts(_) => false,
            Self::Time(_) => self.order(value).is_some_and(Ordering::is_eq),
            Self::Text(text) => value.as_str() == Some(text),
            Self::Json(json) => equal(json, value),
        }
    }

    /// How it stands to a bound; `None` if the two can't be compared.
    fn order(self, bound: &Value) -> Option<Ordering> {
        match (self, bound) {
            (Self::Time(moment), Value::String(bound)) => {
                Some(moment.cmp(&Moment::read(bound)?.at))
            }
            (Self::Text(text), Value::String(bound)) => {
                Some(match (Moment::read(text), Moment::read(bound)) {
                    (Some(moment), Some(bound)) => moment.at.cmp(&bound.at),
                    _ => text.cmp(bound.as_str()),
                })
            }
            (Self::Json(Value::Number(number)), Value::Number(bound)) => compare(number, bound),
            _ => None,
        }
    }
}

fn held<'a>(field: &Field, item: &'a MemoryItem) -> Held<'a> {
    match field {
        Field::Id => Held::Text(&item.id),
        Field::UserId => Held::of_text(item.scope.user_id.as_deref()),
        Field::AgentId => Held::of_text(item.scope.agent_id.as_deref()),
        Field::RunId => Held::of_text(item.scope.run_id.as_deref()),
        Field::AppId => Held::of_text(item.scope.app_id.as_deref()),
        Field::ActorId => Held::of_text(item.actor_id.as_deref()),
        Field::Role => Held::of_text(item.role.as_deref()),
        Field::Text => Held::Text(&item.text),
        Field::Hash => Held::Text(&item.hash),
        Field::CreatedAt => Held::Time(item.created_at),
        Field::UpdatedAt => Held::Time(item.updated_at),
        Field::OccurredAt => Held::Time(item.occurred_at),
        Field::ExpirationDate => item
            .expires_on
            .map_or(Held::Nothing, |day| Held::Time(start_of(day))),
        Field::Categories if item.categories.is_empty() => Held::Nothing,
        Field::Categories => Held::Texts(&item.categories),
        Field::Metadata(path) => Held::of_json(find(&item.metadata, path)),
    }
}

/// The value at a path: the key spelled like the whole path if there is one, else what dots lead to.
fn find<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    object.get(path).or_else(|| {
        path.match_indices('.')
            .find_map(|(dot, _)| match object.get(&path[..dot])? {
                Value::Object(inner) => find(inner, &path[dot + 1..]),
                _ => None,
            })
    })
}

/// Equality by type, numbers by value.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b).is_some_and(Ordering::is_eq),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let held_by_both =
                |(key, a): (&String, &Value)| b.get(key).is_some_and(|b| equal(a, b));
            a.len() == b.len() && a.iter().all(held_by_both)
        }
        (a, b) => a == b,
    }
}

/// Compares numbers by their exact value: a 64-bit integer doesn't lose digits to a float.
fn compare(a: &Number, b: &Number) -> Option<Ordering> {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (Some(a), None) => compare_mixed(a, b.as_f64()?),
        (None, Some(b)) => compare_mixed(b, a.as_f64()?).map(Ordering::reverse),
        (None, None) => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn integer(number: &Number) -> Option<i128> {
    number
        .as_i64()
        .map(i128::from)
        .or_else(|| number.as_u64().map(i128::from))
}

fn compare_mixed(integer: i128, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // Beyond the range of i128 the cast saturates, far outside what 64 bits hold.
    let whole = float.floor() as i128;
    let fraction = float > float.floor();
    Some(integer.cmp(&whole).then(if fraction {
        Ordering::Less
    } else {
        Ordering::Equal
    }))
}

/// Lower case letter by letter, so that a part of a text has the same letters as the whole: the
/// usual rule writes a final Greek sigma differently.
fn lower(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|it| if it == 'ς' { 'σ' } else { it })
        .collect()
}
