//! Every operation as a method, with the types of the API.

use mem0_api::{
    AddRequest, AddResponse, BatchItem, BatchRequest, Done, Entities, Entity, Event, ExportCreated,
    ExportRequest, Feedback, FeedbackRequest, FetchExport, Found, HistoryEntry, Ids, ListRequest,
    Member, MemberRequest, Members, Memory, Page, Paging, Ping, Profile, ProfileJob,
    ProfileSettings, Project, ProjectUpdate, SearchRequest, Summary, SummaryRequest, UpdateRequest,
    Webhook, WebhookRequest,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::client::Client;
use crate::error::{ClientError, Result};

/// Every method fails as [`Client::call`] does.
#[expect(
    clippy::missing_errors_doc,
    reason = "the errors are those of `call`, and named there"
)]
impl Client {
    async fn typed<T: DeserializeOwned>(
        &self,
        operation: &str,
        arguments: impl Serialize,
    ) -> Result<T> {
        let arguments = serde_json::to_value(arguments)
            .map_err(|error| ClientError::Argument(error.to_string()))?;
        let answer = self.call(operation, arguments).await?;
        mem0_api::read(answer).map_err(|error| ClientError::Unreadable {
            status: 200,
            problem: error.to_string(),
        })
    }

    /// Who the key belongs to.
    pub async fn ping(&self) -> Result<Ping> {
        self.typed("ping", Map::new()).await
    }

    /// Remembers a conversation.
    pub async fn add(&self, request: &AddRequest) -> Result<AddResponse> {
        self.typed("add", request).await
    }

    /// Finds what is remembered about a question, best first.
    pub async fn search(&self, request: &SearchRequest) -> Result<Found> {
        self.typed("search", request).await
    }

    /// Lists memories, newest first: all at once, or a page.
    pub async fn get_all(&self, request: &ListRequest) -> Result<Page<Memory>> {
        let listed: Value = self.typed("get_all", request).await?;
        let page = match listed {
            Value::Object(mut page) => {
                let count = page
                    .get("results")
                    .and_then(Value::as_array)
                    .map_or(0, Vec::len);
                page.entry("count").or_insert_with(|| count.into());
                page.entry("next").or_insert(Value::Null);
                page.entry("previous").or_insert(Value::Null);
                Value::Object(page)
            }
            other => other,
        };
        mem0_api::read(page).map_err(|error| ClientError::Unreadable {
            status: 200,
            problem: error.to_string(),
        })
    }

    /// One memory.
    pub async fn get(&self, memory_id: &str) -> Result<Memory> {
        self.typed("get", json!({"memory_id": memory_id})).await
    }

    /// Changes a memory.
    pub async fn update(&self, memory_id: &str, request: &UpdateRequest) -> Result<Memory> {
        self.typed("update", with(request, "memory_id", memory_id)?)
            .await
    }

    /// Deletes a memory.
    pub async fn delete(&self, memory_id: &str) -> Result<Done> {
        self.typed("delete", json!({"memory_id": memory_id})).await
    }

    /// Deletes all memories of a scope; the server refuses to without one.
    pub async fn delete_all(&self, ids: &Ids) -> Result<Done> {
        self.typed("delete_all", ids).await
    }

    /// How a memory came to be, oldest first.
    pub async fn history(&self, memory_id: &str) -> Result<Vec<HistoryEntry>> {
        self.typed("history", json!({"memory_id": memory_id})).await
    }

    /// Changes many memories, at most 1,000.
    pub async fn batch_update(&self, memories: Vec<BatchItem>) -> Result<Done> {
        self.typed("batch_update", BatchRequest { memories }).await
    }

    /// Deletes many memories, at most 1,000.
    pub async fn batch_delete<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<Done> {
        let memories = ids.into_iter().map(BatchItem::new).collect();
        self.typed("batch_delete", BatchRequest { memories }).await
    }

    /// Those that memories are about, a page of them.
    pub async fn users(&self, paging: Paging) -> Result<Entities> {
        self.typed("users", paging).await
    }

    /// Deletes somebody with all their memories: the first id that is named. **Everybody, if none
    /// is.**
    pub async fn delete_users(&self, ids: &Ids) -> Result<Done> {
        self.typed("delete_users", ids).await
    }

    /// Deletes an entity with all its memories.
    pub async fn delete_entity(&self, entity: &Entity) -> Result<Done> {
        let arguments = json!({"entity_type": entity.kind, "entity_id": entity.name});
        self.typed("delete_entity", arguments).await
    }

    /// Deletes everybody with all their memories.
    pub async fn reset(&self) -> Result<Done> {
        self.typed("reset", Map::new()).await
    }

    /// Says whether a memory was of use.
    pub async fn feedback(&self, request: &FeedbackRequest) -> Result<Feedback> {
        self.typed("feedback", request).await
    }

    /// Asks for memories in a form of one's own.
    pub async fn create_memory_export(&self, request: &ExportRequest) -> Result<ExportCreated> {
        self.typed("create_memory_export", request).await
    }

    /// Fetches them.
    pub async fn get_memory_export(&self, request: &FetchExport) -> Result<Value> {
        self.call("get_memory_export", json!(request)).await
    }

    /// Memories in a few words.
    pub async fn get_summary(&self, request: &SummaryRequest) -> Result<Summary> {
        self.typed("get_summary", request).await
    }

    /// What the server worked on, newest first.
    pub async fn get_events(&self, paging: Paging) -> Result<Page<Event>> {
        self.typed("get_events", paging).await
    }

    /// How far one piece of work is.
    pub async fn get_event(&self, event_id: &str) -> Result<Event> {
        self.typed("get_event", json!({"event_id": event_id})).await
    }

    /// Whom the server tells of changes in the project.
    pub async fn get_webhooks(&self) -> Result<Vec<Webhook>> {
        self.typed("get_webhooks", Map::new()).await
    }

    /// Has an address told of changes in the project.
    pub async fn create_webhook(&self, request: &WebhookRequest) -> Result<Webhook> {
        self.typed("create_webhook", request).await
    }

    /// Changes a webhook.
    pub async fn update_webhook(&self, webhook_id: &str, request: &WebhookRequest) -> Result<Done> {
        let arguments = with(request, "webhook_id", webhook_id)?;
        self.typed("update_webhook", arguments).await
    }

    /// Deletes a webhook.
    pub async fn delete_webhook(&self, webhook_id: &str) -> Result<Done> {
        self.typed("delete_webhook", json!({"webhook_id": webhook_id}))
            .await
    }

    /// The project.
    pub async fn get_project(&self) -> Result<Project> {
        self.typed("get_project", Map::new()).await
    }

    /// Changes the project's settings.
    pub async fn update_project(&self, request: &ProjectUpdate) -> Result<Done> {
        self.typed("update_project", request).await
    }

    /// Who belongs to the project.
    pub async fn get_project_members(&self) -> Result<Vec<Member>> {
        let members: Members = self.typed("get_project_members", Map::new()).await?;
        Ok(members.members)
    }

    /// Takes somebody into the project.
    pub async fn add_project_member(&self, request: &MemberRequest) -> Result<Done> {
        self.typed("add_project_member", request).await
    }

    /// Gives somebody in the project another role.
    pub async fn update_project_member(&self, request: &MemberRequest) -> Result<Done> {
        self.typed("update_project_member", request).await
    }

    /// Takes somebody out of the project.
    pub async fn remove_project_member(&self, email: &str) -> Result<Done> {
        self.typed("remove_project_member", json!({"email": email}))
            .await
    }

    /// Makes a project in the same organization; the answer has its `project_id`.
    pub async fn create_project(&self, name: &str, description: Option<&str>) -> Result<Done> {
        let arguments = json!({"name": name, "description": description});
        self.typed("create_project", arguments).await
    }

    /// Deletes the project and everything in it.
    pub async fn delete_project(&self) -> Result<Done> {
        self.typed("delete_project", Map::new()).await
    }

    /// What is made of all that is known of a user.
    pub async fn get_profile(&self, user_id: &str) -> Result<Profile> {
        self.typed("get_profile", json!({"entity_id": user_id}))
            .await
    }

    /// Has a user's profile made anew. Two calls with the same key start one job.
    pub async fn generate_profile(&self, user_id: &str, key: &str) -> Result<ProfileJob> {
        let arguments = json!({"entity_id": user_id, "idempotency_key": key});
        self.typed("generate_profile", arguments).await
    }

    /// Has the profiles of some users made, to try the settings. Two calls with the same key start
    /// one job.
    pub async fn sample_profiles(&self, limit: Option<u64>, key: &str) -> Result<ProfileJob> {
        let arguments = json!({"limit": limit, "idempotency_key": key});
        self.typed("sample_profiles", arguments).await
    }

    /// How far a job is.
    pub async fn get_profile_job(&self, job_id: &str) -> Result<ProfileJob> {
        self.typed("get_profile_job", json!({"job_id": job_id}))
            .await
    }

    /// How profiles are made.
    pub async fn get_profile_settings(&self) -> Result<ProfileSettings> {
        self.typed("get_profile_settings", Map::new()).await
    }

    /// Changes how profiles are made; what is not given stays.
    pub async fn update_profile_settings(
        &self,
        settings: &ProfileSettings,
    ) -> Result<ProfileSettings> {
        self.typed("update_profile_settings", settings).await
    }
}

/// The request with one more argument.
fn with(request: &impl Serialize, name: &str, value: &str) -> Result<Value> {
    let mut arguments =
        serde_json::to_value(request).map_err(|error| ClientError::Argument(error.to_string()))?;
    arguments[name] = value.into();
    Ok(arguments)
}
