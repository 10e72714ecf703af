//! Folders with models: how they are found, and what is wrong with them.

use super::*;

#[test]
fn a_model_is_found_by_folder_by_file_and_by_name() {
    let models = tempfile::tempdir().unwrap();
    let folder = models.path().join("all-MiniLM-L6-v2");
    tiny_transformer::write_embedder(&folder, &WORDS, true).unwrap();
    let network = folder.join("model.onnx");
    let names = [
        folder.to_str().unwrap(),
        network.to_str().unwrap(),
        "all-MiniLM-L6-v2",
        "sentence-transformers/all-MiniLM-L6-v2",
        "minilm",
    ];
    for name in names {
        let found = ModelFolder::find(name, models.path()).unwrap();
        assert_eq!(found.name(), "all-MiniLM-L6-v2", "{name}");
        assert_eq!(found.network(), network, "{name}");
    }
    // As the hub lays them out: the network in a folder of its own.
    std::fs::create_dir(folder.join("onnx")).unwrap();
    std::fs::rename(&network, folder.join("onnx/model_O3.onnx")).unwrap();
    let found = ModelFolder::find("minilm", models.path()).unwrap();
    assert_eq!(found.network(), folder.join("onnx/model_O3.onnx"));
    let by_file = folder.join("onnx/model_O3.onnx");
    let found = ModelFolder::find(by_file.to_str().unwrap(), models.path()).unwrap();
    assert_eq!(found.name(), "all-MiniLM-L6-v2");
}

#[test]
fn what_is_missing_is_said_with_the_place_where_it_belongs() {
    let models = tempfile::tempdir().unwrap();
    let missing = |name: &str| {
        ModelFolder::find(name, models.path())
            .unwrap_err()
            .to_string()
    };
    let unknown = missing("bge-small-zh");
    let place = models.path().join("bge-small-zh-v1.5");
    assert!(unknown.contains(place.to_str().unwrap()), "{unknown}");
    assert!(
        unknown.contains("published as BAAI/bge-small-zh-v1.5"),
        "{unknown}"
    );
    assert!(
        unknown.contains("model.onnx and tokenizer.json"),
        "{unknown}"
    );

    std::fs::create_dir(models.path().join("mine")).unwrap();
    assert!(missing("mine").contains("has no model.onnx"));
    std::fs::write(models.path().join("mine/model.onnx"), b"x").unwrap();
    assert!(missing("mine").contains("has no tokenizer.json"));
    assert!(missing(" ").contains("names no model"));
    assert!(missing("/nowhere/at/all").contains("looked at /nowhere/at/all"));
}

#[tokio::test]
async fn damaged_files_fail_with_their_path_at_the_first_use_and_are_tried_again() {
    let folder = embedder_folder(true);
    let network = folder.path().join("model.onnx");
    let whole = std::fs::read(&network).unwrap();
    std::fs::write(&network, &whole[..whole.len() / 2]).unwrap();
    let embedder = open(folder.path(), TransformerOptions::default());
    let text = ["tea".to_owned()];
    let error = embedder
        .embed(&text, Purpose::Query)
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("model.onnx") && error.contains("embedder/local"),
        "{error}"
    );
    std::fs::write(&network, &whole).unwrap();
    assert!(embedder.embed(&text, Purpose::Query).await.is_ok());

    std::fs::write(folder.path().join("tokenizer.json"), "{}").unwrap();
    let embedder = open(folder.path(), TransformerOptions::default());
    let error = embedder
        .embed(&text, Purpose::Query)
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("tokenizer.json"), "{error}");

    std::fs::write(folder.path().join("config.json"), "{").unwrap();
    let error = TransformerEmbedder::open(find(folder.path()), TransformerOptions::default());
    assert!(error.err().unwrap().to_string().contains("config.json"));
}

#[tokio::test]
async fn a_network_with_an_unknown_operator_or_input_says_which() {
    let folder = embedder_folder(true);
    let network = folder.path().join("model.onnx");
    let whole = std::fs::read(&network).unwrap();
    let fails_with = async |from: &[u8], to: &[u8]| {
        assert_eq!(from.len(), to.len());
        let mut changed = whole.clone();
        for at in 0..changed.len() - from.len() {
            if &changed[at..at + from.len()] == from {
                changed[at..at + from.len()].copy_from_slice(to);
            }
        }
        std::fs::write(&network, changed).unwrap();
        let embedder = open(folder.path(), TransformerOptions::default());
        let failed = embedder.embed(&["tea".to_owned()], Purpose::Query).await;
        failed.unwrap_err().to_string()
    };
    let operator = fails_with(b"Gather", b"Gathor").await;
    assert!(operator.contains("Gathor"), "{operator}");
    let input = fails_with(b"token_type_ids", b"pixel_value_id").await;
    assert!(input.contains("pixel_value_id"), "{input}");
}

#[tokio::test]
async fn a_model_of_the_other_kind_is_refused() {
    let embedder = embedder_folder(true);
    let judge = cross_encoder_folder();
    let error = TransformerEmbedder::open(find(judge.path()), TransformerOptions::default());
    assert!(
        error
            .err()
            .unwrap()
            .to_string()
            .contains("is a cross-encoder")
    );
    let error = CrossEncoder::open(find(embedder.path()), CrossEncoderOptions::default());
    assert!(
        error
            .err()
            .unwrap()
            .to_string()
            .contains("is no cross-encoder")
    );

    // Without a word of its kind in the folder the answers' shape tells.
    std::fs::remove_file(judge.path().join("config.json")).unwrap();
    std::fs::remove_file(embedder.path().join("config.json")).unwrap();
    let as_embedder = open(judge.path(), TransformerOptions::default());
    let error = as_embedder.identity().await.unwrap_err().to_string();
    assert!(error.contains("no embedding"), "{error}");
    let as_judge = CrossEncoder::open(find(embedder.path()), CrossEncoderOptions::default());
    let error = as_judge
        .unwrap()
        .rerank("tea", &["tea".to_owned()], 1)
        .await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("no judgement"), "{error}");
}

#[test]
fn options_out_of_bounds_are_named() {
    let folder = embedder_folder(true);
    let option = |options| {
        let error = TransformerEmbedder::open(find(folder.path()), options)
            .err()
            .unwrap();
        (error.option(), error.to_string())
    };
    let limits = |limits| TransformerOptions {
        limits,
        ..TransformerOptions::default()
    };
    let (name, problem) = option(limits(Limits {
        max_tokens: Some(65),
        ..Limits::default()
    }));
    assert_eq!(name, "max_tokens");
    assert!(problem.contains("from 8 to 64, not 65"), "{problem}");
    let (name, _) = option(limits(Limits {
        threads: Some(0),
        ..Limits::default()
    }));
    assert_eq!(name, "threads");
    let too_many = CrossEncoderOptions {
        candidates: Some(201),
        ..CrossEncoderOptions::default()
    };
    let judge = cross_encoder_folder();
    let error = CrossEncoder::open(find(judge.path()), too_many)
        .err()
        .unwrap();
    assert_eq!(error.option(), "candidates");
    let (name, problem) = option(TransformerOptions {
        dimensions: Some(384),
        ..TransformerOptions::default()
    });
    assert_eq!(name, "embedding_dims");
    assert!(problem.contains("not 384"), "{problem}");
}
