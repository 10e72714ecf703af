//! Which request each operation makes.

use mem0_client::{Client, ClientOptions, ErrorKind, OPERATIONS};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client;

const ID: &str = "6b0e0000-0000-4000-8000-000000000000";

/// Method, URL without the host, body.
fn sent(operation: &str, arguments: Value) -> (String, String, Value) {
    sent_by(&client(), operation, arguments)
}

fn sent_by(client: &Client, operation: &str, arguments: Value) -> (String, String, Value) {
    let request = client.prepare(operation, arguments).unwrap();
    let url = client.url(&request).to_string();
    let rest = url.strip_prefix("https://api.example.test").unwrap();
    let method = request.method.as_str().to_owned();
    (method, rest.to_owned(), request.body.unwrap_or_default())
}

#[track_caller]
fn sends(operation: &str, arguments: Value, method: &str, url: &str, body: Value) {
    let expected = (method.to_owned(), url.to_owned(), body);
    assert_eq!(sent(operation, arguments), expected);
}

#[test]
fn adding_waits_unless_told_otherwise() {
    let messages = json!([{"role": "user", "content": "I row"}]);
    for given in [json!("I row"), messages[0].clone(), messages.clone()] {
        sends(
            "add",
            json!({"messages": given, "user_id": "mia", "agent_id": null}),
            "POST",
            "/v1/memories/",
            json!({
                "messages": messages, "user_id": "mia", "async_mode": false,
                "output_format": "v1.1", "version": "v2",
            }),
        );
    }
    let (_, _, body) = sent(
        "add",
        json!({"messages": "x", "userId": "mia", "async_mode": true, "output_format": "v1.0",
               "infer": false, "metadata": {"k": null}, "new_option": 1}),
    );
    assert_eq!(
        body,
        json!({
            "messages": [{"role": "user", "content": "x"}], "user_id": "mia", "async_mode": true,
            "infer": false, "metadata": {"k": null}, "new_option": 1, "output_format": "v1.1",
            "version": "v2",
        })
    );
    let (_, _, body) = sent(
        "add",
        json!({"messages": "x", "filters": {"AND": [{"user_id": "mia"}, {"run_id": "r"}]}}),
    );
    assert_eq!(
        (&body["user_id"], &body["run_id"]),
        (&json!("mia"), &json!("r"))
    );
    assert_eq!(body.get("filters"), None);
    let other = json!({"user_id": {"in": ["mia"]}});
    let (_, _, body) = sent("add", json!({"messages": "x", "filters": other}));
    assert_eq!(body["filters"], other);
    sends(
        "add",
        json!({"messages": "x", "user_id": "mia", "version": "v3", "async_mode": false}),
        "POST",
        "/v3/memories/add/",
        json!({"messages": [{"role": "user", "content": "x"}], "user_id": "mia"}),
    );
}

#[test]
fn bare_ids_ask_the_first_version_filters_the_second_and_newer_options_the_third() {
    sends(
        "search",
        json!({"query": " sport ", "user_id": "mia"}),
        "POST",
        "/v1/memories/search/",
        json!({"query": "sport", "user_id": "mia"}),
    );
    sends(
        "search",
        json!({"query": "sport", "filters": {"categories": {"in": ["x"]}}, "user_id": "mia",
               "run_id": "r", "limit": 3}),
        "POST",
        "/v2/memories/search/",
        json!({
            "query": "sport",
            "filters": {"AND": [{"categories": {"in": ["x"]}}, {"user_id": "mia"}, {"run_id": "r"}]},
            "top_k": 3,
        }),
    );
    sends(
        "search",
        json!({"query": "sport", "filters": {"user_id": "mia"}, "top_k": 5, "limit": 3}),
        "POST",
        "/v2/memories/search/",
        json!({"query": "sport", "filters": {"user_id": "mia"}, "top_k": 5}),
    );
    sends(
        "search",
        json!({"query": "sport", "user_id": "mia", "show_expired": true}),
        "POST",
        "/v3/memories/search/",
        json!({"query": "sport", "filters": {"AND": [{"user_id": "mia"}]}, "show_expired": true}),
    );
    sends(
        "search",
        json!({"query": "sport", "user_id": "mia", "version": "v2"}),
        "POST",
        "/v2/memories/search/",
        json!({"query": "sport", "filters": {"AND": [{"user_id": "mia"}]}}),
    );
}

#[test]
fn lists_are_asked_by_query_or_by_filters() {
    sends("get_all", json!({}), "GET", "/v1/memories/", Value::Null);
    sends(
        "get_all",
        json!({"user_id": "李 雷", "categories": ["a", "b"], "metadata": {"k": 1}, "limit": 5,
               "enable_graph": true, "async_mode": true}),
        "GET",
        "/v1/memories/?limit=5&user_id=%E6%9D%8E+%E9%9B%B7&categories=a&categories=b\
         &metadata=%7B%22k%22%3A1%7D&enable_graph=true",
        Value::Null,
    );
    sends(
        "get_all",
        json!({"user_id": "mia", "page": 2}),
        "GET",
        "/v1/memories/?page=2&page_size=100&user_id=mia",
        Value::Null,
    );
    sends(
        "get_all",
        json!({"filters": {"user_id": "mia"}, "page_size": 50}),
        "POST",
        "/v2/memories/?page=1&page_size=50",
        json!({"filters": {"user_id": "mia"}}),
    );
    sends(
        "get_all",
        json!({"filters": {"user_id": "mia"}, "top_k": 7}),
        "POST",
        "/v2/memories/?page=1&page_size=7",
        json!({"filters": {"user_id": "mia"}}),
    );
    sends(
        "get_all",
        json!({"version": "v2"}),
        "POST",
        "/v2/memories/",
        json!({}),
    );
    sends(
        "get_all",
        json!({"user_id": "mia", "latest_only": true}),
        "POST",
        "/v3/memories/",
        json!({"filters": {"AND": [{"user_id": "mia"}]}, "latest_only": true}),
    );
}

#[test]
fn one_memory_is_asked_by_its_id() {
    let path = format!("/v1/memories/{ID}/");
    let id = json!({"memory_id": ID});
    sends("get", id.clone(), "GET", &path, Value::Null);
    sends(
        "history",
        id.clone(),
        "GET",
        &format!("{path}history/"),
        Value::Null,
    );
    sends("delete", id, "DELETE", &path, Value::Null);
    sends(
        "delete",
        json!({"memory_id": ID, "delete_linked": true}),
        "DELETE",
        &format!("{path}?delete_linked=true"),
        Value::Null,
    );
    sends(
        "update",
        json!({"memory_id": ID, "text": "t", "metadata": null, "expiration_date": null}),
        "PUT",
        &path,
        json!({"text": "t", "expiration_date": null}),
    );
    sends(
        "get",
        json!({"memory_id": "a/b c?#"}),
        "GET",
        "/v1/memories/a%2Fb%20c%3F%23/",
        Value::Null,
    );
}

#[test]
fn deletions_of_many_name_whom_they_mean() {
    sends(
        "delete_all",
        json!({"user_id": "mia", "metadata": {"k": 1}}),
        "DELETE",
        "/v1/memories/?user_id=mia&metadata=%7B%22k%22%3A1%7D",
        Value::Null,
    );
    sends(
        "delete_all",
        json!({"filters": {"AND": [{"user_id": "mia"}, {"run_id": "r"}]}, "user_id": "mia"}),
        "DELETE",
        "/v1/memories/?user_id=mia&run_id=r",
        Value::Null,
    );
    // Without a scope the server refuses.
    sends(
        "delete_all",
        json!({}),
        "DELETE",
        "/v1/memories/",
        Value::Null,
    );
    sends(
        "delete_users",
        json!({"user_id": "", "agent_id": "al ice/x", "run_id": "r"}),
        "DELETE",
        "/v2/entities/agent/al%20ice%2Fx/",
        Value::Null,
    );
    let listing = "/v1/entities/?page=1&page_size=100";
    sends("delete_users", json!({}), "GET", listing, Value::Null);
    sends("reset", json!({}), "GET", listing, Value::Null);
    sends(
        "delete_entity",
        json!({"entity_type": "users", "entity_id": "李雷"}),
        "DELETE",
        "/v2/entities/user/%E6%9D%8E%E9%9B%B7/",
        Value::Null,
    );
    let memories = json!({"memories": [{"memory_id": ID}]});
    sends(
        "batch_delete",
        memories.clone(),
        "DELETE",
        "/v1/batch/",
        memories.clone(),
    );
    sends(
        "batch_delete",
        json!({"memories": [ID]}),
        "DELETE",
        "/v1/batch/",
        memories,
    );
    let texts = json!({"memories": [{"memory_id": ID, "text": "t"}]});
    sends("batch_update", texts.clone(), "PUT", "/v1/batch/", texts);
}

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

#[test]
fn every_request_shows_the_key_and_no_debug_output_does() {
    let options = ClientOptions {
        headers: vec![
            ("X-Team".into(), "rowers".into()),
            ("authorization".into(), "mine".into()),
        ],
        ..ClientOptions::new("m0-secret").at("api.example.test")
    };
    let environment = |name: &str| (name == "MEM0_SOURCE").then(|| "n8n".to_owned());
    let client = Client::new(options.with_origin(environment)).unwrap();
    let request = client
        .prepare("add", json!({"messages": "x", "user_id": "mia"}))
        .unwrap();
    let header = |name: &str| {
        let found = request
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(header("authorization"), ["Token m0-secret"]);
    assert_eq!(header("mem0-user-id"), [client.user_id()]);
    assert_eq!(header("x-team"), ["rowers"]);
    assert_eq!(header("x-mem0-source"), ["n8n"]);
    assert_eq!(header("content-type"), ["application/json"]);
    assert_eq!(
        client.url(&request).as_str(),
        "https://api.example.test/v1/memories/"
    );
    let shown = format!("{client:?} {request:?} {:?}", client.options());
    assert!(
        !shown.contains("secret") && !shown.contains("rowers"),
        "{shown}"
    );
}

#[test]
fn the_user_id_is_the_md5_of_the_key() {
    let client = Client::new(ClientOptions::new("hello")).unwrap();
    assert_eq!(client.user_id(), "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(client.options().host, "https://api.mem0.ai");
}

#[test]
fn a_host_may_have_a_path_and_slashes_or_no_scheme() {
    for (host, expected) in [
        (
            "http://localhost:8888/mem0/",
            "http://localhost:8888/mem0/v1/ping/",
        ),
        ("localhost:8888", "http://localhost:8888/v1/ping/"),
        ("127.0.0.1:8888/", "http://127.0.0.1:8888/v1/ping/"),
        (
            "memory.example.test",
            "https://memory.example.test/v1/ping/",
        ),
    ] {
        let client = Client::new(ClientOptions::new("k").at(host)).unwrap();
        let request = client.prepare("ping", json!(null)).unwrap();
        assert_eq!(client.url(&request).as_str(), expected, "{host}");
    }
}

#[test]
fn a_client_that_cannot_work_is_not_made() {
    let kind = |options: ClientOptions| Client::new(options).unwrap_err().kind();
    assert_eq!(kind(ClientOptions::new(" ")), ErrorKind::Argument);
    assert_eq!(kind(ClientOptions::new("k\n")), ErrorKind::Argument);
    assert_eq!(
        kind(ClientOptions::new("k").at("ftp://x")),
        ErrorKind::Configuration
    );
    assert_eq!(
        kind(ClientOptions::new("k").at("https://")),
        ErrorKind::Configuration
    );
    let half = ClientOptions {
        org_id: Some("o".into()),
        ..ClientOptions::new("k")
    };
    assert_eq!(kind(half), ErrorKind::Argument);
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_sent() {
    let client = client();
    for (operation, arguments) in [
        ("fly", json!({})),
        ("get", json!([1])),
        ("add", json!({"user_id": "mia"})),
        ("add", json!({"messages": 5})),
        ("search", json!({"query": "  ", "user_id": "mia"})),
        ("search", json!({"query": 5})),
        ("search", json!({"query": "x", "version": "v9"})),
        ("search", json!({"query": "x", "filters": [1]})),
        ("get", json!({"memory_id": ""})),
        ("delete", json!({"memory_id": ".."})),
        ("delete", json!({"memory_id": null})),
        ("delete", json!({"memory_id": ID, "delete_linked": "yes"})),
        ("update", json!({"memory_id": ID})),
        ("update", json!({"memory_id": ID, "text": null})),
        ("delete_all", json!({"user_id": ""})),
        ("delete_all", json!({"user_id": ["a"]})),
        (
            "delete_all",
            json!({"filters": {"categories": {"in": ["x"]}}, "user_id": "mia"}),
        ),
        (
            "delete_all",
            json!({"filters": {"user_id": "bo"}, "user_id": "mia"}),
        ),
        ("delete_users", json!({"user_id": ".."})),
        ("batch_update", json!({"memories": "x"})),
        ("feedback", json!({"memory_id": ID, "feedback": "good"})),
        ("create_memory_export", json!({})),
        (
            "create_webhook",
            json!({"url": "u", "name": "n", "project_id": "p"}),
        ),
        ("update_project", json!({"org_id": "o", "project_id": "p"})),
        (
            "add_project_member",
            json!({"org_id": "o", "project_id": "p", "email": "e", "role": "KING"}),
        ),
        ("get_project", json!({})),
    ] {
        let error = client.prepare(operation, arguments.clone()).unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::Argument,
            "{operation} {arguments}: {error}"
        );
    }
}

#[test]
fn operations_have_names_of_their_own() {
    for (place, operation) in OPERATIONS.iter().enumerate() {
        let earlier = &OPERATIONS[..place];
        assert!(
            earlier.iter().all(|other| other.name != operation.name),
            "{}",
            operation.name
        );
    }
}

proptest! {
    /// Whatever an id holds, it stays in its place in the path.
    #[test]
    fn an_id_never_leaves_its_place(id in ".{1,30}") {
        let client = client();
        let Ok(request) = client.prepare("get", json!({"memory_id": id})) else {
            prop_assert!(id.trim().is_empty() || id == "." || id == "..");
            return Ok(());
        };
        let url = client.url(&request);
        let segments: Vec<&str> = url.path_segments().unwrap().collect();
        prop_assert_eq!(segments.len(), 4, "{}", url);
        prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "memories", ""));
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }

    /// A deletion names every id that it was given: none is lost on the way.
    #[test]
    fn a_deletion_never_means_more_than_was_said(
        user in "[^\\s].{0,8}", run in proptest::option::of("[^\\s].{0,8}"), nested in any::<bool>()
    ) {
        let arguments = if nested {
            json!({"filters": {"user_id": user}, "run_id": run})
        } else {
            json!({"user_id": user, "run_id": run})
        };
        if let Ok(request) = client().prepare("delete_all", arguments) {
            let named = |name: &str, value: &str| {
                request.query.iter().any(|(known, is)| known == name && is == value)
            };
            prop_assert!(named("user_id", &user));
            prop_assert!(run.is_none_or(|run| named("run_id", &run)));
        }
    }
}
