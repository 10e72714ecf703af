//! What can't be, and what must never happen.

use mem0_client::{ErrorKind, OPERATIONS};
use proptest::prelude::*;
use serde_json::json;

use super::ID;
use crate::client;

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
