//! Memories: added, searched, listed, changed and deleted.

use serde_json::{Value, json};

use super::{ID, sends, sent};

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
    sends(
        "delete_all",
        json!({"user_id": 7, "run_id": "r"}),
        "DELETE",
        "/v1/memories/?user_id=7&run_id=r",
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
