//! The handshake: who the key belongs to.

use serde::{Deserialize, Serialize};

/// What `GET /v1/ping/` answers.
///
/// Official clients stop working where `status` is not `ok`, or an id is absent or a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ping {
    /// `ok`.
    pub status: String,
    /// The organization that the key belongs to.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub org_id: Option<String>,
    /// The project that the key belongs to.
    #[serde(deserialize_with = "crate::tolerant::text")]
    pub project_id: Option<String>,
    /// The person that the key belongs to.
    pub user_email: Option<String>,
}
