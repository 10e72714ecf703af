//! Whole scopes, entities and events on a server.

use serde_json::json;

use super::Remote;

#[test]
fn whole_scopes_are_deleted_after_a_look() {
    let remote = Remote::new();
    remote.add("mia", "Rows");
    remote.add("bo", "Skis");
    let dry = remote.data(&["delete", "--all", "-u", "mia", "--dry-run"]);
    assert_eq!(dry["would_delete"], 1);
    assert_eq!(
        remote.run(&["delete", "--all", "-u", "mia"]).code,
        2,
        "nobody confirmed it"
    );
    assert_eq!(
        remote.run(&["delete", "--all", "--force"]).code,
        2,
        "nobody is named"
    );
    assert_eq!(
        remote.data(&["delete", "--all", "-u", "mia", "--force"])["deleted"],
        1
    );
    assert_eq!(remote.texts(&["list"]), ["Skis"]);
    assert_eq!(
        remote.data(&["delete", "--all", "--project", "--force"])["deleted"],
        1
    );
    let query = remote.double.last_request().query;
    assert_eq!(query.len(), 4, "{query:?}");
    assert!(query.iter().all(|(_, value)| value == "*"), "{query:?}");
    remote.add("mia", "Rows");
    assert_eq!(remote.data(&["reset", "--force"])["deleted"], 1);
    assert_eq!(remote.data(&["reset", "--force"])["deleted"], 0);
}

#[test]
fn entities_are_listed_and_deleted() {
    let remote = Remote::new();
    remote.add("al ice/x", "Rows");
    remote.data(&["add", "Guides", "--agent-id", "guide", "--no-infer"]);
    let users = remote.data(&["entity", "list", "users"]);
    assert_eq!(
        (&users[0]["name"], &users[0]["total_memories"]),
        (&json!("al ice/x"), &json!(1))
    );
    assert_eq!(
        remote.data(&["entity", "list"]).as_array().unwrap().len(),
        2
    );
    let table = remote.ok(&["entity", "list", "agents"]);
    assert!(
        table.contains("guide") && !table.contains("al ice"),
        "{table}"
    );
    remote.ok(&["entity", "delete", "-u", "al ice/x", "--force"]);
    assert_eq!(
        remote.double.last_request().path,
        "/v2/entities/user/al%20ice%2Fx/"
    );
    let several = [
        "entity",
        "delete",
        "-u",
        "mia",
        "--agent-id",
        "guide",
        "--force",
    ];
    assert_eq!(remote.run(&several).code, 2);
    assert_eq!(
        remote
            .run(&["entity", "delete", "-u", "nobody", "--force"])
            .code,
        3
    );
}

#[test]
fn events_tell_what_was_worked_on() {
    let remote = Remote::new();
    remote.add("mia", "Rows");
    let events = remote.data(&["event", "list"]);
    let add = events
        .as_array()
        .unwrap()
        .iter()
        .find(|event| event["event_type"] == "ADD");
    let id = add.unwrap()["id"].as_str().unwrap();
    let status = remote.ok(&["event", "status", id]);
    assert!(
        status.contains("SUCCEEDED") && status.contains("Rows"),
        "{status}"
    );
    assert_eq!(remote.data(&["event", "status", id])["id"], id);
    assert_eq!(remote.run(&["event", "status", "no-such-event"]).code, 3);
    assert_eq!(
        remote.program.run(&["event", "list"]).code,
        2,
        "the local store has none"
    );
}
