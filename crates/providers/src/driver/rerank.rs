//! Reranks with a server: in portions that it takes, each document cut to what it reads.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use mem0_core::{ModelError, Ranked, Reranker};

use crate::transport::{RetryPolicy, Transport};
use crate::wire::openai_error::is_too_long;
use crate::wire::rerank::{self, RerankForm, best_first, is_too_many};

/// The most characters of one document that are sent: more than these servers read of one.
const MAX_DOCUMENT: usize = 20_000;

/// The most bytes of documents in one request.
const MAX_BATCH_BYTES: usize = 1 << 20;

/// How many of the best hits are judged, where the configuration names no number.
pub const CANDIDATES: usize = 50;

/// What a reranker is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RerankOptions {
    /// How the server wants to be asked.
    pub form: RerankForm,
    /// The most documents that get a place. `None`: all.
    pub top_k: Option<usize>,
    /// How many of the best hits it wants to see. `None`: [`CANDIDATES`].
    pub candidates: Option<usize>,
    /// The most documents in one request.
    pub batch_size: usize,
}

/// A reranking model behind a server.
#[derive(Debug)]
pub struct RerankClient {
    name: String,
    transport: Transport,
    options: RerankOptions,
    /// The most documents that the server takes, as far as it told.
    batch_size: AtomicUsize,
}

impl RerankClient {
    /// A client of this name (`cohere/rerank-v3.5`).
    pub fn new(name: String, transport: Transport, options: RerankOptions) -> Self {
        let batch_size = AtomicUsize::new(options.batch_size.max(1));
        Self {
            name,
            transport,
            options,
            batch_size,
        }
    }

    /// The same client with another way to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.transport.set_retry(retry);
        self
    }

    /// One request. The indexes are those of `documents`.
    async fn request(
        &self,
        question: &str,
        documents: &[&str],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        let form = &self.options.form;
        let body = form.body(question, documents, top.min(documents.len()));
        let read = |answer: &_| rerank::ranking(self.transport.provider(), answer, documents.len());
        self.transport.post(form.path(), &body, read).await
    }

    /// All documents, in as many requests as they need. A request that is too large for the
    /// server is divided; if it is too many documents, that is remembered.
    async fn request_all(
        &self,
        question: &str,
        documents: &[&str],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        let mut ranked = Vec::with_capacity(documents.len());
        let mut start = 0;
        let mut most = usize::MAX;
        while start < documents.len() {
            let size = self.batch_size.load(Ordering::Relaxed).min(most);
            let batch = &documents[start..start + fitting(&documents[start..], size)];
            match self.request(question, batch, top).await {
                Ok(places) => {
                    ranked.extend(places.into_iter().map(|place| Ranked {
                        index: start + place.index,
                        ..place
                    }));
                    start += batch.len();
                }
                Err(ModelError::BadRequest { message, .. })
                    if batch.len() > 1 && is_too_many(&message) =>
                {
                    tracing::info!(
                        model = self.name,
                        message,
                        "sending fewer documents at once"
                    );
                    let half = batch.len() / 2;
                    self.batch_size.fetch_min(half, Ordering::Relaxed);
                }
                Err(ModelError::BadRequest { message, .. })
                    if batch.len() > 1 && is_too_long(&message) =>
                {
                    most = batch.len() / 2;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(ranked)
    }
}

#[async_trait]
impl Reranker for RerankClient {
    fn name(&self) -> String {
        self.name.clone()
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
        // A blank document may be refused by the server; it answers nothing and comes last.
        let (said, blank): (Vec<usize>, Vec<usize>) =
            (0..documents.len()).partition(|place| !documents[*place].trim().is_empty());
        if top == 0 || documents.is_empty() {
            return Ok(Vec::new());
        }
        let texts: Vec<&str> = said.iter().map(|place| cut(&documents[*place])).collect();
        let places = self.request_all(question, &texts, top).await?;
        let mut ranked: Vec<Ranked> = places
            .into_iter()
            .map(|place| Ranked {
                index: said[place.index],
                ..place
            })
            .collect();
        ranked.sort_by(best_first);
        let least = ranked.last().map_or(0.0, |last| last.score.min(0.0));
        ranked.extend(blank.into_iter().map(|index| Ranked {
            index,
            score: least,
        }));
        ranked.truncate(top);
        Ok(ranked)
    }
}

/// How many of the first documents one request may hold; one at least.
fn fitting(documents: &[&str], size: usize) -> usize {
    let mut bytes = 0;
    let fits = documents.iter().take(size).take_while(|document| {
        bytes += document.len();
        bytes <= MAX_BATCH_BYTES
    });
    fits.count().max(1)
}

/// The beginning of a document, as far as it is sent.
fn cut(document: &str) -> &str {
    let document = document.trim();
    match document.char_indices().nth(MAX_DOCUMENT) {
        Some((end, _)) => &document[..end],
        None => document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_hold_what_fits_and_one_document_at_least() {
        assert_eq!(fitting(&["a"; 7], 3), 3);
        assert_eq!(fitting(&["a"; 2], 3), 2);
        let long = "a".repeat(MAX_BATCH_BYTES / 2 + 1);
        assert_eq!(fitting(&[&long, &long, "a"], 3), 1);
        let longer = "a".repeat(2 * MAX_BATCH_BYTES);
        assert_eq!(fitting(&[&longer, "a"], 3), 1);
    }

    #[test]
    fn a_document_is_cut_between_characters() {
        let long = "茶".repeat(MAX_DOCUMENT + 5);
        assert_eq!(cut(&long).chars().count(), MAX_DOCUMENT);
        assert_eq!(cut(" tea "), "tea");
    }
}
