//! Stores of other names whose local form the embedded store takes over.

use std::fs;
use std::path::Path;

use mem0::moving_in::{self, Place, Source, SourceOptions, Summary, Whose};
use mem0::{AddOptions, Error, LoadOptions, Memory, MemoryConfig, ModelError, Scope, StoreError};
use mem0_testkit::HashEmbedder;
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::room::{Room, TestResult, found, keep, listed, mia};

fn config(room: &Room, given: Value) -> TestResult<MemoryConfig> {
    let options = LoadOptions {
        dir: Some(room.path().join("dir")),
        environment: false,
        ..LoadOptions::default()
    };
    Ok(MemoryConfig::load_with(options, &given)?)
}

async fn open(room: &Room, section: Value) -> TestResult<Memory> {
    let given = json!({"vector_store": section, "embedder": {"provider": "static"}});
    Ok(Memory::open(config(room, given)?).await?)
}

/// Every provider with a local form, in a place of its own, and the file that comes of it.
fn everywhere(room: &Room) -> [(&'static str, Value, std::path::PathBuf); 4] {
    let at = |name: &str| room.path().join(name);
    [
        ("qdrant", json!({"path": at("q")}), at("q/memory.db")),
        ("chroma", json!({"path": at("c")}), at("c/memory.db")),
        ("faiss", json!({"path": at("f")}), at("f/memory.db")),
        ("milvus", json!({"url": at("m.db")}), at("m.mem0.db")),
    ]
}

fn section(provider: &str, config: &Value, collection: &str) -> Value {
    let mut config = config.clone();
    config["collection_name"] = collection.into();
    json!({"provider": provider, "config": config})
}

#[tokio::test]
async fn what_is_added_is_there_again_in_its_collection() -> TestResult {
    let room = Room::new();
    for (provider, options, file) in everywhere(&room) {
        let notes = open(&room, section(provider, &options, "notes")).await?;
        keep(&notes, mia(), "我喜欢绿茶").await?;
        let diary = open(&room, section(provider, &options, "diary")).await?;
        keep(&diary, mia(), "Mia is allergic to peanuts").await?;
        notes.close().await?;
        diary.close().await?;

        let notes = open(&room, section(provider, &options, "notes")).await?;
        let diary = open(&room, section(provider, &options, "diary")).await?;
        assert_eq!(
            found(&notes, mia(), "喝什么").await?,
            ["我喜欢绿茶"],
            "{provider}"
        );
        let peanuts = found(&diary, mia(), "any allergies?").await?;
        assert_eq!(peanuts, ["Mia is allergic to peanuts"], "{provider}");
        notes.reset().await?;
        assert_eq!(listed(&notes, mia()).await?.len(), 0, "{provider}");
        assert_eq!(listed(&diary, mia()).await?.len(), 1, "{provider}");
        assert!(file.is_file(), "{}", file.display());
    }
    assert!(!room.path().join("dir").exists());
    Ok(())
}

#[tokio::test]
async fn without_a_path_qdrant_is_the_store_that_nobody_configured() -> TestResult {
    let room = Room::new();
    let plain = open(&room, json!({"provider": "sqlite"})).await?;
    keep(&plain, mia(), "我喜欢绿茶").await?;
    let qdrant = open(&room, json!({"provider": "qdrant"})).await?;
    assert_eq!(listed(&qdrant, mia()).await?, ["我喜欢绿茶"]);
    let chroma = open(&room, json!({"provider": "chroma"})).await?;
    assert_eq!(listed(&chroma, mia()).await?.len(), 0);
    Ok(())
}

#[tokio::test]
async fn a_store_in_this_process_touches_no_disk_and_is_shared_with_nobody() -> TestResult {
    let room = Room::new();
    for section in [
        json!({"provider": "memory", "config": {"dimension": 256}}),
        json!({"provider": "qdrant", "config": {"path": ":memory:"}}),
        json!({"provider": "chroma", "config": {"path": ":memory:"}}),
    ] {
        let first = open(&room, section.clone()).await?;
        keep(&first, mia(), "gone tomorrow").await?;
        let second = open(&room, section).await?;
        assert_eq!(listed(&first, mia()).await?, ["gone tomorrow"]);
        assert_eq!(listed(&second, mia()).await?.len(), 0);
    }
    assert_eq!(fs::read_dir(room.path())?.count(), 0);
    Ok(())
}

/// A FAISS folder as the original's 2.x leaves it; the vectors are not needed.
fn faiss_folder(folder: &Path) -> TestResult {
    let payload = json!({"data": "Mia lives in Lisbon", "user_id": "mia", "hash": "h"});
    let stored = json!({"docstore": {"11111111-2222-4333-8444-555555555555": payload},
        "index_to_id": {"0": "11111111-2222-4333-8444-555555555555"}});
    fs::create_dir_all(folder)?;
    fs::write(folder.join("notes.faiss"), "vectors")?;
    Ok(fs::write(folder.join("notes.json"), stored.to_string())?)
}

#[tokio::test]
async fn what_the_original_left_in_the_folder_stays_and_can_be_brought_in() -> TestResult {
    let room = Room::new();
    let folder = room.path().join("faiss");
    faiss_folder(&folder)?;
    let before = fs::read(folder.join("notes.json"))?;
    let options = json!({"path": folder});
    let memory = open(&room, section("faiss", &options, "notes")).await?;
    keep(&memory, mia(), "我喜欢绿茶").await?;
    assert_eq!(listed(&memory, mia()).await?, ["我喜欢绿茶"]);

    let place = Place::look(&folder.to_string_lossy())?;
    let mut source = Source::open(&place, SourceOptions::new(Whose::as_found())).await?;
    let mut summary = Summary::default();
    moving_in::bring_in(&memory, &mut source, &mut summary, &mut |_| {}).await?;
    let mut texts = listed(&memory, mia()).await?;
    texts.sort();
    assert_eq!(texts, ["Mia lives in Lisbon", "我喜欢绿茶"]);
    assert_eq!(fs::read(folder.join("notes.json"))?, before);
    assert_eq!(fs::read(folder.join("notes.faiss"))?, b"vectors");
    Ok(())
}

#[tokio::test]
async fn a_file_of_milvus_is_not_touched() -> TestResult {
    let room = Room::new();
    let lite = room.path().join("lite.db");
    fs::write(&lite, "theirs")?;
    let memory = open(
        &room,
        json!({"provider": "milvus", "config": {"url": lite}}),
    )
    .await?;
    keep(&memory, mia(), "我喜欢绿茶").await?;
    assert_eq!(fs::read(&lite)?, b"theirs");
    Ok(())
}

#[tokio::test]
async fn a_model_of_another_length_than_was_written_down_fails_before_anything_is_kept()
-> TestResult {
    let room = Room::new();
    let server = MockServer::start().await;
    let model = HashEmbedder::new(48);
    Mock::given(path("/api/embed"))
        .respond_with(move |request: &Request| {
            let body: Value = request.body_json().unwrap_or_default();
            let texts = body["input"].as_array().cloned().unwrap_or_default();
            let vectors = texts
                .iter()
                .map(|text| model.vector(text.as_str().unwrap_or_default()));
            let vectors: Vec<Vec<f32>> = vectors.collect();
            ResponseTemplate::new(200).set_body_json(json!({"model": "m", "embeddings": vectors}))
        })
        .mount(&server)
        .await;
    let given = |length: u64| {
        json!({
            "vector_store": {"provider": "qdrant", "config": {
                "path": room.path().join("q"), "embedding_model_dims": length,
            }},
            "embedder": {"provider": "ollama", "config": {
                "model": "m", "ollama_base_url": server.uri(), "max_retries": 0,
            }},
        })
    };
    let memory = Memory::open(config(&room, given(1536))?).await?;
    let verbatim = AddOptions::new(mia()).verbatim();
    let error = memory.add("绿茶", verbatim).await.unwrap_err();
    let Error::Model(ModelError::Unusable { problem, .. }) = &error else {
        return Err(error.into());
    };
    assert!(
        problem.contains("1536") && problem.contains("48"),
        "{problem}"
    );
    assert_eq!(memory.health().await?.memories, 0);
    memory.close().await?;
    let memory = Memory::open(config(&room, given(48))?).await?;
    keep(&memory, mia(), "绿茶").await?;
    assert_eq!(listed(&memory, mia()).await?, ["绿茶"]);
    Ok(())
}

#[tokio::test]
async fn collections_of_a_folder_share_an_embedder() -> TestResult {
    let room = Room::new();
    let options = json!({"path": room.path().join("c")});
    let memory = open(&room, section("chroma", &options, "a")).await?;
    keep(&memory, Scope::user("mia"), "绿茶").await?;
    let given = json!({"vector_store": section("chroma", &options, "b"),
        "embedder": {"provider": "mock"}});
    let other = Memory::open(config(&room, given)?).await?;
    let verbatim = AddOptions::new(mia()).verbatim();
    let error = other.add("tea", verbatim).await.unwrap_err();
    assert!(
        matches!(error, Error::Store(StoreError::OtherEmbedder { .. })),
        "{error}"
    );
    assert!(error.hint().contains("reembed"), "{}", error.hint());
    Ok(())
}
