//! What the server works on, and has worked on.

use crate::arguments::Arguments;
use crate::error::Result;
use crate::identity::Identity;
use crate::request::{Method, Request};

pub(super) fn list(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let mut request = Request::new(Method::Get, "/v1/events/");
    for (name, value) in arguments.rest() {
        request = request.query(&name, &value);
    }
    Ok(request)
}

pub(super) fn get(arguments: &mut Arguments, _: &Identity) -> Result<Request> {
    let path = format!("/v1/event/{}/", arguments.id("event_id")?);
    Ok(Request::new(Method::Get, path))
}
