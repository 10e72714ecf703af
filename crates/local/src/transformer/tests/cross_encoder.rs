//! How a cross-encoder judges.

use super::*;

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
