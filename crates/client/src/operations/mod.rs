//! Which request an operation makes, and what its answer means. [`OPERATIONS`] names them all.

mod batch;
mod entities;
mod events;
mod exports;
mod feedback;
mod memories;
mod profiles;
mod projects;
mod scope;
mod webhooks;

use serde_json::{Map, Value};

use crate::arguments::Arguments;
use crate::error::{ClientError, Result};
use crate::identity::Identity;
use crate::request::{Method, Request};

pub(crate) use entities::{PAGE_SIZE, delete_entity, listing};

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// By what it is called.
    pub name: &'static str,
    /// How it becomes a request.
    pub(crate) prepare: fn(&mut Arguments, &Identity) -> Result<Request>,
    /// What the answer means.
    pub(crate) conclude: fn(Value) -> Value,
    /// Which organization and project it is about, if the caller named them.
    pub(crate) names_project: bool,
    /// Whether doing it twice is as good as doing it once.
    pub(crate) repeatable: bool,
    /// How many requests it takes.
    pub(crate) course: Course,
}

/// How many requests an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// One.
    One,
    /// One if an entity is named, else as many as there are entities.
    DeleteUsers,
    /// As many as there are entities.
    Reset,
}

const fn operation(
    name: &'static str,
    prepare: fn(&mut Arguments, &Identity) -> Result<Request>,
) -> Operation {
    Operation {
        name,
        prepare,
        conclude: std::convert::identity,
        names_project: true,
        repeatable: true,
        course: Course::One,
    }
}

impl Operation {
    const fn concluded_by(mut self, conclude: fn(Value) -> Value) -> Self {
        self.conclude = conclude;
        self
    }

    /// Doing it twice makes two.
    const fn once(mut self) -> Self {
        self.repeatable = false;
        self
    }

    /// Its path tells the project, or its answer doesn't depend on it.
    const fn without_project(mut self) -> Self {
        self.names_project = false;
        self
    }

    const fn course(mut self, course: Course) -> Self {
        self.course = course;
        self
    }

    /// The operation of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str) -> Result<&'static Self> {
        OPERATIONS
            .iter()
            .find(|operation| operation.name == name)
            .ok_or_else(|| ClientError::Argument(format!("there is no operation {name:?}")))
    }

    /// The request that the arguments make.
    pub(crate) fn request(&self, mut arguments: Arguments, identity: &Identity) -> Result<Request> {
        let mut request = (self.prepare)(&mut arguments, identity)?;
        if self.names_project
            && let Some((org_id, project_id)) = identity.named()
        {
            name_project(&mut request, org_id, project_id);
        }
        Ok(request)
    }
}

/// Says which project is meant: in the body of a POST, else in the query.
pub(crate) fn name_project(request: &mut Request, org_id: &str, project_id: &str) {
    match (request.method, &mut request.body) {
        (Method::Post, Some(Value::Object(body))) => {
            for (name, id) in [("org_id", org_id), ("project_id", project_id)] {
                body.entry(name).or_insert_with(|| id.into());
            }
        }
        _ => {
            for (name, id) in [("org_id", org_id), ("project_id", project_id)] {
                if !request.query.iter().any(|(known, _)| known == name) {
                    request.query.push((name.to_owned(), id.to_owned()));
                }
            }
        }
    }
}

/// `message` and nothing else: what the client itself has to say.
pub(crate) fn message(text: &str) -> Value {
    Map::from_iter([("message".to_owned(), text.into())]).into()
}

/// Every operation there is.
pub static OPERATIONS: &[Operation] = &[
    operation("ping", projects::ping),
    operation("add", memories::add)
        .concluded_by(memories::added)
        .once(),
    operation("get", memories::get),
    operation("get_all", memories::get_all).concluded_by(memories::listed),
    operation("search", memories::search).concluded_by(memories::listed),
    operation("update", memories::update),
    operation("delete", memories::delete),
    operation("delete_all", memories::delete_all),
    operation("history", memories::history).concluded_by(memories::changes),
    operation("batch_update", batch::update).without_project(),
    operation("batch_delete", batch::delete).without_project(),
    operation("users", entities::users),
    operation("delete_users", entities::delete_users)
        .concluded_by(|_| message("Entity deleted successfully."))
        .course(Course::DeleteUsers),
    operation("delete_entity", entities::delete_one),
    operation("reset", entities::reset).course(Course::Reset),
    operation("feedback", feedback::feedback).without_project(),
    operation("create_memory_export", exports::create).once(),
    operation("get_memory_export", exports::get),
    operation("get_summary", exports::summary),
    operation("get_events", events::list),
    operation("get_event", events::get),
    operation("get_webhooks", webhooks::list).without_project(),
    operation("create_webhook", webhooks::create)
        .without_project()
        .once(),
    operation("update_webhook", webhooks::update).without_project(),
    operation("delete_webhook", webhooks::delete).without_project(),
    operation("get_project", projects::get).without_project(),
    operation("create_project", projects::create)
        .without_project()
        .once(),
    operation("update_project", projects::update).without_project(),
    operation("delete_project", projects::delete).without_project(),
    operation("get_project_members", projects::members).without_project(),
    operation("add_project_member", projects::add_member)
        .without_project()
        .once(),
    operation("update_project_member", projects::update_member).without_project(),
    operation("remove_project_member", projects::remove_member).without_project(),
    operation("get_profile", profiles::get).without_project(),
    operation("generate_profile", profiles::generate)
        .without_project()
        .once(),
    operation("sample_profiles", profiles::sample)
        .without_project()
        .once(),
    operation("get_profile_settings", profiles::settings).without_project(),
    operation("update_profile_settings", profiles::set).without_project(),
    operation("get_profile_job", profiles::job).without_project(),
];
