//! What an embedder makes of texts.

use super::*;

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
async fn a_question_is_near_the_text_that_shares_its_words() {
    let folder = embedder_folder(true);
    let embedder = open(folder.path(), TransformerOptions::default());
    let texts = ["Ann likes green tea", "the dog at the river"].map(str::to_owned);
    let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
    let question = embed(&embedder, "likes tea", Purpose::Query).await;
    assert!(dot(&question, &vectors[0]) > dot(&question, &vectors[1]));
}
