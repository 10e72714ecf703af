//! Embedders behind servers: chosen by name, and never a vector of another length in a store.

use mem0::{
    AddOptions, Error, Memory, MemoryConfig, ModelError, SearchOptions, StoreError, UpdateOptions,
};
use mem0_testkit::HashEmbedder;
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::room::{Room, TestResult, found, keep, listed, mia};

/// An Ollama whose model makes vectors of this length.
async fn ollama(length: usize) -> MockServer {
    let server = MockServer::start().await;
    serve(&server, length).await;
    server
}

/// From now on the server's model makes vectors of this length.
async fn serve(server: &MockServer, length: usize) {
    server.reset().await;
    let model = HashEmbedder::new(length);
    Mock::given(path("/api/embed"))
        .respond_with(move |request: &Request| {
            let body: Value = request.body_json().unwrap_or_default();
            let texts = body["input"].as_array().cloned().unwrap_or_default();
            let vectors: Vec<Vec<f32>> = texts
                .iter()
                .map(|text| model.vector(text.as_str().unwrap_or_default()))
                .collect();
            ResponseTemplate::new(200).set_body_json(json!({"model": "m", "embeddings": vectors}))
        })
        .mount(server)
        .await;
}

fn with_ollama(room: &Room, server: &MockServer, more: Value) -> TestResult<MemoryConfig> {
    let mut options = json!({"model": "m", "ollama_base_url": server.uri(), "max_retries": 0});
    if let (Some(options), Some(more)) = (options.as_object_mut(), more.as_object()) {
        options.extend(more.clone());
    }
    let section = json!({"provider": "ollama", "config": options});
    Ok(room.config().with("embedder", section)?)
}

/// Everything that is counted in a store.
async fn counts(memory: &Memory) -> TestResult<[usize; 4]> {
    let health = memory.health().await?;
    Ok([
        health.memories,
        health.versions,
        health.changes,
        health.episodes,
    ])
}

#[tokio::test]
async fn a_model_of_another_length_is_refused_before_anything_is_written() -> TestResult {
    let room = Room::new();
    let server = ollama(48).await;
    let memory = Memory::open(with_ollama(&room, &server, json!({}))?).await?;
    let id = keep(&memory, mia(), "我喜欢绿茶").await?;
    let before = counts(&memory).await?;
    memory.close().await?;

    // The same name, another model.
    serve(&server, 32).await;
    let memory = Memory::open(with_ollama(&room, &server, json!({}))?).await?;
    let verbatim = AddOptions::new(mia()).verbatim();
    let refusals = [
        memory.add("The key is under the mat", verbatim).await.err(),
        memory
            .add("I live in Porto.", AddOptions::new(mia()))
            .await
            .err(),
        memory
            .update(&id, UpdateOptions::text("我喜欢红茶"))
            .await
            .err(),
        memory
            .search("喝什么", SearchOptions::new(mia()))
            .await
            .err(),
    ];
    for refusal in refusals {
        let Some(error) = refusal else {
            return Err("a vector of another length was taken".into());
        };
        let Error::Store(StoreError::OtherEmbedder { stored, configured }) = &error else {
            return Err(format!("{error}").into());
        };
        assert_eq!(stored, "ollama/m (48 dimensions)");
        assert_eq!(configured, "ollama/m (32 dimensions)");
        assert!(error.hint().contains("mem0 reembed"), "{}", error.hint());
    }
    assert_eq!(counts(&memory).await?, before);
    assert_eq!(listed(&memory, mia()).await?, ["我喜欢绿茶"]);

    // The way out that the hint names.
    assert_eq!(memory.reembed(|_| ()).await?, 1);
    assert_eq!(found(&memory, mia(), "绿茶").await?, ["我喜欢绿茶"]);
    Ok(())
}

#[tokio::test]
async fn a_set_length_that_is_not_the_stores_is_refused_without_asking_the_model() -> TestResult {
    let room = Room::new();
    let server = ollama(48).await;
    let memory = Memory::open(with_ollama(&room, &server, json!({}))?).await?;
    keep(&memory, mia(), "tea").await?;
    let before = counts(&memory).await?;
    memory.close().await?;
    server.reset().await;

    let config = with_ollama(&room, &server, json!({"embeddingDims": 512}))?;
    let memory = Memory::open(config).await?;
    let error = memory
        .add("coffee", AddOptions::new(mia()).verbatim())
        .await
        .err();
    assert!(
        matches!(&error, Some(Error::Store(StoreError::OtherEmbedder { configured, .. }))
            if configured.contains("512 dimensions")),
        "{error:?}"
    );
    assert_eq!(counts(&memory).await?, before);
    let asked = server.received_requests().await.unwrap_or_default();
    assert!(asked.is_empty(), "{asked:?}");
    Ok(())
}

#[tokio::test]
async fn a_set_length_that_the_model_does_not_make_writes_nothing_and_names_the_right_one()
-> TestResult {
    let room = Room::new();
    let server = ollama(48).await;
    // The original's default, which fits none of Ollama's models.
    let config = with_ollama(&room, &server, json!({"embedding_dims": 512}))?;
    let memory = Memory::open(config).await?;
    let error = memory
        .add("tea", AddOptions::new(mia()).verbatim())
        .await
        .err();
    let Some(Error::Model(ModelError::Unusable { problem, .. })) = &error else {
        return Err(format!("{error:?}").into());
    };
    assert!(problem.contains("48 dimensions where 512"), "{problem}");
    assert!(problem.contains("`embedding_dims`"), "{problem}");
    assert_eq!(counts(&memory).await?, [0; 4]);
    memory.close().await?;

    let memory = Memory::open(with_ollama(&room, &server, json!({}))?).await?;
    keep(&memory, mia(), "tea").await?;
    assert_eq!(found(&memory, mia(), "tea").await?, ["tea"]);
    Ok(())
}

#[tokio::test]
async fn a_model_that_changes_while_we_run_writes_nothing_more() -> TestResult {
    let room = Room::new();
    let server = ollama(48).await;
    let memory = Memory::open(with_ollama(&room, &server, json!({}))?).await?;
    keep(&memory, mia(), "tea").await?;
    let before = counts(&memory).await?;
    serve(&server, 32).await;
    let error = memory
        .add("coffee", AddOptions::new(mia()).verbatim())
        .await
        .err();
    assert!(
        matches!(&error, Some(Error::Model(ModelError::Unusable { .. }))),
        "{error:?}"
    );
    assert_eq!(counts(&memory).await?, before);
    assert_eq!(listed(&memory, mia()).await?, ["tea"]);
    Ok(())
}

#[tokio::test]
async fn every_server_is_chosen_by_name_and_asked_nothing_until_it_must() -> TestResult {
    for (name, provider, more) in [
        ("openai", "openai", json!({})),
        (
            "azure_openai",
            "azure_openai",
            json!({"azure_kwargs": {"azure_endpoint": "http://127.0.0.1:9", "api_key": "geheim-123"}}),
        ),
        ("ollama", "ollama", json!({"url": "127.0.0.1:9"})),
        (
            "huggingface",
            "huggingface",
            json!({"base_url": "http://127.0.0.1:9"}),
        ),
        ("gemini", "gemini", json!({"apiKey": "geheim-123"})),
        ("google", "gemini", json!({"api_key": "geheim-123"})),
        ("together", "together", json!({"api_key": "geheim-123"})),
        (
            "lmstudio",
            "lmstudio",
            json!({"lmstudio_base_url": "http://127.0.0.1:9/v1"}),
        ),
        ("mock", "mock", json!({})),
    ] {
        for length in ["embedding_dims", "embeddingDims"] {
            let room = Room::new();
            let mut options = json!({length: 7});
            if let (Some(options), Some(more)) = (options.as_object_mut(), more.as_object()) {
                options.extend(more.clone());
            }
            let section = json!({"provider": name, "config": options});
            let config = room.config().with("embedder", section)?;
            assert!(
                config.warnings().is_empty(),
                "{name}: {:?}",
                config.warnings()
            );
            assert!(!format!("{config:?}").contains("geheim-123"), "{name}");
            let memory = Memory::open(config).await?;
            let identity = memory.embedder_identity().await?;
            assert_eq!((&*identity.provider, identity.dimensions), (provider, 7));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_missing_key_is_told_when_the_first_memory_is_kept() -> TestResult {
    for name in ["openai", "gemini", "together"] {
        let room = Room::new();
        let section = json!({"provider": name, "config": {"model": "m", "max_retries": 0}});
        let memory = Memory::open(room.config().with("embedder", section)?).await?;
        let error = memory
            .add("tea", AddOptions::new(mia()).verbatim())
            .await
            .err();
        assert!(
            matches!(&error, Some(Error::Model(ModelError::NoKey { .. }))),
            "{name}: {error:?}"
        );
        assert_eq!(counts(&memory).await?, [0; 4], "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn models_of_hugging_face_and_fastembed_run_here_or_say_what_is_missing() -> TestResult {
    for (name, model) in [
        ("huggingface", "multi-qa-MiniLM-L6-cos-v1"),
        ("fastembed", "thenlper/gte-large"),
    ] {
        let room = Room::new();
        let config = room.config().with("embedder.provider", name)?;
        let Err(error) = Memory::open(config).await else {
            return Err("there is no such model here".into());
        };
        let said = error.to_string();
        assert!(said.contains("`embedder.config.model`"), "{said}");
        assert!(said.contains(model), "{said}");
    }
    Ok(())
}
