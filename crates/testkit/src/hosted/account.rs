//! Who may ask, and for which project.

use serde_json::{Value, json};

use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::State;

/// A key that the double accepts: organization `org_7f`, project `prj_31`.
pub const KEY: &str = "m0-double";

/// Another one, of somebody else: organization `org_8a`, project `prj_44`.
pub const OTHER_KEY: &str = "m0-double-other";

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) email: &'static str,
    pub(super) name: &'static str,
    pub(super) org_id: &'static str,
    pub(super) project_id: &'static str,
}

/// Those who may ask.
pub(super) const ACCOUNTS: [(&str, Account); 2] = [
    (
        KEY,
        Account {
            email: "mia@example.test",
            name: "mia",
            org_id: "org_7f",
            project_id: "prj_31",
        },
    ),
    (
        OTHER_KEY,
        Account {
            email: "bo@example.test",
            name: "bo",
            org_id: "org_8a",
            project_id: "prj_44",
        },
    ),
];

/// Who asks.
pub(super) fn of(call: &Call) -> Routed<Account> {
    let header = call.recorded.headers.get("authorization");
    let key = header.and_then(|header| {
        let (scheme, key) = header.split_once(' ')?;
        (scheme.eq_ignore_ascii_case("token") || scheme.eq_ignore_ascii_case("bearer"))
            .then_some(key.trim())
    });
    let Some(key) = key.filter(|key| !key.is_empty()) else {
        return Err(Answer::refused(
            401,
            "Authentication credentials were not provided.",
        ));
    };
    ACCOUNTS
        .into_iter()
        .find(|(known, _)| *known == key)
        .map(|(_, account)| account)
        .ok_or_else(|| Answer::refused(401, "Invalid API key."))
}

/// The project that is asked for: the one that the call names, else the key's.
pub(super) fn project(state: &State, account: &Account, call: &Call) -> Routed<String> {
    let body = call.object().unwrap_or_default();
    let named = |name: &str| {
        let in_body = || Some(body.get(name)?.as_str()?.to_owned());
        call.query(name)
            .or_else(in_body)
            .filter(|id| !id.is_empty())
    };
    let project = named("project_id").unwrap_or_else(|| account.project_id.to_owned());
    let org = named("org_id");
    match state.project(&project) {
        Some(found)
            if org.is_none_or(|org| org == found.org_id)
                && state.is_member(&found.org_id, account.email) =>
        {
            Ok(project)
        }
        _ => Err(Answer::refused_with_message(
            403,
            "You don't have access to this project",
        )),
    }
}

/// The handshake.
pub(super) fn ping(state: &State, account: &Account, call: &Call) -> Routed {
    let project = project(state, account, call)?;
    let org = state.project(&project).map(|found| found.org_id.clone());
    Ok(Answer::ok(Value::from_iter([
        ("status", json!("ok")),
        ("org_id", json!(org)),
        ("project_id", json!(project)),
        ("user_email", json!(account.email)),
    ])))
}
