//! What the hosted API sends and receives, as types: for client and server.
//!
//! | module | which part of the API |
//! | --- | --- |
//! | [`ping`] | the handshake |
//! | [`message`], [`memory`] | what was said, and what is remembered of it |
//! | [`add`], [`search`], [`list`], [`update`], [`history`], [`batch`] | what is done with memories |
//! | [`entities`] | those that memories are about |
//! | [`feedback`], [`exports`], [`summary`], [`profiles`], [`stats`] | what else is made of memories |
//! | [`events`], [`webhooks`] | what the server works on, and whom it tells |
//! | [`projects`] | organizations, projects, members |
//! | [`page`], [`error`] | forms that all parts share |
//! | [`paths`] | where each of them is |
//!
//! Types write exactly one spelling. Whoever reads what others sent calls [`read`], which accepts
//! the other spellings in use. Keys that a type doesn't know are kept in its `more`, so that
//! nothing is lost between two servers of different age.

pub mod add;
pub mod batch;
pub mod entities;
pub mod error;
pub mod events;
pub mod exports;
pub mod feedback;
pub mod history;
pub mod list;
pub mod memory;
pub mod message;
pub mod page;
pub mod paths;
pub mod ping;
pub mod profiles;
pub mod projects;
pub mod search;
pub mod stats;
pub mod summary;
mod tolerant;
pub mod update;
pub mod webhooks;

use serde_json::{Map, Value};

pub use add::{AddRequest, AddResponse, AddResult, Pending};
pub use batch::{BatchItem, BatchRequest};
pub use entities::{Choices, Entities, Entity, EntityMade, EntityRequest};
pub use error::ErrorBody;
pub use events::Event;
pub use exports::{ExportCreated, ExportRequest, FetchExport};
pub use feedback::{Feedback, FeedbackRequest, Grade};
pub use history::HistoryEntry;
pub use list::ListRequest;
pub use memory::{Memory, ScoreBreakdown};
pub use message::{Conversation, Message};
pub use page::{Page, Paging};
pub use ping::Ping;
pub use profiles::{Profile, ProfileJob, ProfileJobRequest, ProfileSettings};
pub use projects::{Member, MemberRequest, Members, Organization, Project, ProjectUpdate};
pub use search::{Found, Relation, SearchRequest};
pub use stats::Stats;
pub use summary::{Summary, SummaryRequest};
pub use tolerant::{read, tolerant};
pub use update::UpdateRequest;
pub use webhooks::{Delivery, Webhook, WebhookRequest};

/// What answers an order that is only done: `{"message": …}`, sometimes with the id of the work
/// that goes on behind it.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Done {
    /// In words.
    pub message: String,
    /// The event that tells how far the work is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_id: Option<String>,
    /// What else was said.
    #[serde(flatten)]
    pub more: More,
}

/// Keys that a type doesn't know.
pub type More = Map<String, Value>;

/// Organization and project, where a request names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Tenancy {
    /// The organization; empty means the key's own.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub org_id: Option<String>,
    /// The project; empty means the key's own.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub project_id: Option<String>,
}

/// Whose memories are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Ids {
    /// The person.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub user_id: Option<String>,
    /// The assistant or agent.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub agent_id: Option<String>,
    /// The application.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub app_id: Option<String>,
    /// The conversation, session or task.
    #[serde(
        deserialize_with = "tolerant::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub run_id: Option<String>,
}

impl Ids {
    /// One person.
    pub fn user(id: impl Into<String>) -> Self {
        Self {
            user_id: Some(id.into()),
            ..Self::default()
        }
    }

    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
