//! From questions to memories.

use super::*;

#[tokio::test]
async fn as_of_answers_what_was_true_then() {
    let house = house();
    let id = keep(&house, "I live in Paris").await;
    house.clock.set("2024-06-01T12:00:00Z".parse().unwrap());
    house
        .engine
        .update(&id, UpdateOptions::text("I live in Berlin"))
        .await
        .unwrap();
    let moment: Timestamp = "2024-05-15T00:00:00Z".parse().unwrap();
    let options = SearchOptions::new(ann());
    let then = house
        .engine
        .search("where", options.clone().as_of(moment))
        .await
        .unwrap();
    assert_eq!(then.hits[0].item.text, "I live in Paris");
    let now = house.engine.search("where", options).await.unwrap();
    assert_eq!(now.hits[0].item.text, "I live in Berlin");
    assert_eq!(now.hits.len(), 1);
}

#[tokio::test]
async fn a_scope_is_needed_and_may_stand_in_the_filter() {
    let house = house();
    keep(&house, "I keep bees").await;
    let error = house
        .engine
        .search("bees", SearchOptions::new(Scope::default()))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Input(InputError::NoScope)));
    let filter = Filter::parse(&json!({"AND": [{"user_id": "ann"}, {"role": "user"}]})).unwrap();
    let options = SearchOptions::new(Scope::default()).filter(filter);
    assert_eq!(
        house
            .engine
            .search("bees", options)
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
    let filter = Filter::parse(&json!({"OR": [{"user_id": "ann"}, {"user_id": "bob"}]})).unwrap();
    let options = SearchOptions::new(Scope::user("bob")).filter(filter);
    assert!(
        house
            .engine
            .search("bees", options)
            .await
            .unwrap()
            .hits
            .is_empty()
    );
}

#[tokio::test]
async fn a_threshold_cuts_and_scores_fall_in_order() {
    let house = house();
    for text in [
        "I love hiking in the Alps",
        "The printer is out of ink",
        "Hiking boots are wet",
    ] {
        keep(&house, text).await;
    }
    let options = SearchOptions::new(ann()).explain();
    let found = house
        .engine
        .search("hiking in the Alps", options.clone())
        .await
        .unwrap();
    assert_eq!(found.hits.len(), 3);
    assert_eq!(found.hits[0].item.text, "I love hiking in the Alps");
    assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    assert!(
        found
            .hits
            .iter()
            .all(|hit| (0.0..=1.0).contains(&hit.score))
    );
    let explanation = found.hits[0].explanation.as_ref().unwrap();
    assert_eq!(explanation.score, found.hits[0].score);
    assert!(
        explanation.matched.iter().any(|word| word == "hiking"),
        "{explanation:?}"
    );
    assert!(found.signals.contains(&"words") && found.signals.contains(&"meaning"));

    let cut = options.threshold(found.hits[0].score);
    assert_eq!(
        house
            .engine
            .search("hiking in the Alps", cut)
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
}

#[tokio::test]
async fn a_failing_reranker_is_a_warning_and_a_working_one_decides() {
    let store = Arc::new(ReferenceStore::new());
    let reranker = Arc::new(ScriptedReranker::default());
    let engine = Engine::builder(
        store,
        Arc::new(HashEmbedder::new(64)),
        Arc::new(Scripted::default()),
    )
    .reranker(reranker.clone())
    .build();
    let messages = [Message::user("tea is green"), Message::user("tea is black")];
    engine
        .add(&messages, AddOptions::new(ann()).verbatim())
        .await
        .unwrap();
    let options = SearchOptions::new(ann()).rerank();
    reranker.then_fail(ModelError::Local {
        provider: "reranker/test".into(),
        problem: "x".into(),
    });
    let found = engine.search("tea", options.clone()).await.unwrap();
    assert_eq!((found.hits.len(), found.warnings.len()), (2, 1));

    let last = found.hits[1].item.text.clone();
    reranker.then_rank([(1, 0.9), (0, 0.1)]);
    let found = engine.search("tea", options).await.unwrap();
    assert_eq!(found.hits[0].item.text, last);
    assert_eq!(found.hits[0].rerank_score, Some(0.9));
}
