//! The documented examples come out as they went in.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use mem0_api::{
    AddRequest, AddResult, BatchRequest, Choices, Conversation, Delivery, Done, Entities,
    EntityMade, EntityRequest, Event, ExportCreated, ExportRequest, Feedback, FeedbackRequest,
    FetchExport, Found, Grade, HistoryEntry, ListRequest, MemberRequest, Members, Memory, Message,
    Organization, Page, Pending, Ping, Profile, ProfileJob, ProfileJobRequest, ProfileSettings,
    Project, ProjectUpdate, SearchRequest, Stats, Summary, SummaryRequest, UpdateRequest, Webhook,
    WebhookRequest, read, tolerant,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Every key of the example is still there, with its value; keys that it left out may have come.
fn kept<T: DeserializeOwned + Serialize>(example: Value) {
    let written = serde_json::to_value(read::<T>(example.clone()).unwrap()).unwrap();
    for (key, value) in example.as_object().unwrap() {
        assert_eq!(&written[key], value, "{key} of {example} became {written}");
    }
    let again = serde_json::to_value(read::<T>(written.clone()).unwrap()).unwrap();
    assert_eq!(again, written, "reading twice is reading once");
}

/// The example is written exactly as it was read: nothing is added, nothing lost.
fn exact<T: DeserializeOwned + Serialize>(example: Value) {
    let written = serde_json::to_value(read::<T>(example.clone()).unwrap()).unwrap();
    assert_eq!(written, example);
}

#[test]
fn requests_are_written_as_the_contract_shows_them() {
    exact::<AddRequest>(json!({
        "messages": [{"role": "user", "content": "I row on Sundays"}], "user_id": "mia",
        "async_mode": false, "output_format": "v1.1",
    }));
    exact::<AddRequest>(json!({
        "messages": [{"role": "user", "content": "我周日划船"}], "user_id": "李雷", "source": "CLI",
    }));
    exact::<SearchRequest>(json!({"query": "sport", "user_id": "mia"}));
    exact::<SearchRequest>(json!({"query": "sport", "filters": {"user_id": "mia"}, "top_k": 3}));
    exact::<ListRequest>(json!({"filters": {"AND": [{"user_id": "mia"}]}}));
    exact::<UpdateRequest>(json!({"text": "Rows on Saturdays"}));
    exact::<UpdateRequest>(json!({"expiration_date": null}));
    exact::<BatchRequest>(json!({"memories": [{"memory_id": "6b0e", "text": "t"}]}));
    exact::<FeedbackRequest>(
        json!({"memory_id": "6b0e", "feedback": "POSITIVE", "feedback_reason": null}),
    );
    exact::<ExportRequest>(json!({
        "schema": {"type": "object", "properties": {"sport": {"type": "string"}}},
        "filters": {"user_id": "mia"},
    }));
    exact::<FetchExport>(json!({"memory_export_id": "77"}));
    exact::<SummaryRequest>(json!({"filters": {"user_id": "mia"}}));
    exact::<WebhookRequest>(
        json!({"name": "log", "url": "https://h.test/x", "event_types": ["memory_add"]}),
    );
    exact::<ProjectUpdate>(json!({"custom_categories": [{"Sport": "training"}]}));
    exact::<EntityRequest>(json!({"user_id": "李雷", "metadata": {"team": "rowers"}}));
    exact::<ProfileSettings>(json!({"enabled": true, "entities": {"user": {"schema": null}}}));
    exact::<ProfileJobRequest>(
        json!({"operation": "trigger", "entity_type": "user", "entity_id": "mia"}),
    );
    exact::<ProfileJobRequest>(json!({"operation": "sample", "entity_type": "user", "limit": 3}));
    exact::<MemberRequest>(json!({"email": "bo@example.test", "role": "READER"}));
}

#[test]
fn answers_are_written_as_the_contract_shows_them() {
    exact::<Ping>(json!({
        "status": "ok", "org_id": "org_7f", "project_id": "prj_31",
        "user_email": "mia@example.test",
    }));
    exact::<AddResult>(json!({
        "id": "6b0e", "event": "ADD", "memory": "Rows on Sundays",
        "data": {"memory": "Rows on Sundays"},
    }));
    exact::<Pending>(json!({"message": "queued", "status": "PENDING", "event_id": "e1a4"}));
    exact::<Done>(json!({"message": "Memories deleted successfully!", "event_id": "d2"}));
    exact::<Feedback>(
        json!({"id": "f1", "feedback": "POSITIVE", "feedback_reason": null, "message": "ok"}),
    );
    exact::<ExportCreated>(json!({"message": "received", "id": "77"}));
    exact::<Summary>(json!({"status": "SUCCEEDED", "summary": "Mia rows."}));
    exact::<Delivery>(json!({"event_details": {
        "id": "6b0e", "data": {"memory": "Rows on Sundays"}, "event": "ADD",
    }}));
    exact::<Members>(json!({"members": [
        {"username": "mia", "email": "mia@example.test", "role": "OWNER"},
    ]}));
}

#[test]
fn answers_with_many_keys_keep_all_of_them() {
    let memory = json!({
        "id": "6b0e", "memory": "Rows on Sundays", "user_id": "mia", "agent_id": null,
        "metadata": null, "categories": ["sports"], "created_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-01T09:00:00Z", "immutable": false, "internal_id": 7,
    });
    kept::<Memory>(memory.clone());
    kept::<Page<Memory>>(json!({
        "count": 120, "next": null, "previous": "https://host/v3/memories/?page=1", "results": [],
    }));
    let found: Found = read(json!({"results": [memory], "relations": [
        {"source": "mia", "source_type": "person", "relationship": "rows_on",
         "target": "sunday", "target_type": "day", "score": 0.5},
    ]}))
    .unwrap();
    assert_eq!(found.results[0].statement(), "Rows on Sundays");
    kept::<HistoryEntry>(json!({
        "id": "9c", "memory_id": "6b0e", "old_memory": null, "new_memory": "Rows on Sundays",
        "event": "ADD", "input": [{"role": "user", "content": "I row"}], "user_id": "mia",
    }));
    kept::<Entities>(json!({
        "count": 1, "next": null, "previous": null, "total_users": 1,
        "results": [],
    }));
    kept::<Event>(json!({
        "id": "e1a4", "event_type": "ADD", "status": "SUCCEEDED", "latency": 812.0,
        "results": [{"id": "6b0e", "event": "ADD", "user_id": "mia",
                     "data": {"memory": "Rows on Sundays"}}],
    }));
    kept::<Webhook>(json!({
        "webhook_id": "wh_5", "name": "log", "event_types": ["memory_add"], "is_active": true,
        "project": "prj_31",
    }));
    kept::<Organization>(json!({
        "org_id": "org_9a", "name": "Acme",
        "members": [{"username": "mia", "role": "OWNER", "email": "mia@example.test"}],
    }));
    kept::<Project>(json!({"project_id": "prj_32", "custom_categories": [{"Sport": "training"}]}));
}

#[test]
fn what_else_is_told_keeps_all_of_it() {
    kept::<EntityMade>(json!({
        "id": 7, "user_id": "mia", "metadata": {}, "created_at": "2026-03-01T09:00:00Z",
        "updated_at": "2026-03-01T09:00:00Z",
    }));
    kept::<Choices>(
        json!({"event_type": [], "categories": ["sports"], "users": ["李雷"], "parameters": []}),
    );
    kept::<Stats>(json!({
        "total_memories": 3, "total_retrieval_events": 9, "total_add_events": 2,
        "total_users_with_memories": 1, "total_agents": 4,
    }));
    kept::<Profile>(json!({
        "profile": {}, "status": "not_enabled", "entity_type": "user", "entity_id": "mia",
        "updated_at": null, "generation_count": 0,
    }));
    kept::<ProfileJob>(json!({"job_id": "j1", "status": "pending", "progress": 0.5}));
}

#[test]
fn other_spellings_are_read_and_ours_is_written() {
    let request: WebhookRequest =
        read(json!({"eventTypes": ["memory_add"], "isActive": true})).unwrap();
    assert_eq!(
        serde_json::to_value(request).unwrap(),
        json!({"event_types": ["memory_add"], "is_active": true})
    );
    let feedback: FeedbackRequest =
        read(json!({"memoryId": "6b0e", "feedbackReason": "有用"})).unwrap();
    assert_eq!(feedback.memory_id, "6b0e");
    assert_eq!(feedback.feedback_reason.as_deref(), Some("有用"));
    let both = tolerant(json!({"userId": "camel", "user_id": "snake"}));
    assert_eq!(both, json!({"user_id": "snake"}));
    let later = tolerant(json!({"user_id": "snake", "userId": "camel"}));
    assert_eq!(later, json!({"user_id": "snake"}));
}

#[test]
fn what_belongs_to_the_caller_keeps_its_spelling() {
    let request = json!({"metadata": {"myKey": {"innerKey": 1}}, "filters": {"userId": "mia"}});
    assert_eq!(tolerant(request.clone()), request);
}

#[test]
fn ids_may_be_numbers_and_messages_one_text() {
    let webhook: Webhook = read(json!({"webhook_id": 5, "name": "log"})).unwrap();
    assert_eq!(webhook.webhook_id.as_deref(), Some("5"));
    assert!(read::<Webhook>(json!({"webhook_id": ["5"]})).is_err());
    let add: AddRequest = read(json!({"messages": "I row", "userId": 7})).unwrap();
    assert_eq!(add.ids.user_id.as_deref(), Some("7"));
    assert_eq!(add.messages.into_messages(), [Message::user("I row")]);
    let one: Conversation =
        serde_json::from_value(json!({"role": "user", "content": "x"})).unwrap();
    assert_eq!(one.into_messages(), [Message::user("x")]);
}

#[test]
fn a_grade_is_one_of_three() {
    for (grade, name) in [
        (Grade::Positive, "POSITIVE"),
        (Grade::Negative, "NEGATIVE"),
        (Grade::VeryNegative, "VERY_NEGATIVE"),
    ] {
        assert_eq!(serde_json::to_value(grade).unwrap(), name);
    }
    assert!(read::<FeedbackRequest>(json!({"memory_id": "x", "feedback": "GOOD"})).is_err());
}

#[test]
fn a_result_tells_its_text_wherever_it_stands() {
    let inner: AddResult =
        read(json!({"id": "1", "event": "ADD", "data": {"memory": "t"}})).unwrap();
    assert_eq!(inner.statement(), "t");
    let outer: AddResult = read(json!({"id": "1", "event": "ADD", "memory": "t"})).unwrap();
    assert_eq!(outer.statement(), "t");
    let old: Memory = read(json!({"id": "1", "text": "t"})).unwrap();
    assert_eq!(old.statement(), "t");
}

proptest! {
    /// Nothing that a server sends is lost or changed by reading and writing it.
    #[test]
    fn unknown_keys_pass_through(key in "[a-z]{1,12}_x", text in ".{0,20}", number in any::<i64>()) {
        let mut sent = json!({"id": "1", "memory": text});
        sent[&key] = json!({"number": number});
        let written = serde_json::to_value(read::<Memory>(sent.clone()).unwrap()).unwrap();
        prop_assert_eq!(&written[&key], &sent[&key]);
        prop_assert_eq!(&written["memory"], &sent["memory"]);
    }

    /// Names in `snake_case` are left alone, whatever stands beneath them.
    #[test]
    fn our_own_spelling_is_never_changed(name in "[a-z]{1,8}(_[a-z0-9]{1,8}){0,3}", value in any::<bool>()) {
        let object = json!({name: {"aB": value}});
        prop_assert_eq!(tolerant(object.clone()), object);
    }
}
