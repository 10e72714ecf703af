use std::path::Path;

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose, Reranker};
use mem0_testkit::{embedder_rules, reranker_rules, tiny_transformer};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

const WORDS: [&str; 10] = [
    "tea", "green", "likes", "ann", "query", ":", "茶", "绿", "dog", "river",
];
/// The number of the first word, after the special tokens.
const FIRST: usize = tiny_transformer::SPECIAL.len();

fn embedder_folder(with_types: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tiny_transformer::write_embedder(folder.path(), &WORDS, with_types).unwrap();
    folder
}

fn cross_encoder_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tiny_transformer::write_cross_encoder(folder.path(), &WORDS).unwrap();
    folder
}

fn find(folder: &Path) -> ModelFolder {
    ModelFolder::find(folder.to_str().unwrap(), Path::new("/nowhere")).unwrap()
}

fn open(folder: &Path, options: TransformerOptions) -> TransformerEmbedder {
    TransformerEmbedder::open(find(folder), options).unwrap()
}

fn write(folder: &Path, file: &str, value: &Value) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, value.to_string()).unwrap();
}

async fn embed(embedder: &TransformerEmbedder, text: &str, purpose: Purpose) -> Vec<f32> {
    let mut vectors = embedder.embed(&[text.to_owned()], purpose).await.unwrap();
    vectors.pop().unwrap()
}

/// The share of each token in a vector of the tiny embedder, for tokens that are there at all.
fn tokens(vector: &[f32]) -> Vec<usize> {
    (0..vector.len())
        .filter(|token| vector[*token] > 1e-6)
        .collect()
}

#[tokio::test]
async fn networks_with_and_without_types_keep_every_rule_of_embedders() {
    for with_types in [false, true] {
        for batch_size in [1, 3, 32] {
            let folder = embedder_folder(with_types);
            let options = TransformerOptions {
                limits: Limits {
                    batch_size: Some(batch_size),
                    ..Limits::default()
                },
                ..TransformerOptions::default()
            };
            embedder_rules::check(&open(folder.path(), options))
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn the_mean_counts_tokens_and_no_padding() {
    let folder = embedder_folder(true);
    let embedder = open(folder.path(), TransformerOptions::default());
    let texts = ["Tea", "Ann likes green green tea", "绿茶"].map(str::to_owned);
    let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
    // [CLS] and [SEP] are tokens as well.
    assert_eq!(tokens(&vectors[0]), [2, 3, FIRST]);
    assert_eq!(tokens(&vectors[2]), [2, 3, FIRST + 6, FIRST + 7]);
    let (green, tea) = (vectors[1][FIRST + 1], vectors[1][FIRST]);
    assert!((green / tea - 2.0).abs() < 1e-5);
    assert_eq!(vectors[1][0], 0.0, "padding counts");
}

#[tokio::test]
async fn prefixes_go_with_their_purpose_and_come_from_the_strongest_source() {
    let folder = embedder_folder(false);
    let says = |options: TransformerOptions| {
        let embedder = open(folder.path(), options);
        (
            embedder.prefix(Purpose::Query).to_owned(),
            embedder.prefix(Purpose::Document).to_owned(),
        )
    };
    let none = (String::new(), String::new());
    assert_eq!(says(TransformerOptions::default()), none);

    // A name that the weights had before tells the family,
    write(
        folder.path(),
        "config.json",
        &json!({"hidden_size": 14, "_name_or_path": "somebody/multilingual-e5-small"}),
    );
    let family = ("query: ".to_owned(), "passage: ".to_owned());
    assert_eq!(says(TransformerOptions::default()), family);

    // the folder's own prompts are stronger, unless they are empty,
    write(
        folder.path(),
        "config_sentence_transformers.json",
        &json!({"prompts": {"query": "tea ", "document": ""}}),
    );
    let stated = ("tea ".to_owned(), "passage: ".to_owned());
    assert_eq!(says(TransformerOptions::default()), stated);

    // and the configuration is the strongest, also where it is empty.
    let options = TransformerOptions {
        query_prefix: Some(String::new()),
        document_prefix: Some("dog ".to_owned()),
        ..TransformerOptions::default()
    };
    assert_eq!(says(options), (String::new(), "dog ".to_owned()));

    let embedder = open(folder.path(), TransformerOptions::default());
    let question = embed(&embedder, "river", Purpose::Query).await;
    assert_eq!(tokens(&question), [2, 3, FIRST, FIRST + 9]);
}

#[tokio::test]
async fn pooling_is_the_folders_unless_configured() {
    let folder = embedder_folder(false);
    let pooling = |options| open(folder.path(), options).pooling();
    assert_eq!(pooling(TransformerOptions::default()), Pooling::Mean);
    write(
        folder.path(),
        "modules.json",
        &json!([
            {"path": "", "type": "sentence_transformers.models.Transformer"},
            {"path": "pool", "type": "sentence_transformers.models.Pooling"},
        ]),
    );
    let by_first = json!({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false});
    write(folder.path(), "pool/config.json", &by_first);
    assert_eq!(pooling(TransformerOptions::default()), Pooling::Cls);
    let last = TransformerOptions {
        pooling: Some(Pooling::Last),
        ..TransformerOptions::default()
    };
    assert_eq!(pooling(last.clone()), Pooling::Last);

    let first = open(folder.path(), TransformerOptions::default());
    assert_eq!(
        tokens(&embed(&first, "tea dog", Purpose::Document).await),
        [2]
    );
    let last = open(folder.path(), last);
    // The last token is [SEP], also of a text that is padded.
    let texts = ["tea", "tea dog river"].map(str::to_owned);
    for vector in last.embed(&texts, Purpose::Document).await.unwrap() {
        assert_eq!(tokens(&vector), [3]);
    }

    write(
        folder.path(),
        "pool/config.json",
        &json!({"pooling_mode_max_tokens": true}),
    );
    let error = TransformerEmbedder::open(find(folder.path()), TransformerOptions::default());
    let error = error.err().unwrap().to_string();
    assert!(
        error.contains("max_tokens") && error.contains("mean, cls, last"),
        "{error}"
    );
}

#[tokio::test]
async fn of_a_long_text_the_beginning_counts() {
    let folder = embedder_folder(false);
    let long = format!("tea {} river", "dog ".repeat(100));
    let options = |max_tokens| TransformerOptions {
        limits: Limits {
            max_tokens,
            ..Limits::default()
        },
        ..TransformerOptions::default()
    };
    let has_river = |vector: Vec<f32>| vector[FIRST + 9] > 0.0;
    // The tokenizer's own limit of 16 is not heeded, that of the network's positions is.
    let embedder = open(folder.path(), options(None));
    let sixty = format!("{} river", "dog ".repeat(58));
    assert!(has_river(embed(&embedder, &sixty, Purpose::Document).await));
    assert!(!has_river(embed(&embedder, &long, Purpose::Document).await));
    let embedder = open(folder.path(), options(Some(8)));
    let vector = embed(
        &embedder,
        "dog dog dog dog dog dog river",
        Purpose::Document,
    )
    .await;
    assert!(!has_river(vector));

    write(
        folder.path(),
        "sentence_bert_config.json",
        &json!({"max_seq_length": 10}),
    );
    let embedder = open(folder.path(), options(None));
    assert!(!has_river(
        embed(&embedder, &sixty, Purpose::Document).await
    ));
}

#[tokio::test]
async fn what_does_not_change_stored_vectors_does_not_change_the_identity() {
    let folder = embedder_folder(false);
    let identity = async |options: TransformerOptions| {
        let embedder = open(folder.path(), options);
        embedder.identity().await.unwrap()
    };
    let plain = identity(TransformerOptions::default()).await;
    assert_eq!(
        (&*plain.provider, plain.dimensions),
        ("local", FIRST + WORDS.len())
    );
    let with_query_prefix = TransformerOptions {
        query_prefix: Some("query: ".to_owned()),
        ..TransformerOptions::default()
    };
    assert_eq!(identity(with_query_prefix).await, plain);
    let with_document_prefix = TransformerOptions {
        document_prefix: Some("passage: ".to_owned()),
        ..TransformerOptions::default()
    };
    assert_ne!(identity(with_document_prefix).await, plain);
    let by_first = TransformerOptions {
        pooling: Some(Pooling::Cls),
        ..TransformerOptions::default()
    };
    assert_ne!(identity(by_first).await, plain);
}

#[tokio::test]
async fn a_folder_that_says_no_dimensions_is_asked_for_a_vector() {
    let folder = embedder_folder(true);
    std::fs::remove_file(folder.path().join("config.json")).unwrap();
    let embedder = open(folder.path(), TransformerOptions::default());
    let identity = embedder.identity().await.unwrap();
    assert_eq!(identity.dimensions, FIRST + WORDS.len());
}

#[tokio::test]
async fn many_calls_at_once_get_each_its_own_answer() {
    let folder = embedder_folder(true);
    let embedder = std::sync::Arc::new(open(folder.path(), TransformerOptions::default()));
    let calls = (0..24).map(|number| {
        let embedder = embedder.clone();
        tokio::spawn(async move {
            let word = WORDS[number % WORDS.len()].to_owned();
            let vectors = embedder.embed(&[word], Purpose::Query).await.unwrap();
            assert!(vectors[0][FIRST + number % WORDS.len()] > 0.5);
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
}

#[tokio::test]
async fn a_cross_encoder_puts_answers_first_and_scores_from_0_to_1() {
    let folder = cross_encoder_folder();
    let reranker = CrossEncoder::open(find(folder.path()), CrossEncoderOptions::default()).unwrap();
    let documents = [
        "the dog",
        "Ann likes green tea",
        "green river and a very long remark that shares nothing else with what was asked",
        "",
        "tea",
    ]
    .map(str::to_owned);
    let ranked = reranker
        .rerank("likes green tea", &documents, 9)
        .await
        .unwrap();
    let order: Vec<usize> = ranked.iter().map(|ranked| ranked.index).collect();
    assert_eq!(order, [1, 2, 4, 0, 3]);
    // Three common words: the sigmoid of 2 · 3 - 3.
    assert!(
        (ranked[0].score - 0.952_574).abs() < 1e-4,
        "{}",
        ranked[0].score
    );
    assert!(
        (ranked[1].score - 0.268_941).abs() < 1e-4,
        "{}",
        ranked[1].score
    );
    assert_eq!(
        reranker.rerank("tea", &documents, 2).await.unwrap().len(),
        2
    );
    assert!(reranker.rerank("tea", &[], 5).await.unwrap().is_empty());

    let first = CrossEncoderOptions {
        top_k: Some(1),
        candidates: Some(200),
        ..CrossEncoderOptions::default()
    };
    let first = CrossEncoder::open(find(folder.path()), first).unwrap();
    assert_eq!((reranker.pool(), first.pool()), (50, 200));
    let ranked = first
        .rerank("likes green tea", &documents, 5)
        .await
        .unwrap();
    assert_eq!(ranked.len(), 1);
    assert_eq!(ranked[0].index, 1);
}

#[tokio::test]
async fn a_cross_encoder_does_what_every_reranker_does() {
    let folder = tempfile::tempdir().unwrap();
    tiny_transformer::write_cross_encoder(folder.path(), &reranker_rules::WORDS).unwrap();
    let reranker = CrossEncoder::open(find(folder.path()), CrossEncoderOptions::default()).unwrap();
    reranker_rules::check(&reranker).await.unwrap();
}

#[tokio::test]
async fn a_cross_encoder_judges_a_pair_the_same_whatever_stands_beside_it() {
    let folder = cross_encoder_folder();
    let reranker = CrossEncoder::open(find(folder.path()), CrossEncoderOptions::default()).unwrap();
    let documents: Vec<String> = (0..70)
        .map(|number| format!("{} green tea", "dog ".repeat(number % 9)))
        .collect();
    let ranked = reranker.rerank("green tea", &documents, 70).await.unwrap();
    let order: Vec<usize> = ranked.iter().map(|ranked| ranked.index).collect();
    assert_eq!(
        order,
        (0..70).collect::<Vec<_>>(),
        "equals keep their order"
    );
    assert!(
        ranked
            .iter()
            .all(|hit| (hit.score - ranked[0].score).abs() < 1e-5)
    );
}

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

#[tokio::test]
async fn a_question_is_near_the_text_that_shares_its_words() {
    let folder = embedder_folder(true);
    let embedder = open(folder.path(), TransformerOptions::default());
    let texts = ["Ann likes green tea", "the dog at the river"].map(str::to_owned);
    let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
    let question = embed(&embedder, "likes tea", Purpose::Query).await;
    assert!(dot(&question, &vectors[0]) > dot(&question, &vectors[1]));
}
