//! `update`, `delete`, `history`, `undo`.

use mem0::{AddOptions, ChangeEvent, Error, ErrorKind, InputError, Metadata, Scope, UpdateOptions};
use serde_json::json;

use crate::room::{Room, TestResult, found, keep, listed, mia};

fn metadata(json: serde_json::Value) -> Metadata {
    json.as_object().cloned().unwrap_or_default()
}

#[tokio::test]
async fn an_update_opens_a_version_and_history_tells_of_it() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "我住在上海").await?;
    let before = memory.get(&id).await?.ok_or("it is gone")?;
    let item = memory
        .update(&id, UpdateOptions::text("我住在北京"))
        .await?;
    assert_eq!((item.id.as_str(), item.version), (id.as_str(), 2));
    assert_eq!(item.created_at, before.created_at);
    assert!(item.updated_at > before.updated_at);
    assert_ne!(item.hash, before.hash);
    assert_eq!(memory.get(&id).await?.as_ref(), Some(&item));
    assert_eq!(listed(&memory, mia()).await?, ["我住在北京"]);
    let history = memory.history(&id).await?;
    let told: Vec<_> = history
        .iter()
        .map(|change| {
            (
                change.event,
                change.old_memory.as_deref(),
                change.new_memory.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (ChangeEvent::Add, None, Some("我住在上海")),
            (ChangeEvent::Update, Some("我住在上海"), Some("我住在北京")),
        ]
    );
    assert!(history.is_sorted_by(|a, b| a.sequence < b.sequence));
    Ok(())
}

#[tokio::test]
async fn an_update_of_metadata_keeps_the_text_and_the_other_keys() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let options = AddOptions::new(mia())
        .verbatim()
        .metadata(metadata(json!({"a": 1, "b": 2})));
    let id = memory.add("tea", options).await?.results.remove(0).id;
    let last_day = mem0::parse_expiration("2999-01-01")?;
    let options = UpdateOptions::default()
        .metadata(metadata(json!({"b": 3, "c": [4]})))
        .expires_on(Some(last_day))
        .categories(vec!["drink".into()]);
    let item = memory.update(&id, options).await?;
    assert_eq!(item.text, "tea");
    assert_eq!(item.metadata, metadata(json!({"a": 1, "b": 3, "c": [4]})));
    assert_eq!(
        (item.expires_on, item.categories),
        (Some(last_day), vec!["drink".to_owned()])
    );
    Ok(())
}

#[tokio::test]
async fn an_updated_text_is_found_and_the_old_one_is_not() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "The meeting room is Zanzibar").await?;
    keep(&memory, mia(), "Lunch is at noon").await?;
    memory
        .update(&id, UpdateOptions::text("The meeting room is Reykjavik"))
        .await?;
    let hits = found(&memory, mia(), "Reykjavik").await?;
    assert_eq!(hits[0], "The meeting room is Reykjavik");
    let hits = found(&memory, mia(), "Zanzibar").await?;
    assert!(
        !hits.iter().any(|text| text.contains("Zanzibar")),
        "{hits:?}"
    );
    Ok(())
}

#[tokio::test]
async fn undo_goes_back_one_step_at_a_time() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "one").await?;
    memory.update(&id, UpdateOptions::text("two")).await?;
    memory.update(&id, UpdateOptions::text("three")).await?;
    memory.delete(&id).await?;
    for expected in ["three", "two", "one"] {
        let change = memory.undo(&id).await?;
        assert!(change.undoes.is_some());
        let item = memory.get(&id).await?.ok_or("it did not come back")?;
        assert_eq!(item.text, expected);
        assert_eq!(found(&memory, mia(), expected).await?, [expected]);
    }
    memory.undo(&id).await?;
    assert!(memory.get(&id).await?.is_none());
    let error = memory.undo(&id).await.unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::NothingToUndo(_))),
        "{error}"
    );
    assert_eq!(memory.history(&id).await?.len(), 8);
    Ok(())
}

#[tokio::test]
async fn a_deleted_memory_leaves_recall_and_keeps_its_history() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "The code is 4711").await?;
    memory.delete(&id).await?;
    assert!(memory.get(&id).await?.is_none());
    assert!(found(&memory, mia(), "What is the code?").await?.is_empty());
    assert!(listed(&memory, mia()).await?.is_empty());
    let history = memory.history(&id).await?;
    let last = history.last().ok_or("there is no history")?;
    assert_eq!((last.event, last.is_deleted), (ChangeEvent::Delete, true));
    let again = memory.delete(&id).await.unwrap_err();
    assert_eq!(again.kind(), ErrorKind::NotFound);
    memory.undo(&id).await?;
    assert_eq!(
        found(&memory, mia(), "What is the code?").await?,
        ["The code is 4711"]
    );
    Ok(())
}

#[tokio::test]
async fn delete_all_takes_a_scope_and_nothing_else() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let mut last = String::new();
    for number in 0..120 {
        last = keep(&memory, mia(), &format!("note {number}")).await?;
    }
    keep(&memory, Scope::user("bob"), "Bob's").await?;
    assert_eq!(memory.delete_all(mia()).await?, 120);
    assert!(listed(&memory, mia()).await?.is_empty());
    assert_eq!(listed(&memory, Scope::user("bob")).await?, ["Bob's"]);
    assert_eq!(memory.history(&last).await?.len(), 2);
    memory.undo(&last).await?;
    assert_eq!(listed(&memory, mia()).await?, ["note 119"]);
    assert_eq!(memory.delete_all(Scope::user("nobody")).await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_immutable_memory_refuses_updates_and_stays() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let options = AddOptions::new(mia()).verbatim().immutable();
    let id = memory
        .add("blood type 0", options)
        .await?
        .results
        .remove(0)
        .id;
    let error = memory
        .update(&id, UpdateOptions::text("blood type A"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::Immutable(_))),
        "{error}"
    );
    assert_eq!(listed(&memory, mia()).await?, ["blood type 0"]);
    memory.delete(&id).await?;
    Ok(())
}

#[tokio::test]
async fn the_changes_of_a_scope_come_in_order() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "one").await?;
    keep(&memory, Scope::user("bob"), "other").await?;
    memory.update(&id, UpdateOptions::text("two")).await?;
    memory.delete(&id).await?;
    let changes = memory.changes(mia(), 0, 100).await?;
    let events: Vec<&str> = changes.iter().map(|change| change.event.as_str()).collect();
    assert_eq!(events, ["ADD", "UPDATE", "DELETE"]);
    let rest = memory.changes(mia(), changes[0].sequence, 1).await?;
    assert_eq!(rest, changes[1..2]);
    assert_eq!(memory.changes(Scope::default(), 0, 100).await?.len(), 4);
    Ok(())
}
