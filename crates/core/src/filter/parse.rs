//! JSON read as a filter.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::moment::{Moment, start_of};
use super::operator::{Logic, Operator, unknown};
use super::{Field, Filter, Test};
use crate::error::InputError;

type Result<T> = std::result::Result<T, InputError>;

impl Filter {
    /// Reads a filter; see the [module](crate::filter) for the grammar. `{}` lets everything
    /// through.
    ///
    /// # Errors
    /// [`InputError::Filter`] that says where and what: an unknown operator (with the nearest
    /// known one), an operand of the wrong type, an `OR` or `NOT` of nothing, nesting deeper than
    /// [`Self::MAX_DEPTH`] or more than [`Self::MAX_NODES`] parts.
    pub fn parse(json: &Value) -> Result<Self> {
        Reader {
            path: Vec::new(),
            depth: 0,
            nodes: 0,
        }
        .filter(json)
    }
}

struct Reader<'a> {
    path: Vec<Step<'a>>,
    depth: usize,
    nodes: usize,
}

/// One step of the path that an error names.
enum Step<'a> {
    Key(&'a str),
    Place(usize),
}

impl<'a> Reader<'a> {
    fn filter(&mut self, json: &'a Value) -> Result<Filter> {
        let Value::Object(object) = json else {
            return Err(self.problem(format!("a filter is an object, not {}", kind(json))));
        };
        self.count()?;
        if self.depth == Filter::MAX_DEPTH {
            return Err(self.problem(format!("more than {} levels deep", Filter::MAX_DEPTH)));
        }
        self.depth += 1;
        let parts = self.each_entry(object, Self::entry)?;
        self.depth -= 1;
        Ok(all(parts))
    }

    fn entry(&mut self, key: &'a str, json: &'a Value) -> Result<Filter> {
        match Logic::named(key) {
            // Programs collect conditions in a list: with none there is nothing to demand.
            Some(Logic::And) if json.as_array().is_some_and(Vec::is_empty) => {
                return Ok(Filter::All(Vec::new()));
            }
            Some(Logic::And) => return self.filters(json).map(Filter::All),
            Some(Logic::Or) => return self.filters(json).map(Filter::Any),
            Some(Logic::Not) => return self.negation(json),
            None => {}
        }
        if key == "metadata" {
            let Value::Object(object) = json else {
                return Err(self.problem(format!(
                    "`metadata` takes an object of keys and conditions, not {}",
                    kind(json)
                )));
            };
            return self.each_entry(object, Self::metadata_entry).map(all);
        }
        if key.starts_with('$') {
            return Err(self.problem(if Operator::named(key).is_some() {
                format!(
                    "`{key}` stands inside a field's condition: {{\"field\": {{\"{key}\": …}}}}"
                )
            } else {
                unknown(key)
            }));
        }
        if matches!(key, "keywords" | "keywords_search" | "keywordsSearch") {
            return self.keywords(json);
        }
        self.condition(&Field::named(key), json)
    }

    fn metadata_entry(&mut self, key: &'a str, json: &'a Value) -> Result<Filter> {
        if key.starts_with('$') {
            return Err(self.problem(format!("`{key}` stands where a metadata key is expected")));
        }
        self.condition(&Field::Metadata(key.to_owned()), json)
    }

    fn negation(&mut self, json: &'a Value) -> Result<Filter> {
        let denied = if json.is_object() {
            self.filter(json)?
        } else {
            let mut filters = self.filters(json)?;
            if filters.len() == 1 {
                filters.remove(0)
            } else {
                Filter::Any(filters)
            }
        };
        Ok(Filter::Not(Box::new(denied)))
    }

    fn filters(&mut self, json: &'a Value) -> Result<Vec<Filter>> {
        match json {
            Value::Array(list) if list.is_empty() => {
                Err(self.problem("the list of filters is empty"))
            }
            Value::Array(list) => self.each_element(list, Self::filter),
            other => Err(self.problem(format!("a list of filters is needed, not {}", kind(other)))),
        }
    }

    /// A bare text under `keywords` is looked for in the memory: no memory *is* a keyword.
    fn keywords(&mut self, json: &'a Value) -> Result<Filter> {
        match json {
            Value::String(text) if text != "*" => {
                self.count()?;
                Ok(Filter::Field(
                    Field::Text,
                    Test::ContainsIgnoringCase(text.clone()),
                ))
            }
            Value::Array(_) => {
                Err(self.problem("a text or {\"contains\": text} is needed, not a list"))
            }
            other => self.condition(&Field::Text, other),
        }
    }

    fn condition(&mut self, field: &Field, json: &'a Value) -> Result<Filter> {
        match json {
            Value::Null => self.exists(field, false),
            Value::String(text) if text == "*" => self.exists(field, true),
            Value::Array(_) => self.test(field, Operator::In, json),
            Value::Object(operators) if operators.is_empty() => {
                Err(self.problem("the condition has no operator"))
            }
            Value::Object(operators) => self
                .each_entry(operators, |reader, name, operand| {
                    match Operator::named(name) {
                        Some(operator) => reader.test(field, operator, operand),
                        None => Err(reader.unknown_operator(name, operators)),
                    }
                })
                .map(all),
            _ => self.test(field, Operator::Equals, json),
        }
    }

    fn exists(&mut self, field: &Field, wanted: bool) -> Result<Filter> {
        self.count()?;
        Ok(Filter::Field(field.clone(), Test::Exists(wanted)))
    }

    fn unknown_operator(&self, name: &str, condition: &Map<String, Value>) -> InputError {
        let mut problem = unknown(name);
        if !condition
            .keys()
            .any(|key| key.starts_with('$') || Operator::named(key).is_some())
        {
            problem.push_str(" (to compare with an object, write {\"eq\": {…}})");
        }
        self.problem(problem)
    }

    fn test(&mut self, field: &Field, operator: Operator, operand: &'a Value) -> Result<Filter> {
        self.count()?;
        let test = match operator {
            Operator::Exists => match operand {
                Value::Bool(wanted) => Test::Exists(*wanted),
                other => return Err(self.operand(operator, "true or false", other)),
            },
            Operator::Equals if operand.is_null() => Test::Exists(false),
            Operator::NotEquals if operand.is_null() => Test::Exists(true),
            _ if field.is_time() => return self.time_test(field, operator, operand),
            Operator::Equals => Test::Equals(self.literal(field, operator, operand)?),
            Operator::NotEquals => Test::NotEquals(self.literal(field, operator, operand)?),
            Operator::In | Operator::NotIn => {
                let (nulls, values) = self.list(operator, operand)?;
                let values = self.each_element(values, |reader, value| {
                    reader.literal(field, operator, value)
                })?;
                return Ok(membership(field, operator, nulls, values));
            }
            Operator::Greater => Test::Greater(self.bound(field, operator, operand)?),
            Operator::GreaterOrEqual => Test::GreaterOrEqual(self.bound(field, operator, operand)?),
            Operator::Less => Test::Less(self.bound(field, operator, operand)?),
            Operator::LessOrEqual => Test::LessOrEqual(self.bound(field, operator, operand)?),
            Operator::Contains | Operator::ContainsIgnoringCase => match operand {
                // Categories are few words of a person's choice: their case is chance.
                Value::String(part)
                    if operator == Operator::Contains && *field != Field::Categories =>
                {
                    Test::Contains(part.clone())
                }
                Value::String(part) => Test::ContainsIgnoringCase(part.clone()),
                other => return Err(self.operand(operator, "a text", other)),
            },
        };
        Ok(Filter::Field(field.clone(), test))
    }

    fn time_test(
        &mut self,
        field: &Field,
        operator: Operator,
        operand: &'a Value,
    ) -> Result<Filter> {
        let test = match operator {
            Operator::Equals => return Ok(same_time(field, self.moment(operator, operand)?)),
            Operator::NotEquals => {
                let moment = self.moment(operator, operand)?;
                return Ok(match moment.day {
                    None => Filter::Field(field.clone(), Test::NotEquals(written(moment.at))),
                    Some(_) => Filter::Not(Box::new(same_time(field, moment))),
                });
            }
            Operator::In | Operator::NotIn => {
                let (nulls, values) = self.list(operator, operand)?;
                let moments = self.each_element(values, |reader, value| {
                    reader.count()?;
                    reader.moment(operator, value)
                })?;
                if moments.iter().all(|moment| moment.day.is_none()) {
                    let values = moments.iter().map(|moment| written(moment.at)).collect();
                    return Ok(membership(field, operator, nulls, values));
                }
                let mut any: Vec<_> = moments
                    .into_iter()
                    .map(|moment| same_time(field, moment))
                    .collect();
                if nulls {
                    any.push(Filter::Field(field.clone(), Test::Exists(false)));
                }
                let any = Filter::Any(any);
                return Ok(match operator {
                    Operator::NotIn => Filter::Not(Box::new(any)),
                    _ => any,
                });
            }
            Operator::Greater => Test::Greater(written(self.moment(operator, operand)?.at)),
            Operator::GreaterOrEqual => {
                Test::GreaterOrEqual(written(self.moment(operator, operand)?.at))
            }
            Operator::Less => Test::Less(written(self.moment(operator, operand)?.at)),
            Operator::LessOrEqual => Test::LessOrEqual(written(self.moment(operator, operand)?.at)),
            Operator::Contains | Operator::ContainsIgnoringCase | Operator::Exists => {
                return Err(self.problem(format!(
                    "`{}` doesn't fit a time; use gt, gte, lt, lte",
                    operator.name()
                )));
            }
        };
        Ok(Filter::Field(field.clone(), test))
    }

    /// A list of values without its nulls, and whether there were any.
    fn list(&self, operator: Operator, operand: &'a Value) -> Result<(bool, Vec<&'a Value>)> {
        match operand {
            Value::Array(values) => {
                let kept: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
                Ok((kept.len() < values.len(), kept))
            }
            other => Err(self.operand(operator, "a list", other)),
        }
    }

    /// A value that a field can be equal to.
    fn literal(&self, field: &Field, operator: Operator, value: &'a Value) -> Result<Value> {
        match (field, value) {
            (_, Value::Array(_)) => {
                let instead = if operator == Operator::NotEquals {
                    "nin"
                } else {
                    "in"
                };
                Err(self.problem(format!(
                    "`{}` compares with single values, not with a list; `{instead}` takes a list",
                    operator.name()
                )))
            }
            (Field::Metadata(_), Value::Object(_)) if too_deep(value, Filter::MAX_DEPTH) => {
                Err(self.problem(format!("more than {} levels deep", Filter::MAX_DEPTH)))
            }
            (Field::Metadata(_), _) | (_, Value::String(_)) => Ok(value.clone()),
            (_, other) => Err(self.operand(operator, "a text", other)),
        }
    }

    /// A value that a field can be greater or less than.
    fn bound(&self, field: &Field, operator: Operator, value: &'a Value) -> Result<Value> {
        match (field, value) {
            (_, Value::String(_)) | (Field::Metadata(_), Value::Number(_)) => Ok(value.clone()),
            (Field::Metadata(_), other) => {
                Err(self.operand(operator, "a number, a date or a text", other))
            }
            (_, other) => Err(self.operand(operator, "a text", other)),
        }
    }

    /// A date, a time, or a number of seconds since 1970.
    fn moment(&self, operator: Operator, value: &'a Value) -> Result<Moment> {
        let moment = match value {
            Value::String(text) => Moment::read(text.trim()),
            Value::Number(number) => number
                .as_f64()
                .and_then(|seconds| Timestamp::from_microsecond((seconds * 1e6) as i64).ok())
                .map(|at| Moment { at, day: None }),
            _ => None,
        };
        moment.ok_or_else(|| self.operand(operator, "a date or a time (ISO 8601)", value))
    }

    fn each_entry(
        &mut self,
        object: &'a Map<String, Value>,
        mut read: impl FnMut(&mut Self, &'a str, &'a Value) -> Result<Filter>,
    ) -> Result<Vec<Filter>> {
        object
            .iter()
            .map(|(key, value)| {
                self.path.push(Step::Key(key));
                let filter = read(self, key, value)?;
                self.path.pop();
                Ok(filter)
            })
            .collect()
    }

    fn each_element<T>(
        &mut self,
        list: impl IntoIterator<Item = &'a Value>,
        mut read: impl FnMut(&mut Self, &'a Value) -> Result<T>,
    ) -> Result<Vec<T>> {
        list.into_iter()
            .enumerate()
            .map(|(place, value)| {
                self.path.push(Step::Place(place));
                let part = read(self, value)?;
                self.path.pop();
                Ok(part)
            })
            .collect()
    }

    fn count(&mut self) -> Result<()> {
        self.nodes += 1;
        if self.nodes > Filter::MAX_NODES {
            return Err(self.problem(format!("more than {} parts", Filter::MAX_NODES)));
        }
        Ok(())
    }

    fn operand(&self, operator: Operator, wanted: &str, found: &Value) -> InputError {
        self.problem(format!(
            "`{}` needs {wanted}, not {}",
            operator.name(),
            kind(found)
        ))
    }

    fn problem(&self, problem: impl Into<String>) -> InputError {
        let steps: Vec<_> = self
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => (*key).to_owned(),
                Step::Place(place) => place.to_string(),
            })
            .collect();
        let path = if steps.is_empty() {
            "filters".to_owned()
        } else {
            steps.join(".")
        };
        InputError::Filter {
            path,
            problem: problem.into(),
        }
    }
}

fn all(mut parts: Vec<Filter>) -> Filter {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        Filter::All(parts)
    }
}

/// `in` or `nin`; a null in the list stands for a missing field.
fn membership(field: &Field, operator: Operator, nulls: bool, values: Vec<Value>) -> Filter {
    let on_field = |test| Filter::Field(field.clone(), test);
    match (operator, nulls) {
        (Operator::NotIn, false) => on_field(Test::NotIn(values)),
        (Operator::NotIn, true) => Filter::All(vec![
            on_field(Test::NotIn(values)),
            on_field(Test::Exists(true)),
        ]),
        (_, false) => on_field(Test::In(values)),
        (_, true) => Filter::Any(vec![
            on_field(Test::In(values)),
            on_field(Test::Exists(false)),
        ]),
    }
}

/// At this moment, or on this day.
fn same_time(field: &Field, moment: Moment) -> Filter {
    let on_field = |test| Filter::Field(field.clone(), test);
    let Some(day) = moment.day else {
        return on_field(Test::Equals(written(moment.at)));
    };
    let from = on_field(Test::GreaterOrEqual(written(moment.at)));
    match day.tomorrow() {
        Ok(next) => Filter::All(vec![from, on_field(Test::Less(written(start_of(next))))]),
        Err(_) => from,
    }
}

fn written(at: Timestamp) -> Value {
    Value::String(at.to_string())
}

fn too_deep(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return true;
    };
    match value {
        Value::Array(elements) => elements.iter().any(|element| too_deep(element, below)),
        Value::Object(object) => object.values().any(|element| too_deep(element, below)),
        _ => false,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
