use async_trait::async_trait;
use mem0_core::{ModelError, Ranked, Scope};
use mem0_testkit::{Scribe, reranker_rules};

use super::*;

fn hits(scribe: &Scribe, documents: &[(&str, f32)]) -> Vec<Hit> {
    documents
        .iter()
        .map(|(text, score)| Hit {
            item: scribe.memory(&Scope::user("ann"), *text),
            score: *score,
            rerank_score: None,
            explanation: None,
        })
        .collect()
}

fn texts(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.item.text.as_str()).collect()
}

/// The reranker without a model, on hits that were all equally good.
struct Builtin;

#[async_trait]
impl Reranker for Builtin {
    fn name(&self) -> String {
        "builtin".to_owned()
    }

    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        let documents: Vec<(&str, f32)> =
            documents.iter().map(|text| (text.as_str(), 0.5)).collect();
        let mut hits = hits(&Scribe::default(), &documents);
        let ids: Vec<String> = hits.iter().map(|hit| hit.item.id.clone()).collect();
        by_closeness(question, &mut hits);
        let place = |hit: &Hit| Ranked {
            index: ids.iter().position(|id| *id == hit.item.id).unwrap(),
            score: hit.rerank_score.unwrap(),
        };
        Ok(hits.iter().take(top).map(place).collect())
    }
}

#[tokio::test]
async fn the_reranker_without_a_model_does_what_every_reranker_does() {
    reranker_rules::check(&Builtin).await.unwrap();
}

#[test]
fn closeness_decides_among_the_nearly_equal_and_no_others() {
    let question = "Where is the green bicycle of Ann?";
    let repeats = "green bicycle";
    let mut near = hits(
        &Scribe::default(),
        &[("at the station", 0.62), (repeats, 0.61)],
    );
    by_closeness(question, &mut near);
    assert_eq!(texts(&near), [repeats, "at the station"]);
    let mut far = hits(
        &Scribe::default(),
        &[("at the station", 0.62), (repeats, 0.50)],
    );
    by_closeness(question, &mut far);
    assert_eq!(texts(&far), ["at the station", repeats]);
    assert!(far.iter().all(|hit| hit.rerank_score.unwrap() <= hit.score));
}

#[tokio::test]
async fn hits_that_get_no_place_stay_behind_in_their_order() {
    let reranker = mem0_testkit::ScriptedReranker::default();
    reranker.then_rank([(3, 0.2), (1, 0.9)]);
    let documents = [("a", 0.9), ("b", 0.8), ("c", 0.7), ("d", 0.6)];
    let mut hits = hits(&Scribe::default(), &documents);
    rerank(&reranker, "?", &mut hits).await.unwrap();
    assert_eq!(texts(&hits), ["b", "d", "a", "c"]);
    let scores: Vec<Option<f32>> = hits.iter().map(|hit| hit.rerank_score).collect();
    assert_eq!(scores, [Some(0.9), Some(0.2), None, None]);
    assert_eq!(
        hits[0].score, 0.8,
        "the first pass's score is left as it was"
    );
}
