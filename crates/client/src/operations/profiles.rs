//! What the server makes of all it knows of one person.

use crate::arguments::Arguments;
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

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

pub(super) fn job(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = format!("/v2/profiles/jobs/{}/", arguments.id("job_id")?);
    Ok(Request::new(Method::Get, path))
}
