//! A reranker that asks a language model, once for many documents.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use futures::stream::{self, StreamExt};
use mem0_core::{ChatRequest, Llm, ModelError, Ranked, Reranker};
use mem0_text::shorten;

use crate::prompts::rerank::{self, Request};

/// The most documents and tokens in one call: the answer takes about 12 tokens for each document
/// and has to fit where models are limited to 1,000, the question has to fit small local models.
const BATCH_DOCUMENTS: usize = 60;
const BATCH_TOKENS: usize = 6_000;

/// How many calls run side by side.
const CALLS_AT_ONCE: usize = 4;

/// How many of the best hits are judged by default.
const CANDIDATES: usize = 50;

/// What a document has that the model gave no score.
const UNKNOWN: f32 = 0.5;

/// What may be set about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LlmRerankerOptions {
    /// What a score means, in words for the model; with the places `{query}` and `{document}`
    /// where question and documents shall stand. `None`: how well a document answers.
    pub scoring_prompt: Option<String>,
    /// The most documents that get a new place. `None`: all.
    pub top_k: Option<usize>,
    /// How many of the best hits are judged. `None`: 50.
    pub candidates: Option<usize>,
}

/// Judges documents with a language model: one structured call for as many as fit.
///
/// A document that the model gives no score keeps 0.5. It fails only if no document gets any.
pub struct LlmReranker {
    llm: Arc<dyn Llm>,
    options: LlmRerankerOptions,
}

/// What is asked in one call: places of documents.
struct Batch {
    places: Vec<usize>,
    /// Whether a call that held these was cut off before.
    again: bool,
}

impl LlmReranker {
    /// A reranker that asks this model.
    pub fn new(llm: Arc<dyn Llm>, options: LlmRerankerOptions) -> Self {
        Self { llm, options }
    }

    /// The scores of one batch, by the places of its documents. An answer that was cut off is
    /// asked for again, once, in halves of what it lacks.
    async fn judge(
        &self,
        question: &str,
        documents: &[String],
        batch: Vec<usize>,
    ) -> Result<Vec<(usize, f32)>, ModelError> {
        let mut waiting = vec![Batch {
            places: batch,
            again: false,
        }];
        let mut found = Vec::new();
        let mut failure = None;
        while let Some(batch) = waiting.pop() {
            let texts: Vec<&str> = batch
                .places
                .iter()
                .map(|place| documents[*place].as_str())
                .collect();
            let request = Request {
                question,
                documents: &texts,
                scoring: self.options.scoring_prompt.as_deref(),
            };
            let reply = match self.ask(&request).await {
                Ok(reply) => reply,
                Err(error) => {
                    failure = Some(error);
                    continue;
                }
            };
            let scores = rerank::read(&reply.text, texts.len());
            let mut missing = Vec::new();
            for (place, score) in batch.places.iter().zip(scores) {
                match score {
                    Some(score) => found.push((*place, score)),
                    None => missing.push(*place),
                }
            }
            if reply.truncated && !batch.again && batch.places.len() > 1 && !missing.is_empty() {
                let second = missing.split_off(missing.len().div_ceil(2));
                waiting.extend([missing, second].map(|places| Batch {
                    places,
                    again: true,
                }));
                waiting.retain(|batch| !batch.places.is_empty());
            } else if missing.len() == texts.len() {
                failure = Some(self.unusable(&reply.text));
            }
        }
        match failure {
            Some(error) if found.is_empty() => Err(error),
            _ => Ok(found),
        }
    }

    async fn ask(&self, request: &Request<'_>) -> Result<mem0_core::ChatReply, ModelError> {
        let reply = self
            .llm
            .chat(ChatRequest {
                messages: request.messages(),
                format: rerank::format(),
                ..ChatRequest::default()
            })
            .await?;
        tracing::debug!(
            model = self.llm.name(),
            documents = request.documents.len(),
            input_tokens = reply.usage.input_tokens,
            output_tokens = reply.usage.output_tokens,
            "documents judged"
        );
        Ok(reply)
    }

    fn unusable(&self, answer: &str) -> ModelError {
        let problem = match answer.trim() {
            "" => "it is empty; does `max_tokens` leave room beside the model's thoughts?".into(),
            text => format!("it has no scores: {:?}", shorten(text, 200)),
        };
        ModelError::Unusable {
            provider: format!("reranker/llm_reranker ({})", self.llm.name()),
            problem,
        }
    }
}

#[async_trait]
impl Reranker for LlmReranker {
    fn name(&self) -> String {
        format!("llm_reranker/{}", self.llm.name())
    }

    fn pool(&self) -> usize {
        self.options.candidates.unwrap_or(CANDIDATES)
    }

    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        let top = top.min(self.options.top_k.unwrap_or(usize::MAX));
        if top == 0 || documents.is_empty() {
            return Ok(Vec::new());
        }
        let calls = batches(documents)
            .into_iter()
            .map(|batch| self.judge(question, documents, batch));
        let outcomes: Vec<_> = stream::iter(calls).buffered(CALLS_AT_ONCE).collect().await;

        let mut scores = vec![None; documents.len()];
        let mut failure = None;
        for outcome in outcomes {
            match outcome {
                Ok(found) => {
                    for (place, score) in found {
                        scores[place] = Some(score);
                    }
                }
                Err(error) => failure = Some(error),
            }
        }
        let missing = scores.iter().filter(|score| score.is_none()).count();
        if missing > 0 {
            match failure {
                Some(error) if missing == documents.len() => return Err(error),
                failure => tracing::warn!(
                    model = self.llm.name(),
                    missing,
                    of = documents.len(),
                    error = failure.map(tracing::field::display),
                    "documents without a score keep {UNKNOWN}"
                ),
            }
        }
        let mut ranked: Vec<Ranked> = scores
            .into_iter()
            .enumerate()
            .map(|(index, score)| Ranked {
                index,
                score: score.unwrap_or(UNKNOWN),
            })
            .collect();
        // Stable: what is judged equal keeps the order it had.
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
        ranked.truncate(top);
        Ok(ranked)
    }
}

/// Places of documents in portions that fit one call.
fn batches(documents: &[String]) -> Vec<Vec<usize>> {
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut room = 0;
    for (place, document) in documents.iter().enumerate() {
        let tokens = tokens(document);
        match batches.last_mut() {
            Some(batch) if batch.len() < BATCH_DOCUMENTS && tokens <= room => batch.push(place),
            _ => {
                batches.push(vec![place]);
                room = BATCH_TOKENS;
            }
        }
        room = room.saturating_sub(tokens);
    }
    batches
}

/// About how many tokens a document takes with its frame: a quarter for each Latin letter, one
/// for each character of other scripts.
fn tokens(document: &str) -> usize {
    let quarters: usize = document
        .chars()
        .take(4_000)
        .map(|character| if character.is_ascii() { 1 } else { 4 })
        .sum();
    10 + quarters / 4
}
