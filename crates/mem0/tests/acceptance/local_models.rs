//! `provider = "local"`: the table without a model, and models in folders.

use mem0::{Memory, MemoryConfig};

use crate::room::{Room, TestResult, found, keep, mia};

#[tokio::test]
async fn local_without_a_model_is_what_is_in_the_program() -> TestResult {
    let room = Room::new();
    let plain = room.open().await?;
    let stored = plain.embedder_identity().await?;
    keep(&plain, mia(), "我对花生过敏").await?;
    plain.close().await?;
    let config = room
        .config()
        .with("embedder.provider", "local")?
        .with("reranker.provider", "local")?;
    let memory = Memory::open(config).await?;
    assert_eq!(memory.embedder_identity().await?, stored);
    assert_eq!(found(&memory, mia(), "花生").await?.len(), 1);
    Ok(())
}

#[cfg(not(feature = "transformer"))]
#[tokio::test]
async fn a_program_without_transformers_says_so() -> TestResult {
    let room = Room::new();
    let config = room
        .config()
        .with("embedder.provider", "local")?
        .with("embedder.config.model", "all-MiniLM-L6-v2")?;
    let problem = refused(config).await;
    assert!(problem.contains("`embedder.config.model`"), "{problem}");
    assert!(problem.contains("the feature `transformer`"), "{problem}");
    Ok(())
}

/// What opening such a memory says.
async fn refused(config: MemoryConfig) -> String {
    match Memory::open(config).await {
        Ok(_) => "it was opened".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[cfg(feature = "transformer")]
mod transformer {
    use std::path::PathBuf;

    use mem0::{LoadOptions, Memory, MemoryConfig, SearchOptions, StoreError};
    use mem0_testkit::tiny_transformer;

    use super::refused;
    use crate::room::{Room, TestResult, found, keep, mia, texts};

    const WORDS: [&str; 8] = ["tea", "green", "likes", "ann", "dog", "river", "茶", "花"];

    fn with_embedder(room: &Room, name: &str) -> TestResult<PathBuf> {
        let folder = room.path().join("models").join(name);
        tiny_transformer::write_embedder(&folder, &WORDS, true)?;
        Ok(folder)
    }

    fn local(room: &Room, model: &str) -> mem0::Result<MemoryConfig> {
        room.config()
            .with("embedder.provider", "local")?
            .with("embedder.config.model", model)
    }

    #[tokio::test]
    async fn a_model_by_name_embeds_and_its_store_takes_no_other() -> TestResult {
        let room = Room::new();
        with_embedder(&room, "tiny")?;
        with_embedder(&room, "other")?;
        let memory = Memory::open(local(&room, "tiny")?).await?;
        let identity = memory.embedder_identity().await?;
        assert_eq!(
            (&*identity.provider, &*identity.model, identity.dimensions),
            ("local", "tiny", 12)
        );
        keep(&memory, mia(), "Ann likes green tea").await?;
        keep(&memory, mia(), "The dog is at the river").await?;
        for question in ["tea?", "green tea", "tea?"] {
            assert_eq!(
                found(&memory, mia(), question).await?[0],
                "Ann likes green tea"
            );
        }
        memory.close().await?;

        let other = Memory::open(local(&room, "other")?).await?;
        let error = keep(&other, mia(), "茶").await.unwrap_err();
        let error = error.downcast_ref::<mem0::Error>();
        assert!(
            matches!(
                error,
                Some(mem0::Error::Store(StoreError::OtherEmbedder { .. }))
            ),
            "{error:?}"
        );
        other.reembed(|_| ()).await?;
        assert_eq!(other.embedder_identity().await?.model, "other");
        assert_eq!(
            found(&other, mia(), "the river").await?[0],
            "The dog is at the river"
        );
        Ok(())
    }

    #[tokio::test]
    async fn a_cross_encoder_decides_the_order_of_a_second_look() -> TestResult {
        let room = Room::new();
        let folder = room.path().join("models/judge");
        tiny_transformer::write_cross_encoder(&folder, &WORDS)?;
        let config = room
            .config()
            .with("reranker.provider", "local")?
            .with("reranker.config.model", "judge")?;
        let memory = Memory::open(config).await?;
        for text in ["tea tea tea", "green dog", "green river, green dog and tea"] {
            keep(&memory, mia(), text).await?;
        }
        let options = SearchOptions::new(mia()).rerank();
        let answers = memory.search("green tea", options).await?;
        assert!(answers.warnings.is_empty(), "{:?}", answers.warnings);
        let scores: Vec<f32> = answers
            .hits
            .iter()
            .filter_map(|hit| hit.rerank_score)
            .collect();
        // Both have three words in common with the question, counted with their repetitions.
        assert_eq!(texts(&answers)[2], "green dog");
        let expected = [0.9526, 0.9526, 0.2689];
        for (score, expected) in scores.iter().zip(expected) {
            assert!((score - expected).abs() < 1e-3, "{scores:?}");
        }
        assert_eq!(scores.len(), 3);
        Ok(())
    }

    #[tokio::test]
    async fn what_is_wrong_names_the_setting_and_the_remedy() -> TestResult {
        let room = Room::new();
        let folder = with_embedder(&room, "tiny")?;
        let missing = refused(local(&room, "bge-small-zh-v1.5")?).await;
        let place = room.path().join("models/bge-small-zh-v1.5");
        assert!(missing.contains("`embedder.config.model`"), "{missing}");
        assert!(missing.contains(&*place.to_string_lossy()), "{missing}");

        let other_length = local(&room, "tiny")?.with("embedder.config.embedding_dims", 384)?;
        let other_length = refused(other_length).await;
        assert!(
            other_length.contains("`embedder.config.embedding_dims`")
                && other_length.contains("12 numbers, not 384"),
            "{other_length}"
        );
        let pooling = local(&room, "tiny")?.with("embedder.config.pooling", "max");
        let pooling = pooling.unwrap_err().to_string();
        assert!(
            pooling.contains("\"mean\" or \"cls\" or \"last\""),
            "{pooling}"
        );
        let as_judge = room
            .config()
            .with("reranker.provider", "local")?
            .with("reranker.config.model", "tiny")?;
        let as_judge = refused(as_judge).await;
        assert!(
            as_judge.contains("`reranker.config.model`") && as_judge.contains("no cross-encoder"),
            "{as_judge}"
        );
        std::fs::remove_file(folder.join("tokenizer.json"))?;
        let without_tokenizer = refused(local(&room, "tiny")?).await;
        assert!(
            without_tokenizer.contains("has no tokenizer.json"),
            "{without_tokenizer}"
        );
        Ok(())
    }

    #[tokio::test]
    async fn a_file_may_name_a_folder_beside_it() -> TestResult {
        let room = Room::new();
        let folder = room.path().join("weights/tiny");
        tiny_transformer::write_embedder(&folder, &WORDS, false)?;
        let file = room.path().join("config.toml");
        std::fs::write(
            &file,
            "[embedder]\nprovider = 'local'\nconfig = { model = './weights/tiny' }\n",
        )?;
        let options = LoadOptions {
            config_file: Some(file),
            dir: Some(room.path().to_owned()),
            environment: false,
        };
        let config = MemoryConfig::load(options)?;
        assert_eq!(config.models(), room.path().join("models"));
        let memory = Memory::open(config).await?;
        assert_eq!(memory.embedder_identity().await?.model, "tiny");
        Ok(())
    }
}
