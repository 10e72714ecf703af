//! Hugging Face's Text Embeddings Inference, hosted or on a server of one's own.

use serde::Deserialize;

use super::EmbedderConfig;
use crate::dialect::{Dialect, KeyRule};
use crate::driver::embeddings::EmbeddingClient;
use crate::llm::openai;
use crate::wire::openai_embeddings::RELATIVE;
use crate::wire::tei_embeddings::TeiEmbeddings;

/// How it is reached. The key opens hosted endpoints and servers that were started with one.
pub const DIALECT: Dialect = Dialect {
    name: "huggingface",
    base_url: "http://localhost:8080",
    base_url_environment: &[],
    key_environment: "HUGGINGFACE_API_KEY",
    key: KeyRule::Never,
    ..openai::DIALECT
};

/// The model where the configuration names none: a server has just one, whatever it is called.
pub const DEFAULT_MODEL: &str = "tei";

/// The most texts in one request, as a server takes that was started without other wishes.
const BATCH_SIZE: usize = 32;

/// The most of one text: a server refuses 32,000 characters even where it would cut them off.
const TEXT_TOKENS: usize = 7_900;

/// `embedder.config` for `embedder.provider = "huggingface"` with a `huggingface_base_url`.
///
/// A URL that ends in `/embed` or in `/pipeline/feature-extraction` is spoken to in the server's
/// own form, all others in OpenAI's: `http://host:8080`, `http://host:8080/v1` and
/// `http://host:8080/v1/embeddings` are the same.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HuggingFaceEmbedderConfig {
    /// What every embedder can be told.
    #[serde(flatten)]
    pub embedder: EmbedderConfig,
}

impl HuggingFaceEmbedderConfig {
    /// The same configuration with a missing key taken from the environment.
    #[must_use]
    pub fn or_environment(self, lookup: &dyn Fn(&str) -> Option<String>) -> Self {
        Self {
            embedder: self.embedder.or_environment(&DIALECT, lookup),
        }
    }

    /// The embedder; connects to nothing.
    pub fn build(mut self) -> EmbeddingClient {
        self.embedder.batch_size.get_or_insert(BATCH_SIZE);
        let mut options = self.embedder.options_with_family(DEFAULT_MODEL);
        options.text_tokens = TEXT_TOKENS;
        let url = &mut self.embedder.connection.base_url;
        let (base, form) = form(url.as_deref().unwrap_or(DIALECT.base_url));
        *url = Some(base);
        match form {
            Form::OpenAi => self.embedder.client(&DIALECT, RELATIVE, options),
            Form::Own(path) => self
                .embedder
                .client(&DIALECT, TeiEmbeddings { path }, options),
        }
    }
}

/// In which form a server is spoken to.
#[derive(Debug, PartialEq, Eq)]
enum Form {
    OpenAi,
    /// At this path behind the base URL.
    Own(String),
}

/// The base URL that a URL means, and the form.
fn form(url: &str) -> (String, Form) {
    let url = url.trim().trim_end_matches('/');
    for path in ["embed", "feature-extraction"] {
        if let Some(base) = url.strip_suffix(path).and_then(|url| url.strip_suffix('/')) {
            return (base.to_owned(), Form::Own(path.to_owned()));
        }
    }
    let base = url.strip_suffix("/embeddings").unwrap_or(url);
    let place = base.split_once("://").map_or(base, |(_, place)| place);
    let base = if place.contains('/') {
        base.to_owned()
    } else {
        format!("{base}/v1")
    };
    (base, Form::OpenAi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_tells_the_form() {
        let openai = |base: &str| (base.to_owned(), Form::OpenAi);
        let own = |base: &str, path: &str| (base.to_owned(), Form::Own(path.to_owned()));
        for (url, expected) in [
            ("http://tei:8080", openai("http://tei:8080/v1")),
            ("http://tei:8080/", openai("http://tei:8080/v1")),
            ("tei:8080", openai("tei:8080/v1")),
            ("http://tei:8080/v1", openai("http://tei:8080/v1")),
            (
                "http://tei:8080/v1/embeddings",
                openai("http://tei:8080/v1"),
            ),
            (
                "http://tei:8080/models/e5",
                openai("http://tei:8080/models/e5"),
            ),
            ("http://tei:8080/embed", own("http://tei:8080", "embed")),
            (
                "https://router.huggingface.co/hf-inference/models/a/b/pipeline/feature-extraction",
                own(
                    "https://router.huggingface.co/hf-inference/models/a/b/pipeline",
                    "feature-extraction",
                ),
            ),
        ] {
            assert_eq!(form(url), expected, "{url}");
        }
    }
}
