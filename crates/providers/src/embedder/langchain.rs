//! An embedding model that the program hands in: a LangChain object, or anything else that embeds.
//!
//! There is nothing to configure: who opens the memory hands the object over.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use futures::stream::{self, StreamExt as _, TryStreamExt as _};
use mem0_core::vector::normalize;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

/// How many questions go side by side to an object that takes them one by one: few enough that a
/// model in this process isn't held up by its own threads.
const QUESTIONS_AT_ONCE: usize = 4;

/// An embedding model of the program's own. What [`LangchainEmbedder`] makes of it is an
/// [`Embedder`].
#[async_trait]
pub trait EmbeddingObject: Send + Sync {
    /// The model's name. Vectors of another name count as another model's.
    fn name(&self) -> String;

    /// One vector for each text, in order: LangChain's `embed_documents`.
    ///
    /// # Errors
    /// The object failed. [`raised`] makes an error of an exception.
    async fn embed_documents(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, ModelError>;

    /// The vector of a question: LangChain's `embed_query`.
    ///
    /// # Errors
    /// As [`embed_documents`](Self::embed_documents).
    async fn embed_query(&self, question: &str) -> Result<Vec<f32>, ModelError>;

    /// One vector for each question, from an object that takes several at once; `None` from one
    /// that wants them one by one.
    ///
    /// # Errors
    /// As [`embed_documents`](Self::embed_documents).
    async fn embed_queries(
        &self,
        questions: &[String],
    ) -> Result<Option<Vec<Vec<f32>>>, ModelError> {
        let _ = questions;
        Ok(None)
    }
}

/// The error of an object that raised an exception with these words, or answered wrongly.
pub fn raised(words: impl Into<String>) -> ModelError {
    ModelError::Unusable {
        provider: "embedder/langchain".to_owned(),
        problem: words.into(),
    }
}

/// An embedder made of an object: counts and checks what comes, and gives every vector length 1.
#[derive(Clone)]
pub struct LangchainEmbedder {
    object: Arc<dyn EmbeddingObject>,
    dimensions: OnceLock<usize>,
}

impl LangchainEmbedder {
    /// The embedder behind this object. `dimensions`, where they are known, save a call that asks
    /// for them; a vector of another length is then an error.
    pub fn new(object: Arc<dyn EmbeddingObject>, dimensions: Option<usize>) -> Self {
        Self {
            object,
            dimensions: dimensions.map(OnceLock::from).unwrap_or_default(),
        }
    }

    async fn one_by_one(&self, questions: &[String]) -> Result<Vec<Vec<f32>>, ModelError> {
        let questions = stream::iter(questions.to_vec());
        let asked = questions.map(|text| async move { self.object.embed_query(&text).await });
        asked.buffered(QUESTIONS_AT_ONCE).try_collect().await
    }

    fn checked(&self, mut vector: Vec<f32>) -> Result<Vec<f32>, ModelError> {
        if vector.is_empty() || vector.iter().any(|number| !number.is_finite()) {
            return Err(raised("a vector is not a list of numbers"));
        }
        let expected = *self.dimensions.get_or_init(|| vector.len());
        if vector.len() != expected {
            return Err(raised(format!(
                "a vector has {} dimensions, not {expected}",
                vector.len()
            )));
        }
        normalize(&mut vector);
        Ok(vector)
    }
}

impl std::fmt::Debug for LangchainEmbedder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "LangchainEmbedder({})", self.object.name())
    }
}

#[async_trait]
impl Embedder for LangchainEmbedder {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        let dimensions = match self.dimensions.get() {
            Some(dimensions) => *dimensions,
            None => {
                let vector = self.object.embed_query("memory").await?;
                self.checked(vector)?.len()
            }
        };
        Ok(EmbedderIdentity {
            provider: "langchain".to_owned(),
            model: self.object.name(),
            revision: String::new(),
            dimensions,
        })
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        let vectors = match purpose {
            _ if texts.is_empty() => Vec::new(),
            Purpose::Document => self.object.embed_documents(texts).await?,
            Purpose::Query => match self.object.embed_queries(texts).await? {
                Some(vectors) => vectors,
                None => self.one_by_one(texts).await?,
            },
        };
        if vectors.len() != texts.len() {
            return Err(raised(format!(
                "it has {} vectors for {} texts",
                vectors.len(),
                texts.len()
            )));
        }
        vectors
            .into_iter()
            .map(|vector| self.checked(vector))
            .collect()
    }
}
