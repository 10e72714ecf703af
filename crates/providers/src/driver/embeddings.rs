//! Embeds with a server, whatever its family.

mod portions;
mod refusals;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

use crate::transport::{RetryPolicy, Transport};
use crate::wire::embeddings::{EmbeddingRequest, EmbeddingWire};
use portions::{batches, prepared};
use refusals::{names_batch, names_dimensions, names_task, says_too_much};

/// A text shorter than this, in bytes, is never shortened further.
const MIN_TEXT: usize = 64;

/// What an embedder is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddingOptions {
    /// The model.
    pub model: String,
    /// Which edition of it, or whatever else makes stored vectors differ; empty if there is none.
    pub revision: String,
    /// The length that the configuration asks for.
    pub asked_dimensions: Option<usize>,
    /// Whether the server is told that length; else it is only checked.
    pub send_dimensions: bool,
    /// The model's length, where it is known without asking.
    pub known_dimensions: Option<usize>,
    /// The most texts in one request.
    pub batch_size: usize,
    /// The most text in one request, in tokens as they are estimated: OpenAI takes 300,000.
    pub batch_tokens: usize,
    /// The most of one text that is sent, in tokens as they are estimated: OpenAI's models take
    /// 8,191. What stands further back says little about what a text is about.
    pub text_tokens: usize,
    /// What stands in front of texts.
    pub prefixes: Prefixes,
}

impl EmbeddingOptions {
    /// For a model of which nothing more is known.
    pub fn of(model: impl Into<String>) -> Self {
        Self {
            model: model.into(),
            revision: String::new(),
            asked_dimensions: None,
            send_dimensions: true,
            known_dimensions: None,
            batch_size: 100,
            batch_tokens: 200_000,
            text_tokens: 8_000,
            prefixes: Prefixes::default(),
        }
    }
}

/// What a model wants in front of texts, to know what their vectors are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefixes {
    /// In front of questions.
    pub query: String,
    /// In front of texts that will be found.
    pub document: String,
}

/// An embedding model behind a server.
pub struct EmbeddingClient {
    provider: String,
    wire: Arc<dyn EmbeddingWire>,
    transport: Transport,
    options: EmbeddingOptions,
    /// The length of the first vector that came.
    found_dimensions: OnceLock<usize>,
    /// Turns false when the server refuses to be told the length.
    send_dimensions: AtomicBool,
    /// Turns false when the server refuses to be told what vectors are for.
    send_purpose: AtomicBool,
    /// Shrinks when the server refuses so many texts in one request.
    batch_size: AtomicUsize,
}

impl EmbeddingClient {
    /// A client for the model in `options`, of the provider of this name (`openai`), which speaks
    /// this wire.
    pub fn new(
        provider: &str,
        wire: Arc<dyn EmbeddingWire>,
        transport: Transport,
        options: EmbeddingOptions,
    ) -> Self {
        Self {
            provider: provider.to_owned(),
            wire,
            transport,
            found_dimensions: OnceLock::new(),
            send_dimensions: AtomicBool::new(options.send_dimensions),
            send_purpose: AtomicBool::new(true),
            batch_size: AtomicUsize::new(options.batch_size.max(1)),
            options,
        }
    }

    /// The same client with another way to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.transport.set_retry(retry);
        self
    }

    /// The length that vectors must have, as far as it is known.
    fn expected(&self) -> Option<usize> {
        self.options
            .asked_dimensions
            .or(self.options.known_dimensions)
            .or_else(|| self.found_dimensions.get().copied())
    }

    /// The length of vectors; asks the server if nothing else tells.
    async fn dimensions(&self) -> Result<usize, ModelError> {
        if let Some(dimensions) = self.expected() {
            return Ok(dimensions);
        }
        let vectors = self.request(&["memory"], Purpose::Document).await?;
        Ok(vectors.first().map_or(0, Vec::len))
    }

    /// One request.
    async fn request(&self, texts: &[&str], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        loop {
            let told = self.send_dimensions.load(Ordering::Relaxed);
            let named = self.send_purpose.load(Ordering::Relaxed);
            let asked = EmbeddingRequest {
                model: &self.options.model,
                texts,
                dimensions: self.options.asked_dimensions.filter(|_| told),
                purpose: named.then_some(purpose),
            };
            let (path, body) = self.wire.request(&asked);
            let read = |answer: &_| self.wire.vectors(self.transport.provider(), answer, &asked);
            match self.transport.post(&path, &body, read).await {
                Err(refusal) if self.learns(&refusal, &asked) => {}
                Err(error) => return Err(error),
                Ok(vectors) => {
                    self.check_dimensions(&vectors)?;
                    return Ok(vectors);
                }
            }
        }
    }

    /// Takes the lesson of a refusal, for this request and all later ones; says whether there was
    /// one.
    fn learns(&self, refusal: &ModelError, asked: &EmbeddingRequest<'_>) -> bool {
        let lesson = if asked.dimensions.is_some() && names_dimensions(refusal) {
            &self.send_dimensions
        } else if asked.purpose.is_some() && names_task(refusal) {
            &self.send_purpose
        } else {
            return false;
        };
        tracing::info!(model = self.options.model, %refusal, "leaving out what the server refuses");
        lesson.store(false, Ordering::Relaxed);
        true
    }

    fn check_dimensions(&self, vectors: &[Vec<f32>]) -> Result<(), ModelError> {
        let Some(found) = vectors.first().map(Vec::len) else {
            return Ok(());
        };
        let expected = self
            .expected()
            .unwrap_or_else(|| *self.found_dimensions.get_or_init(|| found));
        if expected == found {
            return Ok(());
        }
        let remedy = match self.options.asked_dimensions {
            Some(_) => "set `embedding_dims` to that",
            None => "is the model another one than before? Set `embedding_dims` to that",
        };
        Err(ModelError::Unusable {
            provider: self.transport.provider().to_owned(),
            problem: format!(
                "its vectors have {found} dimensions where {expected} are expected; {remedy} to \
                 use them"
            ),
        })
    }

    /// Embeds the texts; a request that is too long for the server is divided, a text that is
    /// too long by itself loses its end.
    async fn embed_all(
        &self,
        mut texts: Vec<Cow<'_, str>>,
        purpose: Purpose,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let mut vectors = vec![Vec::new(); texts.len()];
        let most_texts = self.batch_size.load(Ordering::Relaxed);
        let mut waiting = batches(&texts, most_texts, &self.options);
        while let Some(batch) = waiting.pop_front() {
            let part: Vec<&str> = texts[batch.clone()].iter().map(AsRef::as_ref).collect();
            match self.request(&part, purpose).await {
                Ok(found) => {
                    for (slot, vector) in vectors[batch].iter_mut().zip(found) {
                        *slot = vector;
                    }
                }
                Err(ModelError::BadRequest { message, .. })
                    if says_too_much(&message) && batch.len() > 1 =>
                {
                    if names_batch(&message) {
                        self.batch_size
                            .fetch_min(batch.len().div_ceil(2), Ordering::Relaxed);
                    }
                    let middle = batch.start + batch.len() / 2;
                    waiting.push_front(middle..batch.end);
                    waiting.push_front(batch.start..middle);
                }
                Err(ModelError::BadRequest { message, .. })
                    if says_too_much(&message) && texts[batch.start].len() > MIN_TEXT =>
                {
                    let text = &mut texts[batch.start];
                    let half = text.floor_char_boundary(text.len() / 2);
                    tracing::warn!(
                        bytes = text.len(),
                        kept = half,
                        "a text is too long to embed"
                    );
                    *text = Cow::Owned(text[..half].to_owned());
                    waiting.push_front(batch);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(vectors)
    }
}

#[async_trait]
impl Embedder for EmbeddingClient {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(EmbedderIdentity {
            provider: self.provider.clone(),
            model: self.options.model.clone(),
            revision: self.options.revision.clone(),
            dimensions: self.dimensions().await?,
        })
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let prefix = match purpose {
            Purpose::Query => &self.options.prefixes.query,
            Purpose::Document => &self.options.prefixes.document,
        };
        let most_tokens = self.options.text_tokens;
        let mut vectors = vec![Vec::new(); texts.len()];
        // A blank text is refused by the server; it says nothing and gets a zero vector.
        let said: Vec<usize> = (0..texts.len())
            .filter(|place| !texts[*place].trim().is_empty())
            .collect();
        let prepared = said
            .iter()
            .map(|place| prepared(&texts[*place], prefix, most_tokens))
            .collect();
        for (place, mut vector) in said.iter().zip(self.embed_all(prepared, purpose).await?) {
            normalize(&mut vector);
            vectors[*place] = vector;
        }
        if said.len() < texts.len() {
            let dimensions = self.dimensions().await?;
            for vector in vectors.iter_mut().filter(|vector| vector.is_empty()) {
                *vector = vec![0.0; dimensions];
            }
        }
        Ok(vectors)
    }
}

impl fmt::Debug for EmbeddingClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("EmbeddingClient")
            .field("transport", &self.transport)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
