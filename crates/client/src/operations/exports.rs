//! Memories in a form that the caller describes, and in a few words.

use serde_json::Map;

use crate::arguments::{Arguments, refused};
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

pub(super) fn create(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let schema = arguments
        .take("schema")
        .ok_or_else(|| refused("schema must be given"))?;
    let mut body = Map::from_iter([("schema".to_owned(), schema)]);
    body.extend(arguments.rest());
    Ok(Request::new(Method::Post, "/v1/exports/").body(body))
}

pub(super) fn get(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Post, "/v1/exports/get/").body(arguments.rest()))
}

pub(super) fn summary(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    Ok(Request::new(Method::Post, "/v1/summary/").body(arguments.rest()))
}
