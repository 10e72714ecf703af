//! `forget`, `forget_all`, `reset`: afterwards nothing is left, in no byte of any file.

use mem0::{AddOptions, ErrorKind, Memory, Scope, ScopeId, UpdateOptions};

use crate::room::{Room, TestResult, infer, keep, listed, mia};

#[tokio::test]
async fn forgetting_a_memory_leaves_no_byte_of_it() -> TestResult {
    for (said, updated, marks) in [
        (
            "My favourite island is Quezaltepeque.",
            "My favourite island is Ouagadougou.",
            ["Quezaltepeque", "Ouagadougou"],
        ),
        (
            "我最喜欢的城市是喀什噶尔。",
            "我最喜欢的城市是乌鲁木齐。",
            ["喀什噶尔", "乌鲁木齐"],
        ),
    ] {
        let room = Room::new();
        let memory = room.open().await?;
        infer(&memory, mia(), "I have two cats.").await?;
        let added = memory.add(said, AddOptions::new(mia())).await?;
        let id = added
            .results
            .first()
            .ok_or("nothing was remembered")?
            .id
            .clone();
        memory.update(&id, UpdateOptions::text(updated)).await?;
        for mark in marks {
            assert!(
                !room.files_with(mark)?.is_empty(),
                "the test would show nothing: {mark}"
            );
        }
        let receipt = memory.forget(&id).await?;
        assert_eq!((receipt.memories, receipt.versions), (1, 2));
        assert_eq!(receipt.changes, 2);
        assert_eq!(receipt.episodes, 1);
        assert!(receipt.erased_at.is_some());
        for mark in marks {
            assert_eq!(
                room.files_with(mark)?,
                Vec::<std::path::PathBuf>::new(),
                "{mark}"
            );
        }
        assert!(memory.history(&id).await?.is_empty());
        assert!(memory.exported(&id).await?.is_none());
        assert_eq!(
            listed(&memory, mia()).await?.len(),
            1,
            "the other memory stays"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_deleted_memory_can_still_be_forgotten_and_only_once() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "Quezaltepeque").await?;
    memory.delete(&id).await?;
    assert!(
        !room.files_with("Quezaltepeque")?.is_empty(),
        "history keeps a deleted text"
    );
    assert_eq!(memory.forget(&id).await?.memories, 1);
    assert!(room.files_with("Quezaltepeque")?.is_empty());
    assert_eq!(
        memory.forget(&id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    Ok(())
}

#[tokio::test]
async fn forgetting_a_scope_leaves_the_others_whole() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    infer(&memory, mia(), "I was born in Quezaltepeque. Hello!").await?;
    infer(&memory, mia(), "我出生在喀什噶尔。").await?;
    keep(&memory, Scope::user("bob"), "Bob keeps bees").await?;
    let receipt = memory.forget_all(mia()).await?;
    assert!(
        receipt.memories >= 2 && receipt.episodes >= 2,
        "{receipt:?}"
    );
    for mark in ["Quezaltepeque", "喀什噶尔"] {
        assert!(room.files_with(mark)?.is_empty(), "{mark}");
    }
    assert_eq!(
        listed(&memory, Scope::user("bob")).await?,
        ["Bob keeps bees"]
    );
    assert_eq!(memory.summarize(ScopeId::User).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_reset_leaves_an_empty_collection_and_the_other_ones() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let other = Memory::open(room.config().with("collection_name", "other")?).await?;
    infer(&memory, mia(), "I was born in Quezaltepeque.").await?;
    keep(&memory, Scope::agent("coach"), "喀什噶尔").await?;
    keep(&other, mia(), "kept").await?;
    memory.reset().await?;
    for mark in ["Quezaltepeque", "喀什噶尔"] {
        assert!(room.files_with(mark)?.is_empty(), "{mark}");
    }
    assert!(memory.changes(Scope::default(), 0, 10).await?.is_empty());
    assert_eq!(listed(&other, mia()).await?, ["kept"]);
    keep(&memory, mia(), "a new beginning").await?;
    assert_eq!(listed(&memory, mia()).await?, ["a new beginning"]);
    Ok(())
}
