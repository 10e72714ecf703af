//! A reranker that answers from a script.

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use mem0_core::{ModelError, Ranked, Reranker};

use crate::lock;

/// What a [`ScriptedReranker`] was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RerankRequest {
    /// The question.
    pub question: String,
    /// The documents, in the order in which they came.
    pub documents: Vec<String>,
    /// How many were wanted.
    pub top: usize,
}

/// Ranks as it was told, in order, and remembers what it was asked. With the script used up
/// every call fails and says so.
#[derive(Debug, Default)]
pub struct ScriptedReranker {
    script: Mutex<VecDeque<Result<Vec<Ranked>, ModelError>>>,
    requests: Mutex<Vec<RerankRequest>>,
}

impl ScriptedReranker {
    /// Adds a ranking to the script: which document with which score, best first.
    pub fn then_rank(&self, ranking: impl IntoIterator<Item = (usize, f32)>) {
        let ranking = ranking
            .into_iter()
            .map(|(index, score)| Ranked { index, score })
            .collect();
        lock(&self.script).push_back(Ok(ranking));
    }

    /// Adds an error to the script.
    pub fn then_fail(&self, error: ModelError) {
        lock(&self.script).push_back(Err(error));
    }

    /// What it was asked so far.
    pub fn requests(&self) -> Vec<RerankRequest> {
        lock(&self.requests).clone()
    }
}

#[async_trait]
impl Reranker for ScriptedReranker {
    fn name(&self) -> String {
        "scripted/reranker".to_owned()
    }

    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        lock(&self.requests).push(RerankRequest {
            question: question.to_owned(),
            documents: documents.to_vec(),
            top,
        });
        let mut ranking = lock(&self.script).pop_front().unwrap_or_else(|| {
            Err(ModelError::Local {
                provider: "reranker/scripted".to_owned(),
                problem: "the script has no ranking left".to_owned(),
            })
        })?;
        ranking.retain(|ranked| ranked.index < documents.len());
        ranking.truncate(top);
        Ok(ranking)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_more_is_ranked_than_asked_for_and_there_is() {
        let reranker = ScriptedReranker::default();
        reranker.then_rank([(1, 0.9), (7, 0.8), (0, 0.1)]);
        let documents = ["a".to_owned(), "b".to_owned()];
        let ranking = reranker.rerank("q", &documents, 1).await.unwrap();
        assert_eq!(
            ranking,
            [Ranked {
                index: 1,
                score: 0.9
            }]
        );
        assert!(reranker.rerank("q", &documents, 1).await.is_err());
        assert_eq!(reranker.requests()[1].documents, documents);
    }
}
