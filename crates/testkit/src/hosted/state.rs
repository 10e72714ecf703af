//! All that the double knows.

use std::collections::BTreeMap;

use mem0_core::{MemoryItem, Metadata, Scope, Timestamp};
use serde_json::{Map, Value, json};

use super::account::ACCOUNTS;

/// All that the double knows.
pub(super) struct State {
    pub(super) organizations: Vec<Organization>,
    pub(super) projects: Vec<Project>,
    /// Makes every moment later than the one before.
    ticks: i64,
    numbers: u64,
}

pub(super) struct Organization {
    pub(super) org_id: String,
    pub(super) name: String,
    pub(super) members: Vec<Value>,
    pub(super) created_at: String,
    pub(super) is_default: bool,
}

/// A project and all in it.
pub(super) struct Project {
    pub(super) project_id: String,
    pub(super) org_id: String,
    pub(super) settings: Map<String, Value>,
    pub(super) members: Vec<Value>,
    pub(super) memories: Vec<Stored>,
    pub(super) history: Vec<Value>,
    pub(super) events: Vec<Value>,
    pub(super) exports: Vec<Export>,
    pub(super) webhooks: Vec<Value>,
    pub(super) feedback: BTreeMap<String, Value>,
    /// Numbers of entities, by type and name, with the moment they were first seen.
    pub(super) entities: BTreeMap<(String, String), (u64, String)>,
    /// Metadata of entities that were made before they had memories, by type and name.
    pub(super) made: BTreeMap<(String, String), Value>,
    pub(super) profile_settings: Map<String, Value>,
    pub(super) profile_jobs: Vec<Value>,
}

/// A memory.
pub(super) struct Stored {
    pub(super) item: MemoryItem,
    pub(super) input: Value,
}

/// An export.
pub(super) struct Export {
    pub(super) id: String,
    /// What it was asked with, as filters.
    pub(super) asked: Value,
    pub(super) content: Value,
}

impl Default for State {
    fn default() -> Self {
        let mut state = Self {
            organizations: Vec::new(),
            projects: Vec::new(),
            ticks: 0,
            numbers: 0,
        };
        for (_, account) in ACCOUNTS {
            let member = json!({
                "user_id": format!("usr_{}", account.name),
                "username": account.name,
                "email": account.email,
                "role": "OWNER",
            });
            let created_at = time(state.now());
            state.organizations.push(Organization {
                org_id: account.org_id.to_owned(),
                name: format!("{}'s organization", account.name),
                members: vec![member.clone()],
                created_at: created_at.clone(),
                is_default: true,
            });
            let mut project = Project::new(account.project_id, account.org_id, &created_at, member);
            project
                .settings
                .insert("name".to_owned(), "default-project".into());
            project
                .settings
                .insert("is_default".to_owned(), true.into());
            state.projects.push(project);
        }
        state
    }
}

impl State {
    /// A moment later than every one before.
    pub(super) fn now(&mut self) -> Timestamp {
        let now = Timestamp::now().as_microsecond().max(self.ticks + 1);
        self.ticks = now;
        Timestamp::from_microsecond(now).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// A number that was never given before.
    pub(super) fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    pub(super) fn project(&self, id: &str) -> Option<&Project> {
        self.projects
            .iter()
            .find(|project| project.project_id == id)
    }

    pub(super) fn project_mut(&mut self, id: &str) -> Option<&mut Project> {
        self.projects
            .iter_mut()
            .find(|project| project.project_id == id)
    }

    pub(super) fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations.iter().find(|org| org.org_id == id)
    }

    pub(super) fn is_member(&self, org_id: &str, email: &str) -> bool {
        self.organization(org_id)
            .is_some_and(|org| org.members.iter().any(|member| member["email"] == email))
    }
}

impl Project {
    pub(super) fn new(project_id: &str, org_id: &str, created_at: &str, owner: Value) -> Self {
        let settings = json!({
            "name": "", "description": null, "created_at": created_at, "updated_at": created_at,
            "custom_categories": null, "custom_instructions": null,
            "agent_custom_instructions": null, "retrieval_criteria": null, "enable_graph": false,
            "multilingual": false, "decay": false, "memory_depth": null, "usecase": null,
            "inclusion_prompt": null, "exclusion_prompt": null, "version": "v2",
            "is_default": false,
        });
        Self {
            project_id: project_id.to_owned(),
            org_id: org_id.to_owned(),
            settings: settings.as_object().cloned().unwrap_or_default(),
            members: vec![owner],
            memories: Vec::new(),
            history: Vec::new(),
            events: Vec::new(),
            exports: Vec::new(),
            webhooks: Vec::new(),
            feedback: BTreeMap::new(),
            entities: BTreeMap::new(),
            made: BTreeMap::new(),
            profile_settings: Map::new(),
            profile_jobs: Vec::new(),
        }
    }

    pub(super) fn memory(&self, id: &str) -> Option<&Stored> {
        self.memories.iter().find(|stored| stored.item.id == id)
    }

    pub(super) fn memory_mut(&mut self, id: &str) -> Option<&mut Stored> {
        self.memories.iter_mut().find(|stored| stored.item.id == id)
    }

    /// A memory as the API shows it.
    pub(super) fn show(&self, stored: &Stored) -> Value {
        let item = &stored.item;
        let id = |value: &Option<String>| json!(value);
        json!({
            "id": item.id,
            "memory": item.text,
            "user_id": id(&item.scope.user_id),
            "agent_id": id(&item.scope.agent_id),
            "app_id": id(&item.scope.app_id),
            "run_id": id(&item.scope.run_id),
            "session_id": id(&item.scope.run_id),
            "hash": item.hash,
            "metadata": if item.metadata.is_empty() { Value::Null } else { json!(item.metadata) },
            "categories": if item.categories.is_empty() { Value::Null } else { json!(item.categories) },
            "created_at": time(item.created_at),
            "updated_at": time(item.updated_at),
            "immutable": item.immutable,
            "expiration_date": item.expires_on.map(|day| day.to_string()),
            "owner": null,
            "organization": self.org_id,
        })
    }

    /// Notes a change in the history.
    pub(super) fn note(&mut self, event: &str, stored: &Stored, before: Option<&str>, at: &str) {
        let item = &stored.item;
        self.history.push(json!({
            "id": uuid::Uuid::new_v4().to_string(),
            "memory_id": item.id,
            "input": stored.input,
            "old_memory": before,
            "new_memory": if event == "DELETE" { Value::Null } else { json!(item.text) },
            "user_id": item.scope.user_id,
            "agent_id": item.scope.agent_id,
            "app_id": item.scope.app_id,
            "run_id": item.scope.run_id,
            "categories": item.categories,
            "event": event,
            "metadata": if item.metadata.is_empty() { Value::Null } else { json!(item.metadata) },
            "created_at": time(item.created_at),
            "updated_at": at,
        }));
    }

    /// Takes memories away, with a row of history each.
    pub(super) fn remove(&mut self, gone: impl Fn(&MemoryItem) -> bool, at: &str) -> Vec<Stored> {
        let all = std::mem::take(&mut self.memories);
        let (removed, kept) = all.into_iter().partition(|stored| gone(&stored.item));
        self.memories = kept;
        let removed: Vec<Stored> = removed;
        for stored in &removed {
            self.note("DELETE", stored, Some(&stored.item.text), at);
        }
        removed
    }
}

/// A memory that holds this text.
pub(super) fn item(text: &str, scope: Scope, metadata: Metadata, now: Timestamp) -> MemoryItem {
    MemoryItem {
        metadata,
        ..MemoryItem::new(uuid::Uuid::new_v4(), scope, text, now)
    }
}

/// A moment as the API writes it.
pub(super) fn time(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
