//! Whose memories they become.

use crate::{Scope, ScopeId, Timestamp};

/// Whose memories they become where the source doesn't say, and when they were said.
#[derive(Debug, Clone)]
pub struct Whose {
    /// Ids for all that a record leaves open. What it says itself stands.
    pub fill: Scope,
    /// Ids for records that still name nobody.
    pub fallback: Scope,
    /// The time of what has none.
    pub now: Timestamp,
}

impl Whose {
    /// Nobody's where the source names nobody.
    pub fn as_found() -> Self {
        Self {
            fill: Scope::default(),
            fallback: Scope::default(),
            now: Timestamp::now(),
        }
    }

    /// The ids of a record, and those that it leaves open.
    pub fn scope(&self, mut found: Scope) -> Scope {
        for id in ScopeId::ALL {
            if found.get(id).is_none()
                && let Some(given) = self.fill.get(id)
            {
                found.set(id, Some(given.to_owned()));
            }
        }
        if found.is_unbounded() {
            self.fallback.clone()
        } else {
            found
        }
    }
}
