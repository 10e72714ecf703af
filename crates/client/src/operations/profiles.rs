//! What the server makes of all it knows of one person.

use serde_json::{Value, json};

use crate::arguments::{Arguments, path_segment};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

const JOBS: &str = "/v2/profiles/jobs/";
const SETTINGS: &str = "/v2/profiles/settings/";

pub(super) fn get(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = format!("/v2/entities/user/{}/profile/", arguments.id("entity_id")?);
    Ok(Request::new(Method::Get, path))
}

pub(super) fn settings(_: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Get, SETTINGS))
}

pub(super) fn set(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Post, SETTINGS).body(arguments.rest()))
}

/// Has one profile made anew.
pub(super) fn generate(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let entity_id = arguments.text("entity_id")?;
    let body = json!({"operation": "trigger", "entity_type": "user", "entity_id": entity_id});
    Ok(once(Request::new(Method::Post, JOBS).body(body), arguments))
}

/// Has some profiles made, to try the settings.
pub(super) fn sample(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let mut body = json!({"operation": "sample", "entity_type": "user"});
    if let Some(limit) = arguments.take("limit") {
        body["limit"] = limit;
    }
    Ok(once(Request::new(Method::Post, JOBS).body(body), arguments))
}

/// Two requests with the same key start one job.
fn once(mut request: Request, arguments: &mut Arguments) -> Request {
    if let Some(Value::String(key)) = arguments.take("idempotency_key") {
        request.headers.push(("Idempotency-Key".to_owned(), key));
    }
    request
}

/// By its id, or by the address under which the server said to ask for it.
pub(super) fn job(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let named = ["job_id", "job_id_or_status_url"];
    let name = named.into_iter().find(|name| arguments.has(name));
    let text = arguments.text(name.unwrap_or("job_id"))?;
    let id = text
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    Ok(Request::new(
        Method::Get,
        format!("{JOBS}{}/", path_segment("job_id", id)?),
    ))
}
