//! Arguments that several operations take.

use super::operation::Argument;

pub(super) const MEMORY_ID: Argument = Argument::new("memory_id", "The memory's id.")
    .aliases(&["memoryId", "id"])
    .required();

pub(super) const USER_ID: Argument =
    Argument::new("user_id", "The person whose memories they are.").aliases(&["userId"]);

pub(super) const AGENT_ID: Argument = Argument::new(
    "agent_id",
    "The assistant or agent whose memories they are.",
)
.aliases(&["agentId"]);

pub(super) const RUN_ID: Argument =
    Argument::new("run_id", "The conversation, session or task.").aliases(&["runId"]);

pub(super) const APP_ID: Argument = Argument::new("app_id", "The application.").aliases(&["appId"]);

/// The arguments of an operation on somebody's memories: those in front, the four ids, the others.
macro_rules! with_ids {
    ([$($before:expr),* $(,)?], [$($after:expr),* $(,)?] $(,)?) => {
        &[
            $($before,)*
            $crate::calls::shared::USER_ID,
            $crate::calls::shared::AGENT_ID,
            $crate::calls::shared::RUN_ID,
            $crate::calls::shared::APP_ID,
            $($after),*
        ]
    };
}
pub(super) use with_ids;

/// The four ids alone.
pub(super) const IDS: &[Argument] = with_ids!([], []);

pub(super) const FILTERS: Argument = Argument::new(
    "filters",
    "Which memories, as conditions on ids, metadata, times and texts; see `mem0::filter`.",
)
.aliases(&["filter"]);

pub(super) const LIMIT: Argument = Argument::new("limit", "How many at most. Default 100.");

pub(super) const TOP_K: Argument =
    Argument::new("top_k", "The same as `limit`, and stronger.").aliases(&["topK"]);

pub(super) const OFFSET: Argument = Argument::new("offset", "How many to pass over. Default 0.");

pub(super) const SHOW_EXPIRED: Argument = Argument::new(
    "show_expired",
    "Whether expired memories are shown. Default false.",
)
.aliases(&["showExpired"]);

pub(super) const AS_OF: Argument =
    Argument::new("as_of", "What held at this moment, instead of now.").aliases(&["asOf"]);

pub(super) const METADATA: Argument = Argument::new(
    "metadata",
    "An object of the caller's own. Keys that name ids are left out with a warning; `created_at`, \
     if it is a moment, says when the memories were made.",
);

pub(super) const EXPIRATION_DATE: Argument = Argument::new(
    "expiration_date",
    "The last day on which it is shown: 2026-12-31, or the day (UTC) of an ISO moment.",
)
.aliases(&["expirationDate"]);

pub(super) const TIMESTAMP: Argument = Argument::new(
    "timestamp",
    "When it was said or true: Unix time in seconds, or ISO 8601. Default now.",
);

pub(super) const CATEGORIES: Argument =
    Argument::new("categories", "Categories: a list of texts, or one.");

pub(super) const IMMUTABLE: Argument = Argument::new(
    "immutable",
    "Whether the memories refuse updates. Default false.",
);

pub(super) const PROMPT: Argument = Argument::new(
    "prompt",
    "What extraction should heed, in words, in place of the configuration's instructions; the \
     system prompt of procedural memories.",
)
.aliases(&["custom_instructions", "customInstructions"]);

pub(super) const INCLUDES: Argument = Argument::new(
    "includes",
    "What to keep, in words; nothing else is kept then.",
);

pub(super) const EXCLUDES: Argument = Argument::new(
    "excludes",
    "What to leave out, in words; wins over `includes`.",
);
