//! Which versions a read sees, in pages, and who has any.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::filter::Filter;
use crate::memory::MemoryItem;
use crate::scope::{Scope, ScopeId};

/// Which versions of memories a read sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Versions that held at this moment; `None`: current ones.
    pub as_of: Option<Timestamp>,
    /// Today (UTC): what expired before it is hidden.
    pub today: Date,
    /// Whether expired memories are shown all the same.
    pub show_expired: bool,
}

impl View {
    /// What is current and not expired on this day.
    pub fn current(today: Date) -> Self {
        Self {
            as_of: None,
            today,
            show_expired: false,
        }
    }

    /// Whether this version is seen.
    pub fn shows(&self, item: &MemoryItem) -> bool {
        let held = self
            .as_of
            .map_or(item.is_current(), |moment| item.held_at(moment));
        held && (self.show_expired || !item.is_expired(self.today))
    }
}

/// A page of a list: `created_at` descending, then id ascending.
#[derive(Debug, Clone)]
pub struct ListQuery {
    /// Whose memories. Without any id: the whole namespace.
    pub scope: Scope,
    /// Which of them.
    pub filter: Option<Filter>,
    /// Which versions.
    pub view: View,
    /// How many to pass over.
    pub offset: usize,
    /// How many at most.
    pub limit: usize,
}

/// A page of memories.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The memories of this page.
    pub items: Vec<MemoryItem>,
    /// How many there are on all pages.
    pub total: usize,
}

/// Who has memories here, and how many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeSummary {
    /// Which kind of id.
    pub id: ScopeId,
    /// Its value.
    pub value: String,
    /// Number of current memories.
    pub memories: usize,
    /// When the oldest current memory came to be.
    pub created_at: Timestamp,
    /// When the newest version came to be.
    pub updated_at: Timestamp,
}
