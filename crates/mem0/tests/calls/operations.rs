//! The list of operations: what it says holds.

use std::collections::HashSet;

use mem0::ErrorKind;
use mem0::calls::{self, Argument, OPERATIONS, Operation};
use serde_json::{Value, json};

use crate::room::{Room, TestResult, text_of};

/// Arguments with which an operation works, or fails for want of a memory.
fn enough(operation: &Operation) -> Value {
    let mut given = json!({});
    for argument in operation.arguments {
        match argument.name {
            "user_id" => given["user_id"] = json!("mia"),
            "messages" if argument.required => given["messages"] = json!("hi"),
            "query" => given["query"] = json!("hi"),
            "memory_id" => given["memory_id"] = json!("nope"),
            "records" => given["records"] = json!([]),
            "content" => given["content"] = json!([]),
            "texts" => given["texts"] = json!(["hi"]),
            _ => {}
        }
    }
    if operation.name == "update" {
        given["text"] = json!("hi");
    }
    given
}

#[test]
fn no_name_stands_for_two_things() {
    let mut names = HashSet::new();
    for operation in OPERATIONS {
        assert!(names.insert(operation.name), "{}", operation.name);
        for alias in operation.aliases {
            assert!(names.insert(alias), "{alias}");
        }
        let mut arguments = HashSet::new();
        for name in operation.arguments.iter().flat_map(Argument::names) {
            assert!(arguments.insert(name), "{}: {name}", operation.name);
        }
        assert!(!operation.summary.is_empty());
        assert!(operation.arguments.iter().all(|it| !it.summary.is_empty()));
    }
}

#[test]
fn everything_is_spelled_in_snake_case_and_in_camel_case() {
    let camel = |name: &str| -> String {
        let mut parts = name.split('_');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |word, part| {
            let (head, tail) = part.split_at(1);
            word + &head.to_uppercase() + tail
        })
    };
    for operation in OPERATIONS {
        let named = camel(operation.name);
        assert!(Operation::named(&named).is_ok(), "{named}");
        for argument in operation.arguments {
            let named = camel(argument.name);
            assert!(
                operation.argument(&named).is_some(),
                "{}: {named}",
                operation.name
            );
        }
    }
}

#[tokio::test]
async fn every_operation_is_there_and_takes_only_what_it_lists() -> TestResult {
    let room = Room::new().await?;
    for operation in OPERATIONS {
        let mut given = enough(operation);
        for name in std::iter::once(&operation.name).chain(operation.aliases) {
            let answer = room.call(name, given.clone()).await;
            let error = answer.err().map(|error| error.to_string());
            let known = error.is_none_or(|it| it.contains("not found") || it.contains("chat"));
            assert!(known, "{name}");
        }
        given["nonsense"] = json!(1);
        let error = room.refusal(operation.name, given).await?;
        assert_eq!(error["code"], "ARGUMENT_001", "{}", operation.name);
        assert_eq!(error["details"]["operation"], operation.name);
        assert_eq!(error["details"]["argument"], "nonsense");
    }
    Ok(())
}

#[tokio::test]
async fn every_argument_is_read_under_every_name() -> TestResult {
    let room = Room::new().await?;
    let absurd = json!([[true]]);
    for operation in OPERATIONS.iter().filter(|it| it.name != "chat") {
        for argument in operation.arguments {
            for name in argument.names() {
                let mut given = enough(operation);
                given
                    .as_object_mut()
                    .ok_or("no object")?
                    .remove(argument.name);
                given[name] = absurd.clone();
                let error = room.refusal(operation.name, given).await?;
                let context = format!("{}: {name}: {error}", operation.name);
                assert_eq!(error["kind"], "input", "{context}");
                let code = text_of(&error["code"]);
                assert!(code.starts_with("VALIDATION"), "{context}");
                let blamed = ["parameter", "id"].map(|key| text_of(&error["details"][key]));
                let words = text_of(&error["error"]);
                let named = blamed.contains(&argument.name.to_owned())
                    || words.contains("message")
                    || words.contains("memory_type");
                assert!(named, "{context}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_argument_is_required_if_the_list_says_so() -> TestResult {
    let room = Room::new().await?;
    for operation in OPERATIONS {
        for argument in operation.arguments.iter().filter(|it| it.required) {
            let mut given = enough(operation);
            given[argument.name] = Value::Null;
            let error = room.refusal(operation.name, given).await?;
            let code = text_of(&error["code"]);
            assert!(
                ["ARGUMENT_002", "VALIDATION_003"].contains(&code.as_str()),
                "{error}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_name_is_refused_with_the_nearest_known_one() -> TestResult {
    let room = Room::new().await?;
    let given = json!({"query": "x", "user_id": "mia", "limti": 5});
    let error = room.refusal("search", given).await?;
    assert_eq!(error["details"]["nearest"], "limit");
    assert!(text_of(&error["error"]).contains("limit"), "{error}");
    assert!(text_of(&error["hint"]).contains("top_k"), "{error}");
    // What isn't known is told before anything else.
    let error = room.refusal("add", json!({"mesages": "x"})).await?;
    assert_eq!(error["details"]["nearest"], "messages");
    let error = room.refusal("serach", json!({})).await?;
    assert_eq!(error["code"], "OPERATION_001");
    assert_eq!(error["details"]["nearest"], "search");
    let error = room.refusal("搜索", json!({})).await?;
    assert_eq!(error["details"]["nearest"], Value::Null);
    Ok(())
}

#[tokio::test]
async fn arguments_are_an_object_or_nothing() -> TestResult {
    let room = Room::new().await?;
    room.call("health", Value::Null).await?;
    for wrong in [json!([]), json!("x"), json!(1)] {
        let error = room.refusal("health", wrong).await?;
        assert_eq!(error["details"]["parameter"], "arguments");
    }
    Ok(())
}

#[tokio::test]
async fn two_spellings_with_two_values_are_refused() -> TestResult {
    let room = Room::new().await?;
    let given = json!({"user_id": "mia", "userId": "ben"});
    let error = room.refusal("get_all", given).await?;
    assert_eq!(error["details"]["parameter"], "user_id");
    for same in [
        json!({"user_id": "mia", "userId": "mia"}),
        json!({"user_id": "mia", "userId": null}),
        json!({"user_id": null, "userId": "mia"}),
    ] {
        room.call("get_all", same).await?;
    }
    Ok(())
}

#[tokio::test]
async fn whatever_stands_in_an_argument_is_taken_or_refused() -> TestResult {
    let room = Room::new().await?;
    let odd = [
        Value::Null,
        json!(false),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e300),
        json!(-0.0),
        json!(""),
        json!("\u{0}"),
        json!("changes:18446744073709551615"),
        json!("listed:9223372036854775807"),
        json!("👩‍👩‍👧 \u{202e}右"),
        json!("9".repeat(500)),
        json!([]),
        json!([null]),
        json!({}),
        json!({"": null}),
        json!([{"role": "user", "content": {"": 1}}]),
    ];
    for operation in OPERATIONS {
        for argument in operation.arguments {
            for value in &odd {
                let mut given = enough(operation);
                given[argument.name] = value.clone();
                if let Err(error) = calls::call(&room.memory, operation.name, given).await {
                    let kind = error.kind();
                    let expected = [ErrorKind::Input, ErrorKind::NotFound].contains(&kind);
                    let context = format!("{} {}: {value}", operation.name, argument.name);
                    assert!(expected, "{context}: {error}");
                }
            }
        }
    }
    Ok(())
}
