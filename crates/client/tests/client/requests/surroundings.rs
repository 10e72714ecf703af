//! What is made of memories, whom they are about, and the project they are kept in.

use mem0_client::{Client, ClientOptions};
use serde_json::{Value, json};

use super::{ID, sends, sent_by};

#[test]
fn what_is_made_of_memories_is_posted() {
    sends(
        "feedback",
        json!({"memory_id": ID, "feedback": "very_negative"}),
        "POST",
        "/v1/feedback/",
        json!({"memory_id": ID, "feedback": "VERY_NEGATIVE", "feedback_reason": null}),
    );
    sends(
        "feedback",
        json!({"memory_id": ID, "feedback": ""}),
        "POST",
        "/v1/feedback/",
        json!({"memory_id": ID, "feedback": null, "feedback_reason": null}),
    );
    sends(
        "create_memory_export",
        json!({"schema": {"type": "object"}, "user_id": "mia", "filters": null}),
        "POST",
        "/v1/exports/",
        json!({"schema": {"type": "object"}, "user_id": "mia"}),
    );
    let export = json!({"memory_export_id": "77"});
    sends(
        "get_memory_export",
        export.clone(),
        "POST",
        "/v1/exports/get/",
        export,
    );
    sends(
        "get_summary",
        json!({"filters": null}),
        "POST",
        "/v1/summary/",
        json!({}),
    );
    sends(
        "users",
        json!({"page": 2}),
        "GET",
        "/v1/entities/?page=2",
        Value::Null,
    );
    sends("get_events", json!({}), "GET", "/v1/events/", Value::Null);
    sends(
        "get_event",
        json!({"event_id": "e1"}),
        "GET",
        "/v1/event/e1/",
        Value::Null,
    );
    sends("ping", json!({}), "GET", "/v1/ping/", Value::Null);
}

#[test]
fn projects_and_webhooks_are_named_by_argument_or_by_the_client() {
    let hooks = "/api/v1/webhooks/projects/prj_31/";
    sends(
        "get_webhooks",
        json!({"project_id": "prj_31"}),
        "GET",
        hooks,
        Value::Null,
    );
    sends(
        "create_webhook",
        json!({"url": "https://h.test/x", "name": "log", "project_id": "prj_31",
               "event_types": ["memory_add"]}),
        "POST",
        hooks,
        json!({"url": "https://h.test/x", "name": "log", "event_types": ["memory_add"]}),
    );
    sends(
        "update_webhook",
        json!({"webhook_id": 5, "name": "log", "url": null}),
        "PUT",
        "/api/v1/webhooks/5/",
        json!({"name": "log"}),
    );
    sends(
        "delete_webhook",
        json!({"webhook_id": "wh_5"}),
        "DELETE",
        "/api/v1/webhooks/wh_5/",
        Value::Null,
    );

    let projects = "/api/v1/orgs/organizations/o/projects/";
    let here = |more: Value| {
        let mut arguments = json!({"org_id": "o", "project_id": "p"});
        for (name, value) in more.as_object().unwrap() {
            arguments[name] = value.clone();
        }
        arguments
    };
    sends(
        "get_project",
        here(json!({"fields": ["a", "b"]})),
        "GET",
        &format!("{projects}p/?fields=a&fields=b&org_id=o&project_id=p"),
        Value::Null,
    );
    sends(
        "update_project",
        here(json!({"custom_instructions": "只记运动", "unknown": 1})),
        "PATCH",
        &format!("{projects}p/"),
        json!({"custom_instructions": "只记运动", "org_id": "o", "project_id": "p"}),
    );
    sends(
        "create_project",
        json!({"org_id": "o", "name": "p2"}),
        "POST",
        projects,
        json!({"name": "p2"}),
    );
    sends(
        "delete_project",
        here(json!({})),
        "DELETE",
        &format!("{projects}p/"),
        Value::Null,
    );
    let members = format!("{projects}p/members/");
    sends(
        "get_project_members",
        here(json!({})),
        "GET",
        &members,
        Value::Null,
    );
    let li = json!({"email": "li@example.test"});
    let reader = json!({"email": "li@example.test", "role": "READER"});
    sends(
        "add_project_member",
        here(li.clone()),
        "POST",
        &members,
        reader.clone(),
    );
    sends(
        "update_project_member",
        here(reader.clone()),
        "PUT",
        &members,
        reader,
    );
    sends(
        "remove_project_member",
        here(li),
        "DELETE",
        &format!("{members}?email=li%40example.test"),
        Value::Null,
    );
}

#[test]
fn a_project_that_the_caller_names_goes_along() {
    let options = ClientOptions {
        org_id: Some("o".into()),
        project_id: Some("p".into()),
        ..ClientOptions::new("k").at("https://api.example.test/")
    };
    let client = Client::new(options).unwrap();
    let (_, url, body) = sent_by(&client, "search", json!({"query": "x", "user_id": "mia"}));
    assert_eq!(url, "/v1/memories/search/");
    assert_eq!(
        (&body["org_id"], &body["project_id"]),
        (&json!("o"), &json!("p"))
    );
    for (operation, arguments, expected) in [
        ("ping", json!({}), "/v1/ping/?org_id=o&project_id=p"),
        (
            "get",
            json!({"memory_id": ID}),
            &*format!("/v1/memories/{ID}/?org_id=o&project_id=p"),
        ),
        (
            "delete_all",
            json!({"user_id": "mia"}),
            "/v1/memories/?user_id=mia&org_id=o&project_id=p",
        ),
        ("batch_delete", json!({"memories": []}), "/v1/batch/"),
        ("get_webhooks", json!({}), "/api/v1/webhooks/projects/p/"),
    ] {
        assert_eq!(
            sent_by(&client, operation, arguments).1,
            expected,
            "{operation}"
        );
    }
}
