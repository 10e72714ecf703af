//! `exported` and `import`: a memory moves house with all that belongs to it.

use mem0::{AddOptions, ErrorKind, ImportRecord, Memory, Scope, UpdateOptions};

use crate::room::{Room, TestResult, at, found, infer, keep, listed, mia};

/// Everything of a memory's collection as an export writes it, through JSON and back.
async fn moved(memory: &Memory) -> TestResult<Vec<ImportRecord>> {
    let mut records = Vec::new();
    for change in memory.changes(Scope::default(), 0, 1000).await? {
        if change.version == 1 && change.event.as_str() == "ADD" {
            records.extend(memory.exported(&change.memory_id).await?);
        }
    }
    let episodes = memory.episodes(Scope::default(), 0, 1000).await?;
    records.extend(episodes.into_iter().map(ImportRecord::Episode));
    let lines: Vec<String> = records
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    Ok(lines
        .iter()
        .map(|line| serde_json::from_str(line))
        .collect::<Result<_, _>>()?)
}

#[tokio::test]
async fn an_export_and_its_import_lose_nothing() -> TestResult {
    let rooms = [Room::new(), Room::new()];
    let old = rooms[0].open().await?;
    infer(&old, mia(), "I'm allergic to peanuts. 我住在上海。").await?;
    let options = AddOptions::new(Scope::agent("coach"))
        .verbatim()
        .timestamp(at("2024-01-01"));
    let id = old
        .add("stretch daily", options.categories(["sport"]))
        .await?
        .results
        .remove(0)
        .id;
    old.update(&id, UpdateOptions::text("stretch twice a day"))
        .await?;
    let deleted = keep(&old, mia(), "no longer true").await?;
    old.delete(&deleted).await?;

    let records = moved(&old).await?;
    let new = Memory::open(rooms[1].config().with("collection_name", "moved")?).await?;
    let imported = new.import(records.clone()).await?;
    assert_eq!(imported.skipped, 0);
    assert_eq!(imported.memories + imported.episodes, records.len());

    assert_eq!(listed(&new, mia()).await?, listed(&old, mia()).await?);
    let [before, after] = [old.get(&id).await?, new.get(&id).await?];
    let (before, mut after) = (before.ok_or("it is gone")?, after.ok_or("it did not come")?);
    after.scope.namespace = before.scope.namespace.clone();
    assert_eq!(after, before);
    let texts = |changes: Vec<mem0::Change>| -> Vec<_> {
        changes
            .into_iter()
            .map(|c| (c.event, c.old_memory, c.new_memory, c.updated_at))
            .collect()
    };
    assert_eq!(
        texts(new.history(&id).await?),
        texts(old.history(&id).await?)
    );
    assert_eq!(
        found(&new, mia(), "What must I not eat?").await?[0],
        found(&old, mia(), "What must I not eat?").await?[0]
    );
    assert_eq!(new.sources(&id).await?.len(), 1);
    new.undo(&deleted).await?;
    assert!(
        listed(&new, mia())
            .await?
            .contains(&"no longer true".to_owned())
    );
    Ok(())
}

#[tokio::test]
async fn importing_again_skips_what_is_there() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "tea").await?;
    let record = memory.exported(&id).await?.ok_or("nothing to export")?;
    let imported = memory.import(vec![record]).await?;
    assert_eq!((imported.memories, imported.skipped), (0, 1));
    assert_eq!(memory.history(&id).await?.len(), 1);
    assert_eq!(memory.import(Vec::new()).await?, mem0::Imported::default());
    Ok(())
}

#[tokio::test]
async fn ten_thousand_memories_come_in_at_once() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "a template").await?;
    let Some(ImportRecord::Memory { versions, .. }) = memory.exported(&id).await? else {
        return Err("nothing to export".into());
    };
    memory.reset().await?;
    let records = (0..10_000).map(|number| {
        let mut item = versions[0].clone();
        item.id = format!("00000000-0000-0000-0000-{number:012}");
        item.text = format!("locker {number} holds 号码{number}");
        item.hash = mem0::MemoryItem::hash_of(&item.text);
        ImportRecord::Memory {
            versions: vec![item],
            history: Vec::new(),
        }
    });
    let imported = memory.import(records.collect()).await?;
    assert_eq!(imported.memories, 10_000);
    assert_eq!(
        found(&memory, mia(), "locker 7777").await?[0],
        "locker 7777 holds 号码7777"
    );
    Ok(())
}

#[tokio::test]
async fn a_memory_without_versions_is_refused_or_left_out() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let empty = ImportRecord::Memory {
        versions: Vec::new(),
        history: Vec::new(),
    };
    match memory.import(vec![empty]).await {
        Ok(imported) => assert_eq!(imported.memories, 0),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Input),
    }
    assert_eq!(memory.health().await?.memories, 0);
    Ok(())
}
