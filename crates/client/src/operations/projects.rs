//! The handshake, and projects with their members.

use serde_json::{Map, Value, json};

use super::name_project;
use crate::arguments::{Arguments, path_segment, refused};
use crate::error::{ClientError, Result};
use crate::identity::Identity;
use crate::request::{Method, Request};

/// What can be said of a project.
const SETTINGS: [&str; 15] = [
    "name",
    "description",
    "custom_instructions",
    "agent_custom_instructions",
    "custom_categories",
    "retrieval_criteria",
    "enable_graph",
    "multilingual",
    "decay",
    "memory_depth",
    "usecase_setting",
    "inclusion_prompt",
    "exclusion_prompt",
    "version",
    "is_default",
];

/// What a member may be.
const ROLES: [&str; 2] = ["READER", "OWNER"];

pub(super) fn ping(_: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Get, "/v1/ping/"))
}

fn projects(org_id: &str) -> Result<String> {
    let org = path_segment("org_id", org_id)?;
    Ok(format!("/api/v1/orgs/organizations/{org}/projects/"))
}

/// The path of the project that the arguments name, else of the client's.
fn path(arguments: &mut Arguments, identity: &Identity) -> Result<(String, String, String)> {
    let mut named = |name: &str, known: Option<&str>| match arguments.take(name) {
        Some(Value::String(id)) if !id.is_empty() => Ok(id),
        _ => known.map(ToOwned::to_owned).ok_or(ClientError::NoProject),
    };
    let org_id = named("org_id", identity.org_id())?;
    let project_id = named("project_id", identity.project_id())?;
    let path = format!(
        "{}{}/",
        projects(&org_id)?,
        path_segment("project_id", &project_id)?
    );
    Ok((path, org_id, project_id))
}

pub(super) fn get(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let fields = arguments.take("fields").unwrap_or_default();
    let (path, org_id, project_id) = path(arguments, identity)?;
    let mut request = Request::new(Method::Get, path).query("fields", &fields);
    name_project(&mut request, &org_id, &project_id);
    Ok(request)
}

pub(super) fn create(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let mut body = Map::from_iter([("name".to_owned(), arguments.text("name")?.into())]);
    if let Some(description) = arguments.take("description") {
        body.insert("description".to_owned(), description);
    }
    let org_id = match arguments.take("org_id") {
        Some(Value::String(id)) if !id.is_empty() => id,
        _ => identity.org_id().ok_or(ClientError::NoProject)?.to_owned(),
    };
    Ok(Request::new(Method::Post, projects(&org_id)?).body(body))
}

pub(super) fn update(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let mut body = Map::new();
    for name in SETTINGS {
        if let Some(value) = arguments.take(name) {
            body.insert(name.to_owned(), value);
        }
    }
    if body.is_empty() {
        return Err(refused(
            "At least one parameter must be provided for update: custom_instructions, \
             custom_categories, retrieval_criteria, enable_graph, multilingual, decay, \
             agent_custom_instructions",
        ));
    }
    let (path, org_id, project_id) = path(arguments, identity)?;
    body.insert("org_id".to_owned(), org_id.into());
    body.insert("project_id".to_owned(), project_id.into());
    Ok(Request::new(Method::Patch, path).body(body))
}

pub(super) fn delete(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Delete, path(arguments, identity)?.0))
}

fn members_of(arguments: &mut Arguments, identity: &Identity) -> Result<String> {
    Ok(format!("{}members/", path(arguments, identity)?.0))
}

pub(super) fn members(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Get, members_of(arguments, identity)?))
}

fn member(arguments: &mut Arguments, role: Option<&str>) -> Result<Value> {
    let email = arguments.text("email")?;
    let given = arguments.take("role");
    let role = given
        .as_ref()
        .and_then(Value::as_str)
        .or(role.filter(|_| given.is_none()));
    match role.filter(|role| ROLES.contains(role)) {
        Some(role) => Ok(json!({"email": email, "role": role})),
        None => Err(refused("Role must be either 'READER' or 'OWNER'")),
    }
}

pub(super) fn add_member(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let body = member(arguments, Some("READER"))?;
    Ok(Request::new(Method::Post, members_of(arguments, identity)?).body(body))
}

pub(super) fn update_member(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let body = member(arguments, None)?;
    Ok(Request::new(Method::Put, members_of(arguments, identity)?).body(body))
}

pub(super) fn remove_member(arguments: &mut Arguments, identity: &Identity) -> Result<Request> {
    let email = arguments.text("email")?;
    let path = members_of(arguments, identity)?;
    Ok(Request::new(Method::Delete, path).query("email", &email.into()))
}
