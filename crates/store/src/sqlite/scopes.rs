//! Scopes and views as conditions of SQL.

use mem0_core::memory_store::View;
use mem0_core::{Scope, ScopeId};
use rusqlite::types::Value;

use super::filter_sql::Where;
use super::rows;

/// Which id narrows best, as far as can be told without looking: an index serves this one, the
/// others are checked row by row (the unary plus keeps SQLite from choosing otherwise).
pub(super) const BY_SELECTIVITY: [ScopeId; 4] =
    [ScopeId::Run, ScopeId::User, ScopeId::Agent, ScopeId::App];

impl Where {
    /// Rows that this scope admits.
    pub(super) fn scope(scope: &Scope) -> Self {
        Self::written(scope, "")
    }

    /// The same, beside something that narrows better: no index is to be chosen for the ids.
    pub(super) fn scope_beside(scope: &Scope) -> Self {
        Self::written(scope, "+")
    }

    fn written(scope: &Scope, mut plus: &str) -> Self {
        let mut condition = Self::default();
        condition.and("namespace = ?", [text(scope.namespace.as_str())]);
        for id in BY_SELECTIVITY {
            if let Some(value) = scope.get(id) {
                condition.and(&format!("{plus}{} = ?", id.name()), [text(value)]);
                plus = "+";
            }
        }
        condition
    }

    /// Rows of `versions` that this view shows.
    pub(super) fn and_view(&mut self, view: &View) {
        self.and_held(view);
        if !view.show_expired {
            let today = rows::day_number(view.today);
            self.and(
                "(expires_on IS NULL OR expires_on >= ?)",
                [Value::Integer(today)],
            );
        }
    }

    /// Rows of `versions` that are current, or were at the view's moment.
    pub(super) fn and_held(&mut self, view: &View) {
        match view.as_of {
            None => self.and("valid_to IS NULL", []),
            Some(moment) => {
                let moment = Value::Integer(rows::microseconds(moment));
                self.and(
                    "valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
                    [moment.clone(), moment],
                );
            }
        }
    }
}

/// A text to bind.
pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}
