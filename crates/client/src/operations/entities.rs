//! Those that memories are about: users, agents, apps and runs.

use serde_json::Value;

use crate::arguments::{Arguments, SCOPE_IDS, path_segment, refused};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

/// How many entities are asked for at a time when all are to be deleted.
pub(crate) const PAGE_SIZE: u32 = 100;

pub(super) fn users(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let mut request = Request::new(Method::Get, "/v1/entities/");
    for (name, value) in arguments.rest() {
        request = request.query(&name, &value);
    }
    Ok(request)
}

/// The first id that is not empty names the entity; without one, all of them are listed first.
pub(super) fn delete_users(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    for name in SCOPE_IDS {
        let id = match arguments.take(name) {
            Some(Value::String(id)) if !id.is_empty() => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => continue,
        };
        return delete_entity(name.trim_end_matches("_id"), &id);
    }
    Ok(listing(1))
}

/// As the caller spells type and name: the server says which types there are.
pub(super) fn delete_one(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let kind = arguments.text("entity_type")?;
    let kind = match kind.as_str() {
        "users" | "agents" | "apps" | "runs" => kind.trim_end_matches('s').to_owned(),
        _ => kind,
    };
    let name = match arguments.take("entity_id") {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(name)) if !name.trim().is_empty() => name,
        _ => return Err(refused("entity_id must not be empty")),
    };
    delete_entity(&kind, &name)
}

pub(super) fn reset(_: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(listing(1))
}

/// Asks for a page of entities.
pub(crate) fn listing(page: u32) -> Request {
    Request::new(Method::Get, "/v1/entities/")
        .query("page", &page.into())
        .query("page_size", &PAGE_SIZE.into())
}

/// Asks to delete an entity.
pub(crate) fn delete_entity(kind: &str, name: &str) -> Result<Request> {
    let kind = path_segment("type", kind)?;
    let name = path_segment(&format!("{kind}_id"), name)?;
    Ok(Request::new(
        Method::Delete,
        format!("/v2/entities/{kind}/{name}/"),
    ))
}
