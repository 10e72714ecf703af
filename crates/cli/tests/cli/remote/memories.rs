//! Memories on a server: added, found, listed, changed and deleted.

use mem0_testkit::hosted::KEY;
use serde_json::{Value, json};

use super::{Remote, untouched};
use crate::program::Program;

#[test]
fn a_memory_lives_and_dies_on_the_server() {
    let remote = Remote::new();
    let id = remote.add("李雷", "我周日在河上划船");
    assert_eq!(remote.texts(&["list", "-u", "李雷"]), ["我周日在河上划船"]);
    assert_eq!(
        remote.texts(&["search", "划船", "-u", "李雷"]),
        ["我周日在河上划船"]
    );
    assert_eq!(remote.data(&["get", &id])["user_id"], "李雷");
    let updated = remote.data(&["update", &id, "我周六划船", "-m", "{\"心情\": \"好\"}"]);
    assert_eq!(
        (&updated["memory"], &updated["metadata"]),
        (&json!("我周六划船"), &json!({"心情": "好"}))
    );
    // Other keys stay, as on the local store.
    let updated = remote.data(&["update", &id, "-m", "{\"天气\": \"晴\"}"]);
    assert_eq!(updated["metadata"], json!({"心情": "好", "天气": "晴"}));
    assert_eq!(
        remote.data(&["update", &id, "--expires", "2999-12-31"])["expiration_date"],
        "2999-12-31"
    );
    assert_eq!(
        remote.data(&["update", &id, "--expires", "never"])["expiration_date"],
        Value::Null
    );
    let deleted = remote.data(&["delete", &id]);
    assert_eq!(
        (&deleted["deleted"], &deleted["memory"]),
        (&json!(true), &json!("我周六划船"))
    );
    let history = remote.ok(&["history", &id]);
    assert!(
        history.contains("ADD") && history.contains("UPDATE") && history.contains("DELETE"),
        "{history}"
    );
    untouched(&remote.program);
}

#[test]
fn flags_reach_the_server_under_its_names() {
    let remote = Remote::new();
    remote.ok(&[
        "add",
        "I row",
        "-u",
        "mia",
        "--run-id",
        "monday",
        "-m",
        "{\"k\": 1}",
        "--immutable",
        "--no-infer",
        "--expires",
        "2999-01-02",
        "--timestamp",
        "1772355600",
        "--includes",
        "sport",
        "--excludes",
        "food",
        "--custom-instructions",
        "be brief",
        "--custom-categories",
        "[{\"sport\": \"training\"}]",
        "--structured-data-schema",
        "{}",
        "--graph",
    ]);
    let request = remote.double.last_request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/v1/memories/")
    );
    assert_eq!(
        request.body,
        json!({
            "messages": [{"role": "user", "content": "I row"}], "metadata": {"k": 1},
            "custom_categories": [{"sport": "training"}], "structured_data_schema": {},
            "timestamp": 1772355600, "expiration_date": "2999-01-02", "infer": false,
            "immutable": true, "enable_graph": true, "custom_instructions": "be brief",
            "includes": "sport", "excludes": "food", "user_id": "mia", "run_id": "monday",
            "async_mode": false, "output_format": "v1.1", "version": "v2",
        })
    );
    assert_eq!(request.headers["authorization"], format!("Token {KEY}"));
    assert_eq!(request.headers["x-mem0-source"], "cli");
    let words = [
        "search",
        "row",
        "-u",
        "mia",
        "-k",
        "3",
        "--threshold",
        "0.5",
        "--rerank",
        "--keyword",
        "--fields",
        "memory",
        "--filter",
        "{\"categories\": {\"in\": [\"sport\"]}}",
    ];
    remote.ok(&words);
    let request = remote.double.last_request();
    assert_eq!(request.path, "/v2/memories/search/");
    let filters = &request.body["filters"]["AND"];
    assert_eq!(filters[1], json!({"user_id": "mia"}), "{filters}");
    for (name, value) in [
        ("query", json!("row")),
        ("top_k", json!(3)),
        ("threshold", json!(0.5)),
        ("rerank", json!(true)),
        ("keyword_search", json!(true)),
        ("fields", json!(["memory"])),
    ] {
        assert_eq!(request.body[name], value, "{name}");
    }
}

#[test]
fn lists_are_filtered_and_come_by_pages() {
    let remote = Remote::new();
    for number in 0..3 {
        remote.add("mia", &format!("Fact {number}"));
    }
    remote.add("bo", "Skis");
    assert_eq!(
        remote.texts(&["list"]),
        ["Skis", "Fact 2", "Fact 1", "Fact 0"]
    );
    let first = remote.ok(&["list", "-u", "mia", "--page-size", "2"]);
    assert!(first.contains("1–2 of 3; more with --page 2"), "{first}");
    let second = remote.ok(&["list", "-u", "mia", "--page-size", "2", "--page", "2"]);
    assert!(
        second.contains("Fact 0") && second.contains("3–3 of 3"),
        "{second}"
    );
    let beyond = remote.ok(&["list", "-u", "mia", "--page-size", "2", "--page", "9"]);
    assert!(
        beyond.contains("Nothing on page 9: there are 3 memories."),
        "{beyond}"
    );
    assert_eq!(
        remote.texts(&["list", "--filter", "{\"user_id\": \"bo\"}"]),
        ["Skis"]
    );
    assert_eq!(
        remote.texts(&["list", "-u", "mia", "--after", "2999-01-01"]),
        Vec::<String>::new()
    );
}

#[test]
fn answers_have_the_form_of_local_ones() {
    let remote = Remote::new();
    let local = Program::new();
    let (here, there) = (local.add("mia", "Rows"), remote.add("mia", "Rows"));
    let same_keys = |words: &[&str], here: Value, there: Value| {
        let keys = |value: &Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&here), keys(&there), "{words:?}");
    };
    for words in [
        &["list", "-u", "mia"][..],
        &["search", "rows", "-u", "mia"],
        &["entity", "list"],
    ] {
        let (here, there) = (local.envelope(words), remote.envelope(words));
        same_keys(words, here.clone(), there.clone());
        assert_eq!(here["scope"], there["scope"], "{words:?}");
        assert_eq!(here["count"], there["count"], "{words:?}");
    }
    for (mine, theirs) in [
        (["get", &here], ["get", &there]),
        (["history", &here], ["history", &there]),
    ] {
        same_keys(&mine, local.envelope(&mine), remote.envelope(&theirs));
    }
    for format in ["text", "table"] {
        let listed = remote.ok(&["list", "-u", "mia", "-o", format]);
        assert!(
            listed.contains("Rows") && listed.contains(&there),
            "{listed}"
        );
    }
    assert_eq!(
        remote.ok(&["list", "-u", "mia", "-o", "quiet"]),
        format!("{there}\n")
    );
    let raw: Value =
        serde_json::from_str(&remote.ok(&["list", "-u", "mia", "-o", "json"])).unwrap();
    assert_eq!(raw["results"][0]["id"], there.as_str());
}
