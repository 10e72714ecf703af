//! How an engine behaves, decided once.

use mem0_core::Namespace;

/// Settings of an engine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The namespace in which all its operations take place.
    pub namespace: Namespace,
    /// Whether messages are kept word for word beside the memories drawn from them.
    pub episodes: EpisodePolicy,
    /// What every extraction should heed (`custom_instructions`).
    pub instructions: Option<String>,
    /// What every extraction should keep, in words; nothing else is kept then.
    pub includes: Option<String>,
    /// What every extraction should leave out, in words.
    pub excludes: Option<String>,
}

/// Whether messages are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EpisodePolicy {
    /// Keep them: memories can show where they came from, and nothing is lost when a model fails.
    #[default]
    Keep,
    /// Keep none.
    Off,
}
