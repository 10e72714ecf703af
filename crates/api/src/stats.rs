//! How much there is of everything.

use serde::{Deserialize, Serialize};

use crate::More;

/// How much there is of everything in a project.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stats {
    /// Memories.
    pub total_memories: u64,
    /// Searches that were asked.
    pub total_retrieval_events: u64,
    /// Conversations that were added.
    pub total_add_events: u64,
    /// Users who have memories.
    pub total_users_with_memories: u64,
    /// What else is counted.
    #[serde(flatten)]
    pub more: More,
}
