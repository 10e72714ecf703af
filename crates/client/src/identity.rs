//! Which organization and project calls are about.

use mem0_api::Ping;

use crate::error::{ClientError, Result};

/// Which organization and project calls are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    org_id: Option<String>,
    project_id: Option<String>,
    /// Whether the caller named them; then every request does.
    named: bool,
}

impl Identity {
    /// As the caller named it.
    ///
    /// # Errors
    /// Only one of the two is named.
    pub fn new(org_id: Option<String>, project_id: Option<String>) -> Result<Self> {
        let given = |id: Option<String>| id.filter(|id| !id.trim().is_empty());
        match (given(org_id), given(project_id)) {
            (None, None) => Ok(Self::default()),
            (Some(org_id), Some(project_id)) => Ok(Self {
                org_id: Some(org_id),
                project_id: Some(project_id),
                named: true,
            }),
            _ => Err(ClientError::Argument(
                "Please provide both org_id and project_id".to_owned(),
            )),
        }
    }

    /// Takes over what the server said the key belongs to, unless the caller named it.
    pub fn learn(&mut self, ping: &Ping) {
        if !self.named {
            self.org_id.clone_from(&ping.org_id);
            self.project_id.clone_from(&ping.project_id);
        }
    }

    /// The organization, if it is known.
    pub fn org_id(&self) -> Option<&str> {
        self.org_id.as_deref().filter(|id| !id.is_empty())
    }

    /// The project, if it is known.
    pub fn project_id(&self) -> Option<&str> {
        self.project_id.as_deref().filter(|id| !id.is_empty())
    }

    /// Both, if the caller named them.
    pub fn named(&self) -> Option<(&str, &str)> {
        if self.named { self.both().ok() } else { None }
    }

    /// Both.
    ///
    /// # Errors
    /// [`ClientError::NoProject`] if they aren't known: a ping tells them.
    pub fn both(&self) -> Result<(&str, &str)> {
        self.org_id()
            .zip(self.project_id())
            .ok_or(ClientError::NoProject)
    }
}
