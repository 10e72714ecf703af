//! `import_from`: files and what was read already, whole, once, and told of as it goes.

use std::fs;
use std::sync::{Arc, Mutex};

use mem0::calls::{self, Progress};
use serde_json::{Value, json};

use crate::room::{Room, TestResult, text_of};

/// What `get_all` of the original answers.
fn dump(count: usize) -> Value {
    let memory = |number: usize| {
        json!({
            "id": format!("11111111-2222-4333-8444-{number:012}"),
            "memory": format!("第{number}件事"),
            "user_id": "小雨",
            "metadata": {"number": number},
            "created_at": "2024-05-01T10:00:00-07:00",
        })
    };
    json!({"results": (0..count).map(memory).collect::<Vec<_>>()})
}

#[tokio::test]
async fn a_file_a_text_and_values_come_in_alike() -> TestResult {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("dump.json");
    fs::write(&file, dump(3).to_string())?;
    for given in [
        json!({"source": file}),
        json!({"content": dump(3).to_string()}),
        json!({"content": dump(3)}),
        json!({"content": dump(3)["results"]}),
    ] {
        let room = Room::new().await?;
        let rehearsed = json!({"dry_run": true});
        let rehearsed = room.call("import_from", merged(&given, &rehearsed)).await?;
        assert_eq!(rehearsed["memories"], 3);
        assert_eq!(room.count().await?, 0);
        let came = room.call("import_from", given.clone()).await?;
        let expected = json!({"memories": 3, "skipped": 0, "episodes": 0, "of_other_stores": 0});
        assert_eq!(came, expected);
        let again = room.call("importFrom", given).await?;
        assert_eq!(
            (&again["memories"], &again["skipped"]),
            (&json!(0), &json!(3))
        );
        let all = room.call("get_all", json!({"user_id": "小雨"})).await?;
        let first = all["results"].as_array().into_iter().flatten();
        let mut first = first.filter(|row| row["metadata"]["number"] == 0);
        let first = first.next().ok_or("the first is missing")?;
        assert_eq!(first["memory"], "第0件事");
        assert_eq!(
            text_of(&first["id"]),
            "11111111-2222-4333-8444-000000000000"
        );
        assert_eq!(first["created_at"], "2024-05-01T17:00:00.000000+00:00");
    }
    Ok(())
}

#[tokio::test]
async fn ids_fill_what_is_left_open_and_change_nothing_else() -> TestResult {
    let room = Room::new().await?;
    let content = json!([
        {"id": "1", "memory": "nobody's"},
        {"id": "2", "memory": "Ben's", "user_id": "ben"},
    ]);
    let given = json!({"content": content, "user_id": "mia", "agent_id": "tutor"});
    room.call("import_from", given).await?;
    for (user, text) in [("mia", "nobody's"), ("ben", "Ben's")] {
        let list = json!({"user_id": user, "agent_id": "tutor"});
        assert_eq!(room.texts("get_all", list).await?, [text]);
    }
    Ok(())
}

#[tokio::test]
async fn whatever_can_come_in_does_and_the_rest_is_told() -> TestResult {
    let room = Room::new().await?;
    let lines = "{\"id\": \"1\", \"memory\": \"one\", \"user_id\": \"mia\"}\n\
                 {\"id\": \"2\"\n\
                 {\"id\": \"3\", \"memory\": \"three\", \"user_id\": \"mia\"}\n";
    let error = room
        .refusal("import_from", json!({"content": lines}))
        .await?;
    assert_eq!(error["details"]["parameter"], "content");
    let words = text_of(&error["error"]);
    assert!(
        words.contains("2 memories") && words.contains("line 2"),
        "{words}"
    );
    assert_eq!(room.count().await?, 2);

    let many: Vec<Value> = (0..20).map(|number| json!([number])).collect();
    let error = room
        .refusal("import_from", json!({"content": many}))
        .await?;
    assert!(text_of(&error["error"]).contains("and 15 more"), "{error}");
    Ok(())
}

#[tokio::test]
async fn what_is_nowhere_or_meant_for_stores_is_refused() -> TestResult {
    let room = Room::new().await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("dump.json");
    fs::write(&file, dump(1).to_string())?;
    for (given, blamed) in [
        (json!({"source": folder.path().join("nothing")}), "source"),
        (json!({"source": folder.path()}), "source"),
        (json!({"source": file, "content": []}), "source"),
        (json!({"source": file, "collection": "mem0"}), "collection"),
        (json!({"source": file, "history": "history.db"}), "history"),
        (json!({"content": [], "table": "mem0"}), "collection"),
        (json!({"content": 3}), "content"),
    ] {
        let error = room.refusal("import_from", given.clone()).await?;
        assert_eq!(error["details"]["parameter"], blamed, "{given}: {error}");
        assert_eq!(error["kind"], "input", "{given}");
    }
    let error = room.refusal("import_from", json!({})).await?;
    assert_eq!(error["code"], "ARGUMENT_002");
    assert_eq!(room.count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn who_watches_is_told_how_far_it_is() -> TestResult {
    let room = Room::new().await?;
    let count = 1200;
    let came = watched(&room, "import_from", json!({"content": dump(count)})).await?;
    assert!(came.len() > 1, "{came:?}");
    assert!(came.is_sorted_by_key(|progress| progress.done));
    assert_eq!(came.last().map(|progress| progress.done), Some(count));
    // Nothing to do: the vectors are this embedder's.
    assert_eq!(watched(&room, "reembed", json!({})).await?, []);
    // Quick operations have nothing to tell.
    assert_eq!(watched(&room, "health", json!({})).await?, []);
    Ok(())
}

async fn watched(room: &Room, operation: &str, given: Value) -> TestResult<Vec<Progress>> {
    let told = Arc::new(Mutex::new(Vec::new()));
    let tell = {
        let told = told.clone();
        move |progress| {
            if let Ok(mut told) = told.lock() {
                told.push(progress);
            }
        }
    };
    calls::call_watched(&room.memory, operation, given, tell).await?;
    let told = told.lock().map_err(|error| error.to_string())?;
    Ok(told.clone())
}

fn merged(one: &Value, other: &Value) -> Value {
    let pairs = [one, other].into_iter().filter_map(Value::as_object);
    let pairs = pairs
        .flatten()
        .map(|(key, value)| (key.clone(), value.clone()));
    Value::Object(pairs.collect())
}
