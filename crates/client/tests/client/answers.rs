//! What the client makes of answers.

use mem0_client::{Client, OPERATIONS, Reply};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::client;

fn reply(status: u16, body: &Value) -> Reply {
    Reply {
        status,
        headers: vec![("Content-Type".into(), "application/json".into())],
        body: body.to_string().into_bytes(),
    }
}

fn concluded(operation: &str, body: Value) -> Value {
    client().conclude(operation, &reply(200, &body)).unwrap()
}

#[test]
fn lists_always_come_as_results() {
    let memory = json!({"id": "1", "memory": "Rows"});
    for operation in ["search", "get_all"] {
        assert_eq!(
            concluded(operation, json!([memory])),
            json!({"results": [memory]})
        );
        let page = json!({"count": 1, "next": null, "previous": null, "results": [memory]});
        assert_eq!(concluded(operation, page.clone()), page);
        let graph = json!({"results": [], "relations": []});
        assert_eq!(concluded(operation, graph.clone()), graph);
    }
    assert_eq!(concluded("history", json!([1])), json!([1]));
}

#[test]
fn an_add_always_has_results_with_both_spellings_of_the_text() {
    let whole = json!({"id": "1", "event": "ADD", "memory": "Rows", "data": {"memory": "Rows"}});
    let inner = json!({"id": "1", "event": "ADD", "data": {"memory": "Rows"}});
    let outer = json!({"id": "1", "event": "ADD", "memory": "Rows"});
    for result in [whole, inner, outer] {
        for body in [json!([result]), json!({"results": [result]})] {
            let added = concluded("add", body);
            let first = &added["results"][0];
            assert_eq!(first["memory"], "Rows");
            assert_eq!(first["data"]["memory"], "Rows");
        }
    }
}

#[test]
fn work_that_is_put_off_is_told_beside_the_results_too() {
    let pending = json!({"message": "queued", "status": "PENDING", "event_id": "e1"});
    let expected = json!({"message": "queued", "status": "PENDING", "event_id": "e1"});
    for body in [
        json!({"results": [pending]}),
        pending.clone(),
        json!([pending]),
    ] {
        let added = concluded("add", body);
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&added[key], value, "{added}");
            assert_eq!(&added["results"][0][key], value, "{added}");
        }
    }
    let inline = json!({"message": "done", "status": "SUCCEEDED", "event_id": "e1",
                        "results": [{"id": "1", "event": "ADD", "memory": "Rows"}]});
    assert_eq!(concluded("add", inline)["results"][0]["memory"], "Rows");
    assert_eq!(
        concluded("add", json!({"results": []})),
        json!({"results": []})
    );
}

#[test]
fn an_empty_success_is_an_empty_object() {
    let empty = Reply {
        status: 204,
        ..Reply::default()
    };
    assert_eq!(client().conclude("delete", &empty).unwrap(), json!({}));
}

#[test]
fn a_history_of_nothing_is_an_empty_list() {
    let empty = Reply {
        status: 204,
        ..Reply::default()
    };
    assert_eq!(client().conclude("history", &empty).unwrap(), json!([]));
}

#[test]
fn json_as_careless_servers_write_it_is_read() {
    let read = |body: &[u8]| {
        let reply = Reply {
            status: 200,
            body: body.to_vec(),
            ..Reply::default()
        };
        client().conclude("get", &reply)
    };
    for (body, expected) in [
        (&b"\xef\xbb\xbf{\"a\": 1}"[..], json!({"a": 1})),
        (
            br#"{"score": NaN, "b": [Infinity, -Infinity], "text": "NaN \" NaN"}"#,
            json!({"score": null, "b": [null, null], "text": "NaN \" NaN"}),
        ),
        (
            br#"{"cut": "\ud83d", "whole": "\ud83d\ude00", "low": "\ude00\\", "\ud83dx": 1}"#,
            json!({"cut": "\u{fffd}", "whole": "😀", "low": "\u{fffd}\\", "\u{fffd}x": 1}),
        ),
    ] {
        assert_eq!(read(body).unwrap(), expected);
    }
    for body in [
        &b"NaNcy"[..],
        br#"{"a": NaN"#,
        br#"{"a": "\ud83"}"#,
        b"\"\\",
    ] {
        assert_eq!(read(body).unwrap_err().code(), "UNREADABLE_ANSWER");
    }
}

#[test]
fn a_success_that_is_no_json_cannot_be_read() {
    let page = Reply {
        status: 200,
        body: b"<html>".to_vec(),
        ..Reply::default()
    };
    let error = client().conclude("get", &page).unwrap_err();
    assert_eq!(error.code(), "UNREADABLE_ANSWER");
    assert_eq!(error.status(), Some(200));
}

#[test]
fn a_ping_tells_the_client_its_project() {
    let client = client();
    let ping = json!({"status": "ok", "org_id": 7, "project_id": "prj_31", "user_email": null});
    client.conclude("ping", &reply(200, &ping)).unwrap();
    assert_eq!(client.identity().both().unwrap(), ("7", "prj_31"));
    let request = client.prepare("get_webhooks", json!({})).unwrap();
    assert_eq!(request.path, "/api/v1/webhooks/projects/prj_31/");
    // What the server told is not repeated to it.
    let request = client.prepare("users", json!({})).unwrap();
    assert!(request.query.is_empty(), "{request:?}");

    let options = mem0_client::ClientOptions {
        org_id: Some("mine".into()),
        project_id: Some("own".into()),
        ..mem0_client::ClientOptions::new("k")
    };
    let explicit = Client::new(options).unwrap();
    explicit.conclude("ping", &reply(200, &ping)).unwrap();
    assert_eq!(explicit.identity().both().unwrap(), ("mine", "own"));
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("results".to_owned()),
        Just("event_id".to_owned()),
        Just("data".to_owned()),
        Just("memory".to_owned()),
        Just("memory_id".to_owned()),
        Just("messages".to_owned()),
        Just("query".to_owned()),
        Just("filters".to_owned()),
        Just("user_id".to_owned()),
        Just("next".to_owned()),
        ".{0,8}",
    ];
    leaf.prop_recursive(3, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key.clone(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    /// Whatever a server answers is told or refused; nothing brings the client down.
    #[test]
    fn every_answer_is_told_or_refused(
        place in 0..OPERATIONS.len(), status in 100_u16..600, body in anything(), cut in 0_usize..40
    ) {
        let client = client();
        let mut reply = reply(status, &body);
        let told = client.conclude(OPERATIONS[place].name, &reply);
        prop_assert_eq!(told.is_ok(), (200..300).contains(&status), "{:?}", told);
        reply.body.truncate(cut);
        let _ = client.conclude(OPERATIONS[place].name, &reply);
    }

    /// Whatever arguments come, a request is made or they are refused, and nothing is thrown away
    /// on the way: every further argument of an add is in its body.
    #[test]
    fn every_argument_is_sent_or_refused(place in 0..OPERATIONS.len(), arguments in anything()) {
        let operation = OPERATIONS[place].name;
        if let Ok(request) = client().prepare(operation, arguments.clone())
            && operation == "add"
        {
            let body = request.body.unwrap();
            let plain = arguments.as_object().unwrap().iter().filter(|(key, value)| {
                !value.is_null() && !matches!(key.as_str(), "messages" | "filters" | "version")
            });
            for (key, value) in plain {
                prop_assert_eq!(&body[key], value, "{}", key);
            }
        }
    }
}
