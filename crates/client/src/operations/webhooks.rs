//! Addresses that the server tells of changes.

use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, path_segment, refused};
use crate::error::{ClientError, Result};
use crate::identity::Identity;
use crate::request::{Method, Request};

fn of_project(arguments: &mut Arguments, identity: &Identity) -> Result<String> {
    let project = if arguments.has("project_id") {
        arguments.id("project_id")?
    } else {
        path_segment(
            "project_id",
            identity.project_id().ok_or(ClientError::NoProject)?,
        )?
    };
    Ok(format!("/api/v1/webhooks/projects/{project}/"))
}

fn one(arguments: &mut Arguments) -> Result<String> {
    Ok(format!("/api/v1/webhooks/{}/", arguments.id("webhook_id")?))
}

pub(super) fn list(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Get, of_project(arguments, identity)?))
}

pub(super) fn create(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let (url, name) = (arguments.text("url")?, arguments.text("name")?);
    let event_types = arguments.take("event_types");
    if !event_types.as_ref().is_some_and(Value::is_array) {
        return Err(refused("event_types must be a list"));
    }
    let path = of_project(arguments, identity)?;
    let body = json!({"url": url, "name": name, "event_types": event_types});
    Ok(Request::new(Method::Post, path).body(body))
}

pub(super) fn update(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = one(arguments)?;
    let mut body = Map::new();
    for name in ["name", "url", "event_types", "is_active"] {
        if let Some(value) = arguments.take(name) {
            body.insert(name.to_owned(), value);
        }
    }
    Ok(Request::new(Method::Put, path).body(body))
}

pub(super) fn delete(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Delete, one(arguments)?))
}
