//! A filter as a condition of SQL. Values are always bound, never written into the statement.

use mem0_core::Filter;
use mem0_core::filter::{Field, Test};
use rusqlite::types::Value;
use serde_json::Value as Json;

use super::conditions::{Column, Condition};

/// A condition of SQL with its values.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Where {
    /// The condition, with `?` for each value.
    pub(super) sql: String,
    /// The values, in order.
    pub(super) values: Vec<Value>,
    /// What `mem0_holds` will be asked.
    pub(super) conditions: Vec<Condition>,
}

impl Where {
    /// Asks for one thing more.
    pub(super) fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    /// Asks for what a filter asks. It stands in parentheses: nothing in it can widen the rest.
    pub(super) fn and_filter(&mut self, filter: &Filter) {
        if !self.sql.is_empty() {
            self.sql.push_str(" AND ");
        }
        self.write(filter);
    }

    fn write(&mut self, filter: &Filter) {
        if let Some(column) = only_column(filter) {
            if !self.write_plainly(column, filter) {
                self.call_back(column, filter);
            }
            return;
        }
        match filter {
            Filter::All(filters) => self.write_list(filters, " AND ", "1"),
            Filter::Any(filters) => self.write_list(filters, " OR ", "0"),
            Filter::Not(filter) => {
                self.sql.push_str("NOT ");
                self.write(filter);
            }
            Filter::Field(field, _) => self.call_back(column_of(field), filter),
        }
    }

    /// Writes a list as a balanced tree: SQLite limits how deep an expression may be.
    fn write_list(&mut self, filters: &[Filter], between: &str, empty: &str) {
        self.sql.push('(');
        match filters {
            [] => self.sql.push_str(empty),
            [filter] => self.write(filter),
            filters => {
                let (left, right) = filters.split_at(filters.len() / 2);
                self.write_list(left, between, empty);
                self.sql.push_str(between);
                self.write_list(right, between, empty);
            }
        }
        self.sql.push(')');
    }

    /// What SQL can say exactly, so that an index can serve it: equality of texts in columns that
    /// hold nothing but texts, and whether they are there.
    fn write_plainly(&mut self, column: Column, filter: &Filter) -> bool {
        let Filter::Field(_, test) = filter else {
            return false;
        };
        let is_text = !matches!(
            column,
            Column::CreatedAt
                | Column::UpdatedAt
                | Column::OccurredAt
                | Column::ExpiresOn
                | Column::Categories
                | Column::Metadata
        );
        if !is_text {
            return false;
        }
        let name = column.name();
        match test {
            Test::Equals(Json::String(text)) => {
                // `IS`, not `=`: under a NOT, null must be an ordinary "no".
                self.sql.push_str(&format!("({name} IS ?)"));
                self.values.push(Value::Text(text.clone()));
                true
            }
            // A NUL would not survive the way through SQLite's JSON.
            Test::In(values)
                if values
                    .iter()
                    .all(|it| it.as_str().is_some_and(|it| !it.contains('\0'))) =>
            {
                self.sql.push_str(&format!(
                    "({name} IS NOT NULL AND {name} IN (SELECT value FROM json_each(?)))"
                ));
                self.values
                    .push(Value::Text(Json::Array(values.clone()).to_string()));
                true
            }
            Test::Exists(wanted) => {
                self.sql.push_str(&format!(
                    "({name} IS {}NULL)",
                    if *wanted { "NOT " } else { "" }
                ));
                true
            }
            _ => false,
        }
    }

    fn call_back(&mut self, column: Column, filter: &Filter) {
        let place = self.conditions.len();
        self.sql
            .push_str(&format!("mem0_holds({place}, {})", column.name()));
        self.conditions.push(Condition {
            column,
            filter: filter.clone(),
        });
    }
}

/// The one column that a filter looks at, if it looks at one only.
fn only_column(filter: &Filter) -> Option<Column> {
    match filter {
        Filter::All(filters) | Filter::Any(filters) => {
            let (first, rest) = filters.split_first()?;
            let column = only_column(first)?;
            rest.iter()
                .all(|filter| only_column(filter) == Some(column))
                .then_some(column)
        }
        Filter::Not(filter) => only_column(filter),
        Filter::Field(field, _) => Some(column_of(field)),
    }
}

fn column_of(field: &Field) -> Column {
    match field {
        Field::Id => Column::Id,
        Field::UserId => Column::UserId,
        Field::AgentId => Column::AgentId,
        Field::RunId => Column::RunId,
        Field::AppId => Column::AppId,
        Field::ActorId => Column::ActorId,
        Field::Role => Column::Role,
        Field::Text => Column::Text,
        Field::Hash => Column::Hash,
        Field::CreatedAt => Column::CreatedAt,
        Field::UpdatedAt => Column::UpdatedAt,
        Field::OccurredAt => Column::OccurredAt,
        Field::ExpirationDate => Column::ExpiresOn,
        Field::Categories => Column::Categories,
        Field::Metadata(_) => Column::Metadata,
    }
}
