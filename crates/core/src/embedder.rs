//! What we ask of an embedding model.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::error::ModelError;

/// What an embedding is for. Some models treat the two differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A text that will be found.
    Document,
    /// A question that finds.
    Query,
}

/// Which model made an embedding. Vectors of different identities can't be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedderIdentity {
    /// The provider's configuration name, such as `static` or `openai`.
    pub provider: String,
    /// The model's name.
    pub model: String,
    /// Which edition of the model; empty where the provider doesn't say.
    pub revision: String,
    /// Length of its vectors.
    pub dimensions: usize,
}

impl fmt::Display for EmbedderIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.provider, self.model)?;
        if !self.revision.is_empty() {
            write!(formatter, "@{}", self.revision)?;
        }
        write!(formatter, " ({} dimensions)", self.dimensions)
    }
}

/// Turns texts into vectors.
///
/// Implementations batch to their provider's limit, keep the order, and never change a text's
/// meaning: the caller has already decided what the text is.
#[async_trait]
pub trait Embedder: Send + Sync {
    /// Which model this is. An embedder that doesn't know its dimensions asks its provider once
    /// and remembers the answer.
    ///
    /// # Errors
    /// The provider could not be asked.
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError>;

    /// One vector of length 1 for each text, in order. A text without any content may give a
    /// zero vector. No texts: no vectors, and no call.
    ///
    /// # Errors
    /// The provider failed, or answered with another number of vectors or of dimensions.
    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError>;
}
