//! Whose memory it is: a namespace, and inside it up to four ids.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::InputError;

/// The room that a scope stands in: a collection in the library, a project on the server.
///
/// No operation of one namespace ever sees a memory of another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Namespace(String);

impl Namespace {
    /// The namespace with this name; the name is taken as it is.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Namespace {
    /// `"mem0"`, the collection name of the original.
    fn default() -> Self {
        Self("mem0".to_owned())
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Names one of the four ids of a [`Scope`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ScopeId {
    /// The person.
    #[serde(rename = "user_id")]
    User,
    /// The assistant or agent.
    #[serde(rename = "agent_id")]
    Agent,
    /// The conversation, session or task.
    #[serde(rename = "run_id")]
    Run,
    /// The application.
    #[serde(rename = "app_id")]
    App,
}

impl ScopeId {
    /// All four, in the order in which the API names them.
    pub const ALL: [Self; 4] = [Self::User, Self::Agent, Self::Run, Self::App];

    /// The parameter's name: `user_id`, `agent_id`, `run_id` or `app_id`.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user_id",
            Self::Agent => "agent_id",
            Self::Run => "run_id",
            Self::App => "app_id",
        }
    }

    /// The id that goes by this parameter name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }
}

impl fmt::Display for ScopeId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Whose memory it is.
///
/// On write every given id is stored with the memory. On read every given id must be equal: a
/// scope is an outer AND that no filter can widen. An id that is not given does not constrain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scope {
    /// The room.
    #[serde(default)]
    pub namespace: Namespace,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The assistant or agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<String>,
    /// The conversation, session or task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    /// The application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
}

impl Scope {
    /// The longest id in bytes.
    pub const MAX_ID_BYTES: usize = 1024;

    /// The scope of one user in the default namespace.
    pub fn user(id: impl Into<String>) -> Self {
        Self {
            user_id: Some(id.into()),
            ..Self::default()
        }
    }

    /// The scope of one agent in the default namespace.
    pub fn agent(id: impl Into<String>) -> Self {
        Self {
            agent_id: Some(id.into()),
            ..Self::default()
        }
    }

    /// The scope of one run in the default namespace.
    pub fn run(id: impl Into<String>) -> Self {
        Self {
            run_id: Some(id.into()),
            ..Self::default()
        }
    }

    /// The value of one id.
    pub fn get(&self, id: ScopeId) -> Option<&str> {
        match id {
            ScopeId::User => self.user_id.as_deref(),
            ScopeId::Agent => self.agent_id.as_deref(),
            ScopeId::Run => self.run_id.as_deref(),
            ScopeId::App => self.app_id.as_deref(),
        }
    }

    /// Sets one id.
    pub fn set(&mut self, id: ScopeId, value: Option<String>) {
        match id {
            ScopeId::User => self.user_id = value,
            ScopeId::Agent => self.agent_id = value,
            ScopeId::Run => self.run_id = value,
            ScopeId::App => self.app_id = value,
        }
    }

    /// The ids that are given, with their names.
    pub fn ids(&self) -> impl Iterator<Item = (ScopeId, &str)> {
        ScopeId::ALL
            .into_iter()
            .filter_map(|id| self.get(id).map(|value| (id, value)))
    }

    /// Whether no id is given.
    pub fn is_unbounded(&self) -> bool {
        self.ids().next().is_none()
    }

    /// Whether a memory of scope `other` may be seen from this one.
    pub fn admits(&self, other: &Self) -> bool {
        self.namespace == other.namespace
            && self.ids().all(|(id, value)| other.get(id) == Some(value))
    }

    /// Trims every id and checks it: an id of blanks only, with a control character, or longer
    /// than [`Self::MAX_ID_BYTES`] is refused. Slashes, inner spaces and emoji are fine.
    ///
    /// # Errors
    /// [`InputError::Id`] that names the id and what is wrong with it.
    pub fn validated(mut self) -> Result<Self, InputError> {
        for id in ScopeId::ALL {
            let Some(value) = self.get(id) else { continue };
            let trimmed = value.trim();
            let problem = if trimmed.is_empty() {
                Some("it is empty")
            } else if trimmed.len() > Self::MAX_ID_BYTES {
                Some("it is longer than 1024 bytes")
            } else if trimmed.chars().any(char::is_control) {
                Some("it holds a control character or a line break")
            } else {
                None
            };
            if let Some(problem) = problem {
                return Err(InputError::Id {
                    id: id.name(),
                    problem,
                });
            }
            let trimmed = trimmed.to_owned();
            self.set(id, Some(trimmed));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_admits_only_what_shares_all_its_ids() {
        let mut session = Scope::user("ann");
        session.run_id = Some("monday".into());
        assert!(Scope::user("ann").admits(&session));
        assert!(!session.admits(&Scope::user("ann")));
        assert!(!Scope::user("bob").admits(&session));
        let elsewhere = Scope {
            namespace: Namespace::new("other"),
            ..session.clone()
        };
        assert!(!session.admits(&elsewhere));
    }

    #[test]
    fn odd_ids_are_kept_and_broken_ones_refused() {
        for id in ["a/b", "李 雷", "🦀", "mail@example.test", "../../etc"] {
            let scope = Scope::user(format!("  {id} ")).validated().unwrap();
            assert_eq!(scope.user_id.as_deref(), Some(id));
        }
        for id in ["", "   ", "a\nb", "a\u{0}b"] {
            assert!(Scope::user(id).validated().is_err(), "{id:?}");
        }
        assert!(Scope::user("x".repeat(1025)).validated().is_err());
    }
}
