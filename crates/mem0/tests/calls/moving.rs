//! `export` and `import`: everything moves, page by page.

use mem0::{Memory, MemoryConfig, calls};
use serde_json::{Value, json};

use crate::room::{Room, TestResult, text_of};

async fn filled() -> TestResult<Room> {
    let room = Room::new().await?;
    let id = room
        .keep_with("Mia lives in Lisbon", json!({"categories": ["home"]}))
        .await?;
    room.call("update", json!({"memory_id": id, "text": "米娅住在里斯本"}))
        .await?;
    let gone = room.keep("no longer true").await?;
    room.call("delete", json!({"memory_id": gone})).await?;
    room.keep_with("expired", json!({"expiration_date": "2020-01-01"}))
        .await?;
    room.keep_with("Ben's", json!({"user_id": "ben", "metadata": {"n": 1}}))
        .await?;
    room.call(
        "update",
        json!({"memory_id": id, "metadata": {"sure": true}}),
    )
    .await?;
    let talk = json!({"messages": "I love spicy ramen. 我对花生过敏。", "user_id": "mia"});
    room.call("add", talk).await?;
    Ok(room)
}

/// All records, in pages of this many.
async fn records(memory: &Memory, limit: usize, mut given: Value) -> TestResult<Vec<Value>> {
    let mut records = Vec::new();
    given["limit"] = json!(limit);
    loop {
        let page = calls::call(memory, "export", given.clone()).await?;
        let rows = page["records"].as_array().ok_or("no list")?;
        assert!(
            rows.len() <= limit,
            "{} records in a page of {limit}",
            rows.len()
        );
        records.extend(rows.iter().cloned());
        if page["next"].is_null() {
            return Ok(records);
        }
        given["after"] = page["next"].clone();
    }
}

fn memories(records: &[Value]) -> Vec<String> {
    let memories = records.iter().filter(|record| record["record"] == "memory");
    let last = |record: &Value| {
        let versions = record["versions"].as_array();
        text_of(&versions.and_then(|all| all.last()).unwrap_or(&Value::Null)["text"])
    };
    memories.map(last).collect()
}

#[tokio::test]
async fn the_size_of_pages_changes_nothing() -> TestResult {
    let room = filled().await?;
    let all = records(&room.memory, 1000, json!({})).await?;
    let texts = memories(&all);
    for text in ["米娅住在里斯本", "no longer true", "expired", "Ben's"] {
        assert_eq!(
            texts.iter().filter(|it| *it == text).count(),
            1,
            "{text} in {texts:?}"
        );
    }
    for limit in [1, 2, 3, 7] {
        assert_eq!(
            records(&room.memory, limit, json!({})).await?,
            all,
            "{limit}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_export_holds_only_its_scope_and_messages_if_wanted() -> TestResult {
    let room = filled().await?;
    let bens = records(&room.memory, 2, json!({"user_id": "ben"})).await?;
    assert_eq!(memories(&bens), ["Ben's"]);
    assert!(bens.iter().any(|record| record["record"] == "episode"));
    assert!(!json!(bens).to_string().contains("Mia"));
    let silent = records(&room.memory, 2, json!({"messages": false})).await?;
    assert!(silent.iter().all(|record| record["record"] == "memory"));
    assert_eq!(
        memories(&silent),
        memories(&records(&room.memory, 9, json!({})).await?)
    );
    Ok(())
}

#[tokio::test]
async fn what_is_exported_comes_in_whole_and_once() -> TestResult {
    let room = filled().await?;
    let all = records(&room.memory, 3, json!({})).await?;
    let folder = tempfile::tempdir()?;
    let new = Memory::open(MemoryConfig::offline(folder.path())).await?;
    let arguments = json!({"records": all});
    let imported = calls::call(&new, "import", arguments.clone()).await?;
    let memories = memories(&all).len();
    let expected = json!({"memories": memories, "skipped": 0, "episodes": all.len() - memories});
    assert_eq!(imported, expected);
    let again = calls::call(&new, "import", arguments).await?;
    assert_eq!(
        (&again["memories"], &again["skipped"]),
        (&json!(0), &json!(memories))
    );

    let list = json!({"user_id": "mia", "show_expired": true});
    let listed = calls::call(&new, "get_all", list.clone()).await?;
    assert_eq!(listed, room.call("get_all", list).await?);
    let moved = records(&new, 2, json!({})).await?;
    // The place in the order of commits is each store's own.
    let mut known = all;
    let mut there = moved;
    for record in known.iter_mut().chain(&mut there) {
        for change in record["history"].as_array_mut().into_iter().flatten() {
            change["sequence"] = Value::Null;
            change["undoes"] = Value::Null;
        }
    }
    assert_eq!(there.len(), known.len());
    for record in &known {
        assert!(there.contains(record), "{record} is missing");
    }
    Ok(())
}

#[tokio::test]
async fn memories_without_a_history_are_exported_too() -> TestResult {
    let room = filled().await?;
    let mut all = records(&room.memory, 100, json!({"messages": false})).await?;
    for record in &mut all {
        record["history"] = json!([]);
    }
    let current = 3;
    let folder = tempfile::tempdir()?;
    let new = Memory::open(MemoryConfig::offline(folder.path())).await?;
    calls::call(&new, "import", json!({"records": all})).await?;
    for limit in [1, 2, 100] {
        let moved = records(&new, limit, json!({})).await?;
        let texts = memories(&moved);
        assert!(texts.len() >= current, "{texts:?}");
        for text in ["米娅住在里斯本", "expired", "Ben's"] {
            assert_eq!(
                texts.iter().filter(|it| *it == text).count(),
                1,
                "{text}: {limit}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn records_that_can_not_be_read_are_refused_and_nothing_comes_in() -> TestResult {
    let room = filled().await?;
    let mut all = records(&room.memory, 100, json!({})).await?;
    let folder = tempfile::tempdir()?;
    let new = Memory::open(MemoryConfig::offline(folder.path())).await?;
    all[1] = json!({"record": "memory"});
    let error = calls::call(&new, "import", json!({"records": all})).await;
    let error = error
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default();
    assert!(error.contains("record 2"), "{error}");
    let health = calls::call(&new, "health", json!({})).await?;
    assert_eq!(
        (&health["memories"], &health["episodes"]),
        (&json!(0), &json!(0))
    );
    for wrong in [json!("x"), json!({})] {
        let error = room.refusal("import", json!({"records": wrong})).await?;
        assert_eq!(error["details"]["parameter"], "records");
    }
    let error = room
        .refusal("export", json!({"after": "somewhere"}))
        .await?;
    assert_eq!(error["details"]["parameter"], "after");
    Ok(())
}
