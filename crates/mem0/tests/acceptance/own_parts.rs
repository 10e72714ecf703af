//! Parts that a program makes itself, and models that a configuration can only name.

use std::sync::Arc;

use mem0::parts::Overrides;
use mem0::{AddOptions, Error, Memory, PipelineKind, SearchOptions, StoreError};
use mem0_testkit::{HashEmbedder, ScriptedLlm, ScriptedReranker};
use serde_json::json;

use crate::room::{Room, TestResult, found, infer, keep, mia, texts};

fn remembering(text: &str, quote: &str) -> Arc<ScriptedLlm> {
    let operation = json!({"op": "add", "target": null, "text": text, "sources": [1],
        "quote": quote, "when": null});
    let reply = json!({"operations": [operation]}).to_string();
    Arc::new(ScriptedLlm::replying([reply]))
}

#[tokio::test]
async fn a_language_model_that_is_handed_over_draws_memories() -> TestResult {
    let room = Room::new();
    let llm = remembering("用户对花生过敏", "我对花生过敏");
    let overrides = Overrides::default().llm(llm.clone());
    let memory = Memory::open_with(room.config(), overrides).await?;
    assert_eq!(memory.llm_name().as_deref(), Some("scripted/llm"));
    assert_eq!(memory.config().pipeline(), PipelineKind::Reconcile);
    let drawn = infer(&memory, mia(), "我对花生过敏。").await?;
    assert_eq!(drawn, ["用户对花生过敏"]);
    assert_eq!(llm.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn it_stands_in_place_of_the_one_that_is_configured() -> TestResult {
    let room = Room::new();
    // Without a key: asking it would fail.
    let config = room.config().with("llm.provider", "openai")?;
    let llm = remembering("User likes tea", "I like tea");
    let memory = Memory::open_with(config, Overrides::default().llm(llm.clone())).await?;
    assert_eq!(
        infer(&memory, mia(), "I like tea.").await?,
        ["User likes tea"]
    );
    assert_eq!((llm.requests().len(), llm.left()), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_pipeline_that_needs_no_model_asks_none() -> TestResult {
    let room = Room::new();
    let config = room.config().with("pipeline", "local")?;
    let llm = Arc::new(ScriptedLlm::default());
    let memory = Memory::open_with(config, Overrides::default().llm(llm.clone())).await?;
    assert!(
        !infer(&memory, mia(), "I love spicy ramen.")
            .await?
            .is_empty()
    );
    assert!(llm.requests().is_empty());
    Ok(())
}

#[tokio::test]
async fn the_store_remembers_an_embedder_that_is_handed_over() -> TestResult {
    let room = Room::new();
    let embedder = Arc::new(HashEmbedder::new(64));
    let overrides = Overrides::default().embedder(embedder.clone());
    let memory = Memory::open_with(room.config(), overrides.clone()).await?;
    assert_eq!(memory.embedder_identity().await?.dimensions, 64);
    keep(&memory, mia(), "Mia lives in Lisbon.").await?;
    assert!(
        embedder
            .embedded()
            .iter()
            .any(|text| text.contains("Lisbon"))
    );
    memory.close().await?;

    let other = room.open().await?;
    let error = other.search("Lisbon", SearchOptions::new(mia())).await;
    assert!(
        matches!(error, Err(Error::Store(StoreError::OtherEmbedder { .. }))),
        "{error:?}"
    );
    other.close().await?;

    let memory = Memory::open_with(room.config(), overrides).await?;
    assert_eq!(
        found(&memory, mia(), "Lisbon").await?,
        ["Mia lives in Lisbon."]
    );
    Ok(())
}

#[tokio::test]
async fn a_reranker_that_is_handed_over_has_the_last_word() -> TestResult {
    let room = Room::new();
    let reranker = Arc::new(ScriptedReranker::default());
    let overrides = Overrides::default().reranker(reranker.clone());
    let memory = Memory::open_with(room.config(), overrides).await?;
    keep(&memory, mia(), "Mia eats ramen in winter.").await?;
    keep(&memory, mia(), "Mia eats ramen with friends.").await?;
    reranker.then_rank([(1, 0.9), (0, 0.1)]);
    let options = SearchOptions::new(mia()).rerank();
    let answers = memory.search("ramen", options).await?;
    let asked = reranker.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(texts(&answers)[0], asked[0].documents[1]);
    Ok(())
}

#[tokio::test]
async fn an_object_that_nobody_hands_over_is_missed_in_clear_words() -> TestResult {
    for kind in ["llm", "embedder"] {
        let room = Room::new();
        let key = format!("{kind}.provider");
        let config = room.config().with(&key, "langchain")?;
        let refused = Memory::open(config.clone()).await.err();
        let Some(Error::Configuration { setting, problem }) = refused else {
            panic!("{refused:?} instead of a configuration error")
        };
        assert_eq!(setting, key);
        for part in [
            "none was handed over",
            "open_with",
            &format!("{kind}.config.model"),
        ] {
            assert!(problem.contains(part), "{problem}");
        }
        let overrides = Overrides::default()
            .llm(Arc::new(ScriptedLlm::default()))
            .embedder(Arc::new(HashEmbedder::new(8)));
        assert!(!format!("{overrides:?}").is_empty());
        let memory = Memory::open_with(config, overrides).await?;
        let id = keep(&memory, mia(), "x").await?;
        assert!(memory.get(&id).await?.is_some());
    }
    Ok(())
}

#[tokio::test]
async fn what_a_handed_over_model_fails_at_keeps_the_messages() -> TestResult {
    let room = Room::new();
    let llm = Arc::new(ScriptedLlm::default());
    let memory = Memory::open_with(room.config(), Overrides::default().llm(llm)).await?;
    let error = memory.add("I like tea.", AddOptions::new(mia())).await;
    assert!(
        matches!(error, Err(Error::Extraction { kept: 1, .. })),
        "{error:?}"
    );
    assert_eq!(memory.health().await?.pending_episodes, 1);
    Ok(())
}
