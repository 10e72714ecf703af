//! Where each part of the API is. Every path ends in a slash; names in braces are segments.

/// `GET`: the handshake.
pub const PING: &str = "/v1/ping/";
/// `POST` adds, `GET` lists, `DELETE` deletes all of a scope.
pub const MEMORIES: &str = "/v1/memories/";
/// `POST` adds.
pub const ADD_V3: &str = "/v3/memories/add/";
/// `POST` searches.
pub const SEARCH: &str = "/v1/memories/search/";
/// `POST` searches.
pub const SEARCH_V2: &str = "/v2/memories/search/";
/// `POST` searches.
pub const SEARCH_V3: &str = "/v3/memories/search/";
/// `POST` lists.
pub const LIST_V2: &str = "/v2/memories/";
/// `POST` lists.
pub const LIST_V3: &str = "/v3/memories/";
/// `GET`, `PUT`, `DELETE` of one memory.
pub const MEMORY: &str = "/v1/memories/{memory_id}/";
/// `GET`: how a memory came to be.
pub const HISTORY: &str = "/v1/memories/{memory_id}/history/";
/// `GET`: the memories of one user, agent, app or run.
pub const MEMORIES_OF: &str = "/v1/memories/{type}/{name}/";
/// `GET`: the changes of all memories.
pub const CHANGES: &str = "/v1/memories/events/";
/// `PUT`, `DELETE` of many memories.
pub const BATCH: &str = "/v1/batch/";
/// `GET`: those that memories are about.
pub const ENTITIES: &str = "/v1/entities/";
/// `GET`, `DELETE` of one of them.
pub const ENTITY: &str = "/v2/entities/{type}/{name}/";
/// `GET`: what lists can be narrowed down to.
pub const CHOICES: &str = "/v1/entities/filters/";
/// `POST` makes a user.
pub const USERS: &str = "/v1/users/";
/// `POST` makes an agent.
pub const AGENTS: &str = "/v1/agents/";
/// `POST` makes an app.
pub const APPS: &str = "/v1/apps/";
/// `POST` makes a run.
pub const RUNS: &str = "/v1/runs/";
/// `GET`: how much there is of everything.
pub const STATS: &str = "/v1/stats/";
/// `POST`.
pub const FEEDBACK: &str = "/v1/feedback/";
/// `POST` asks for an export.
pub const EXPORTS: &str = "/v1/exports/";
/// `POST` fetches it.
pub const EXPORT: &str = "/v1/exports/get/";
/// `POST`.
pub const SUMMARY: &str = "/v1/summary/";
/// `GET`: what the server works on.
pub const EVENTS: &str = "/v1/events/";
/// `GET` of one of them.
pub const EVENT: &str = "/v1/event/{event_id}/";
/// `GET`, `POST`: webhooks of a project.
pub const WEBHOOKS: &str = "/api/v1/webhooks/projects/{project_id}/";
/// `PUT`, `DELETE` of one of them.
pub const WEBHOOK: &str = "/api/v1/webhooks/{webhook_id}/";
/// `GET`, `POST`.
pub const ORGANIZATIONS: &str = "/api/v1/orgs/organizations/";
/// `GET`, `DELETE` of one of them.
pub const ORGANIZATION: &str = "/api/v1/orgs/organizations/{org_id}/";
/// `GET`, `POST`, `PUT`, `DELETE` of its members.
pub const ORGANIZATION_MEMBERS: &str = "/api/v1/orgs/organizations/{org_id}/members/";
/// `GET`, `POST`.
pub const PROJECTS: &str = "/api/v1/orgs/organizations/{org_id}/projects/";
/// `GET`, `PATCH`, `DELETE` of one of them.
pub const PROJECT: &str = "/api/v1/orgs/organizations/{org_id}/projects/{project_id}/";
/// `GET`, `POST`, `PUT`, `DELETE` of its members.
pub const PROJECT_MEMBERS: &str =
    "/api/v1/orgs/organizations/{org_id}/projects/{project_id}/members/";
/// `GET`: what is known of one person.
pub const PROFILE: &str = "/v2/entities/user/{entity_id}/profile/";
/// `GET`, `POST`: how profiles are made.
pub const PROFILE_SETTINGS: &str = "/v2/profiles/settings/";
/// `POST` has profiles made.
pub const PROFILE_JOBS: &str = "/v2/profiles/jobs/";
/// `GET` of such a job.
pub const PROFILE_JOB: &str = "/v2/profiles/jobs/{job_id}/";
