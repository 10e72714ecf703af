//! Embeds with a server of the OpenAI family.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

use crate::transport::{RetryPolicy, Transport};
use crate::wire::{openai_embeddings as wire, openai_error::is_too_long};

/// The most text of one request, in tokens as [`weight`] estimates them: OpenAI takes 300,000.
const MAX_BATCH_TOKENS: usize = 200_000;

/// The most of one text that is sent, in tokens as [`weight`] estimates them: OpenAI's models
/// take 8,191. What stands further back says little about what a text is about.
const MAX_TEXT_TOKENS: usize = 8_000;

/// A text shorter than this, in bytes, is never shortened further.
const MIN_TEXT: usize = 64;

/// What an embedder is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddingOptions {
    /// The model.
    pub model: String,
    /// The length that the configuration asks for.
    pub asked_dimensions: Option<usize>,
    /// Whether the server is told that length; else it is only checked.
    pub send_dimensions: bool,
    /// The model's length, where it is known without asking.
    pub known_dimensions: Option<usize>,
    /// The most texts in one request.
    pub batch_size: usize,
}

/// An embedding model behind a server of the OpenAI family.
#[derive(Debug)]
pub struct EmbeddingClient {
    provider: String,
    transport: Transport,
    options: EmbeddingOptions,
    /// The length of the first vector that came.
    found_dimensions: OnceLock<usize>,
    /// Turns false when the server refuses to be told the length.
    send_dimensions: AtomicBool,
}

impl EmbeddingClient {
    /// A client for the model in `options`, of the provider of this name (`openai`).
    pub fn new(provider: &str, transport: Transport, options: EmbeddingOptions) -> Self {
        let send_dimensions = AtomicBool::new(options.send_dimensions);
        let provider = provider.to_owned();
        Self {
            provider,
            transport,
            options,
            found_dimensions: OnceLock::new(),
            send_dimensions,
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
        let vectors = self.request(&["memory"]).await?;
        Ok(vectors.first().map_or(0, Vec::len))
    }

    /// One request.
    async fn request(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ModelError> {
        loop {
            let told = self.send_dimensions.load(Ordering::Relaxed);
            let dimensions = self.options.asked_dimensions.filter(|_| told);
            let body = wire::body(&self.options.model, texts, dimensions);
            let read = |answer: &_| wire::vectors(self.transport.provider(), answer, texts.len());
            match self.transport.post(wire::PATH, &body, read).await {
                Err(refusal) if dimensions.is_some() && names_dimensions(&refusal) => {
                    tracing::info!(model = self.options.model, %refusal, "not sending dimensions");
                    self.send_dimensions.store(false, Ordering::Relaxed);
                }
                Err(error) => return Err(error),
                Ok(vectors) => {
                    self.check_dimensions(&vectors)?;
                    return Ok(vectors);
                }
            }
        }
    }

    fn check_dimensions(&self, vectors: &[Vec<f32>]) -> Result<(), ModelError> {
        let Some(found) = vectors.first().map(Vec::len) else {
            return Ok(());
        };
        match self.expected() {
            None => {
                let first = *self.found_dimensions.get_or_init(|| found);
                if first == found {
                    Ok(())
                } else {
                    Err(self.mismatch(first, found))
                }
            }
            Some(expected) if expected == found => Ok(()),
            Some(expected) => Err(self.mismatch(expected, found)),
        }
    }

    fn mismatch(&self, expected: usize, found: usize) -> ModelError {
        ModelError::Unusable {
            provider: self.transport.provider().to_owned(),
            problem: format!(
                "its vectors have {found} dimensions where {expected} are expected; \
                 set `embedding_dims` to {found} to use them"
            ),
        }
    }

    /// Embeds the texts; a request that is too long for the server is divided, a text that is
    /// too long by itself loses its end.
    async fn embed_all(&self, mut texts: Vec<Cow<'_, str>>) -> Result<Vec<Vec<f32>>, ModelError> {
        let mut vectors = vec![Vec::new(); texts.len()];
        let mut waiting = batches(&texts, self.options.batch_size);
        while let Some(batch) = waiting.pop_front() {
            let part: Vec<&str> = texts[batch.clone()].iter().map(AsRef::as_ref).collect();
            match self.request(&part).await {
                Ok(found) => {
                    for (slot, vector) in vectors[batch].iter_mut().zip(found) {
                        *slot = vector;
                    }
                }
                Err(ModelError::BadRequest { message, .. })
                    if is_too_long(&message) && batch.len() > 1 =>
                {
                    let middle = batch.start + batch.len() / 2;
                    waiting.push_front(middle..batch.end);
                    waiting.push_front(batch.start..middle);
                }
                Err(ModelError::BadRequest { message, .. })
                    if is_too_long(&message) && texts[batch.start].len() > MIN_TEXT =>
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
            revision: String::new(),
            dimensions: self.dimensions().await?,
        })
    }

    async fn embed(&self, texts: &[String], _: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let mut vectors = vec![Vec::new(); texts.len()];
        // A blank text is refused by the server; it says nothing and gets a zero vector.
        let said: Vec<usize> = (0..texts.len())
            .filter(|place| !texts[*place].trim().is_empty())
            .collect();
        let prepared = said.iter().map(|place| prepared(&texts[*place])).collect();
        for (place, mut vector) in said.iter().zip(self.embed_all(prepared).await?) {
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

/// A text as it is sent: on one line, which older models read better, and not longer than any
/// model reads.
fn prepared(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut tokens = 0.0;
    let end = text.char_indices().find_map(|(at, character)| {
        tokens += weight(character);
        (tokens > MAX_TEXT_TOKENS as f32).then_some(at)
    });
    let text = &text[..end.unwrap_or(text.len())];
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// About how many tokens a character is: a quarter for Latin letters, somewhat more than one for
/// Chinese, as OpenAI's tokenizers have it.
fn weight(character: char) -> f32 {
    if character.is_ascii() { 0.25 } else { 1.3 }
}

/// Texts in portions that one request may hold.
fn batches(texts: &[Cow<'_, str>], size: usize) -> VecDeque<Range<usize>> {
    let mut batches: VecDeque<Range<usize>> = VecDeque::new();
    let mut room = 0.0;
    for (place, text) in texts.iter().enumerate() {
        let tokens: f32 = text.chars().map(weight).sum();
        match batches.back_mut() {
            Some(batch) if batch.len() < size.max(1) && tokens <= room => batch.end = place + 1,
            _ => {
                batches.push_back(place..place + 1);
                room = MAX_BATCH_TOKENS as f32;
            }
        }
        room -= tokens;
    }
    batches
}

/// Whether a refusal is about being told the length of vectors.
fn names_dimensions(refusal: &ModelError) -> bool {
    match refusal {
        ModelError::BadRequest {
            parameter: Some(parameter),
            ..
        } => parameter == "dimensions",
        ModelError::BadRequest { message, .. } => {
            let message = message.to_lowercase();
            message.contains("dimensions") || message.contains("matryoshka")
        }
        _ => false,
    }
}
