//! Files: what is opened, what is refused, and what survives.

use std::fs;

use mem0::{Error, ErrorKind, Memory, MemoryConfig, Scope, SearchOptions, StoreError};

use crate::room::{Room, TestResult, found, keep, listed, mia};

async fn opened(config: MemoryConfig) -> Result<Memory, Error> {
    Memory::open(config).await
}

#[tokio::test]
async fn memories_survive_closing() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "我喜欢绿茶").await?;
    memory.close().await?;
    memory.close().await?;
    let error = memory.get(&id).await.unwrap_err();
    assert!(matches!(error, Error::Store(StoreError::Closed)), "{error}");
    let memory = room.open().await?;
    assert_eq!(found(&memory, mia(), "喝什么").await?, ["我喜欢绿茶"]);
    Ok(())
}

#[tokio::test]
async fn the_folder_is_made_and_only_the_owner_may_look() -> TestResult {
    let room = Room::new();
    let folder = room.path().join("数据/deep er");
    let memory = Memory::open(MemoryConfig::offline(&folder)).await?;
    keep(&memory, mia(), "private").await?;
    let file = folder.join("memory.db");
    assert!(file.is_file());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o077, 0);
    }
    Ok(())
}

#[tokio::test]
async fn a_store_in_this_process_only_touches_no_disk() -> TestResult {
    let room = Room::new();
    let memory = Memory::open(room.config().with("path", ":memory:")?).await?;
    keep(&memory, mia(), "gone tomorrow").await?;
    assert_eq!(listed(&memory, mia()).await?, ["gone tomorrow"]);
    assert_eq!(fs::read_dir(room.path())?.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_refused_and_left_as_it_is() -> TestResult {
    for content in [
        "this is no database, it is my diary".as_bytes(),
        b"SQLite format 3\0 broken",
    ] {
        let room = Room::new();
        fs::write(room.file(), content)?;
        let error = opened(room.config()).await.unwrap_err();
        assert!(
            matches!(error, Error::Store(StoreError::Corrupt { .. })),
            "{error}"
        );
        assert!(error.hint().contains("backup"), "{}", error.hint());
        assert_eq!(fs::read(room.file())?, content);
    }
    Ok(())
}

#[tokio::test]
async fn a_damaged_file_is_an_error_and_never_a_panic() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for number in 0..200 {
        keep(
            &memory,
            mia(),
            &format!("note {number} with some words to fill pages"),
        )
        .await?;
    }
    memory.close().await?;
    let mut bytes = fs::read(room.file())?;
    let middle = bytes.len() / 4;
    for byte in &mut bytes[middle..] {
        *byte = 0x5a;
    }
    fs::write(room.file(), &bytes)?;
    let broken = match opened(room.config()).await {
        Err(error) => error,
        Ok(memory) => match memory.search("note", SearchOptions::new(mia())).await {
            Err(error) => error,
            Ok(_) => {
                let health = memory.health().await?;
                assert!(!health.problems.is_empty(), "nobody noticed");
                return Ok(());
            }
        },
    };
    assert_eq!(broken.kind(), ErrorKind::Store, "{broken}");
    Ok(())
}

#[tokio::test]
async fn a_newer_format_is_refused_in_words() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "from the future").await?;
    memory.close().await?;
    drop(memory);
    // The format is SQLite's user version: four bytes, highest first, at 60.
    let mut bytes = fs::read(room.file())?;
    bytes[60..64].copy_from_slice(&9000_u32.to_be_bytes());
    fs::write(room.file(), &bytes)?;
    let error = opened(room.config()).await.unwrap_err();
    let Error::Store(StoreError::NewerFormat { found, .. }) = &error else {
        return Err(format!("{error}").into());
    };
    assert_eq!(*found, 9000);
    assert!(error.to_string().contains("newer version") && error.hint().contains("newer"));
    assert_eq!(fs::read(room.file())?, bytes);
    Ok(())
}

#[tokio::test]
async fn a_path_that_can_not_be_is_an_error_with_a_hint() -> TestResult {
    let room = Room::new();
    let file = room.path().join("a file");
    fs::write(&file, "x")?;
    for path in [
        file.join("memory.db"),
        room.path().to_owned(),
        file.join("a/b/c.db"),
    ] {
        let path = path
            .to_str()
            .ok_or("the folder's name is no text")?
            .to_owned();
        let error = opened(room.config().with("path", path)?).await.unwrap_err();
        assert!(
            matches!(error, Error::Store(StoreError::Open { .. })),
            "{error}"
        );
        assert!(!error.hint().is_empty());
    }
    Ok(())
}

#[tokio::test]
async fn a_store_tells_how_it_is() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    assert_eq!(memory.health().await?.embedder, None);
    let id = keep(&memory, mia(), "tea").await?;
    memory
        .update(&id, mem0::UpdateOptions::text("coffee"))
        .await?;
    keep(&memory, Scope::user("bob"), "juice").await?;
    let health = memory.health().await?;
    assert_eq!(
        (
            health.memories,
            health.versions,
            health.changes,
            health.episodes
        ),
        (2, 3, 3, 2)
    );
    assert_eq!(health.embedder, Some(memory.embedder_identity().await?));
    assert!(
        health.bytes > 0 && health.problems.is_empty(),
        "{:?}",
        health.problems
    );
    assert!(health.location.ends_with("memory.db"));
    Ok(())
}

#[tokio::test]
async fn many_open_and_close_without_losing_anything() -> TestResult {
    let room = Room::new();
    for number in 0..10 {
        let memory = room.open().await?;
        keep(&memory, mia(), &format!("note {number}")).await?;
        if number % 2 == 0 {
            memory.close().await?;
        }
    }
    assert_eq!(listed(&room.open().await?, mia()).await?.len(), 10);
    Ok(())
}
