//! Fields and the names they go by.

use std::borrow::Cow;

use super::Field;
use crate::scope::ScopeId;

/// Names of fields; the first one of each field is the one we write.
const NAMES: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("memory_id", Field::Id),
    ("memory_ids", Field::Id),
    ("memoryId", Field::Id),
    ("memoryIds", Field::Id),
    ("user_id", Field::UserId),
    ("userId", Field::UserId),
    ("agent_id", Field::AgentId),
    ("agentId", Field::AgentId),
    ("run_id", Field::RunId),
    ("runId", Field::RunId),
    ("app_id", Field::AppId),
    ("appId", Field::AppId),
    ("actor_id", Field::ActorId),
    ("actorId", Field::ActorId),
    ("role", Field::Role),
    ("memory", Field::Text),
    ("data", Field::Text),
    ("text", Field::Text),
    ("keywords", Field::Text),
    ("keywords_search", Field::Text),
    ("keywordsSearch", Field::Text),
    ("hash", Field::Hash),
    ("created_at", Field::CreatedAt),
    ("createdAt", Field::CreatedAt),
    ("updated_at", Field::UpdatedAt),
    ("updatedAt", Field::UpdatedAt),
    ("timestamp", Field::OccurredAt),
    ("occurred_at", Field::OccurredAt),
    ("occurredAt", Field::OccurredAt),
    ("expiration_date", Field::ExpirationDate),
    ("expirationDate", Field::ExpirationDate),
    ("categories", Field::Categories),
];

/// Leads from any field name into the metadata.
pub(super) const METADATA_PREFIX: &str = "metadata.";

impl Field {
    /// The field that goes by this name. Every name is one: what isn't ours is the metadata's.
    pub fn named(name: &str) -> Self {
        if let Some(key) = name.strip_prefix(METADATA_PREFIX) {
            return Self::Metadata(key.to_owned());
        }
        NAMES.iter().find(|(known, _)| *known == name).map_or_else(
            || Self::Metadata(name.to_owned()),
            |(_, field)| field.clone(),
        )
    }

    /// The name by which JSON calls it; a metadata key carries the prefix `metadata.`.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Metadata(key) => Cow::Owned(format!("{METADATA_PREFIX}{key}")),
            named => Cow::Borrowed(
                NAMES
                    .iter()
                    .find(|(_, field)| field == named)
                    .map_or("", |(name, _)| name),
            ),
        }
    }

    /// Whether it holds a moment or a day.
    pub fn is_time(&self) -> bool {
        matches!(
            self,
            Self::CreatedAt | Self::UpdatedAt | Self::OccurredAt | Self::ExpirationDate
        )
    }

    /// The scope's id that it is.
    pub fn scope_id(&self) -> Option<ScopeId> {
        match self {
            Self::UserId => Some(ScopeId::User),
            Self::AgentId => Some(ScopeId::Agent),
            Self::RunId => Some(ScopeId::Run),
            Self::AppId => Some(ScopeId::App),
            _ => None,
        }
    }
}
