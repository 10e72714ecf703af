//! Which part of the API is asked.

use super::answer::{Answer, Routed};
use super::call::Call;
use super::state::State;
use super::{
    account, entities, events, memories, organizations, outcomes, profiles, recall, webhooks,
};

/// What a call answers. `root` is the beginning of the URLs that pages link to.
pub(super) fn answer(state: &mut State, call: &Call, root: &str) -> Answer {
    route(state, call, root).unwrap_or_else(|refusal| refusal)
}

fn route(state: &mut State, call: &Call, root: &str) -> Routed {
    let account = account::of(call)?;
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    if let ["api", "v1", "orgs", "organizations", rest @ ..] = segments.as_slice() {
        return organizations::answer(state, &account, call, rest);
    }
    if let ["api", "v1", "webhooks", rest @ ..] = segments.as_slice() {
        return webhooks::answer(state, &account, call, rest);
    }
    if let ("GET", ["v1", "ping"]) = (call.method(), segments.as_slice()) {
        return account::ping(state, &account, call);
    }
    let id = account::project(state, &account, call)?;
    let now = state.now();
    let number = state.number();
    let Some(project) = state.project_mut(&id) else {
        return Err(Answer::missing("Project not found"));
    };
    let at = super::state::time(now);
    match (call.method(), segments.as_slice()) {
        ("POST", ["v1", "memories"]) => memories::add(project, call, now, memories::Era::V1),
        ("POST", ["v3", "memories", "add"]) => memories::add(project, call, now, memories::Era::V3),
        ("GET", ["v1", "memories"]) => recall::list(project, call, root, recall::Version::V1),
        ("POST", ["v2", "memories"]) => recall::list(project, call, root, recall::Version::V2),
        ("POST", ["v3", "memories"]) => recall::list(project, call, root, recall::Version::V3),
        ("POST", [version @ ("v1" | "v2" | "v3"), "memories", "search"]) => {
            recall::search(project, call, recall::Version::named(version), &at)
        }
        ("DELETE", ["v1", "memories"]) => memories::delete_all(project, call, &at),
        ("GET", ["v1", "memories", "events"]) => events::changes(project, call, root),
        ("GET", ["v1", "memories", id]) => memories::get(project, id),
        ("PUT", ["v1", "memories", id]) => memories::update(project, call, id, now),
        ("DELETE", ["v1", "memories", id]) => memories::delete(project, call, id, &at),
        ("GET", ["v1", "memories", id, "history"]) => memories::history(project, id),
        ("GET", ["v1", "memories", kind, id]) => recall::of_entity(project, call, root, kind, id),
        ("PUT", ["v1", "batch"]) => memories::batch_update(project, call, now),
        ("DELETE", ["v1", "batch"]) => memories::batch_delete(project, call, &at),
        ("GET", ["v1", "entities"]) => entities::list(project, call, root, &at, number),
        ("DELETE", ["v2", "entities", kind, name @ ..]) if !name.is_empty() => {
            entities::delete(project, kind, &name.join("/"), &at)
        }
        ("DELETE", ["v1", "entities", kind, number]) => {
            entities::delete_numbered(project, kind, number, &at)
        }
        ("GET", ["v1", "entities", "filters"]) => entities::choices(project),
        ("GET", ["v2", "entities", "user", name, "profile"]) => Ok(profiles::of(project, name)),
        ("GET", ["v2", "entities", kind, name @ ..]) if !name.is_empty() => {
            entities::one(project, kind, &name.join("/"), &at, number)
        }
        ("POST", ["v1", kind @ ("users" | "agents" | "apps" | "runs")]) => {
            entities::make(project, call, kind.trim_end_matches('s'), &at, number)
        }
        ("GET", ["v2", "profiles", "settings"]) => Ok(profiles::settings(project)),
        ("POST", ["v2", "profiles", "settings"]) => profiles::set(project, call),
        ("POST", ["v2", "profiles", "jobs"]) => profiles::start(project, call, &at),
        ("GET", ["v2", "profiles", "jobs", id]) => profiles::job(project, id),
        ("GET", ["v1", "stats"]) => Ok(outcomes::stats(project)),
        ("POST", ["v1", "feedback"]) => outcomes::feedback(project, call),
        ("POST", ["v1", "exports"]) => outcomes::export(project, call),
        ("POST", ["v1", "exports", "get"]) => outcomes::exported(project, call),
        ("POST", ["v1", "summary"]) => outcomes::summary(project, call),
        ("GET", ["v1", "events"]) => events::list(project, call, root),
        ("GET", ["v1", "event" | "events", id]) => events::get(project, id),
        _ => Err(Answer::missing("Not found.")),
    }
}
