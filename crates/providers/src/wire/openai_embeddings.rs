//! `POST {base}/embeddings`, as OpenAI and its relatives speak it.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::embeddings::{self, EmbeddingRequest, EmbeddingWire, numbers};
use super::reading::unusable;
use super::{openai_error, reading};
use crate::transport::Answer;

/// OpenAI's embeddings.
#[derive(Debug, Clone, Copy)]
pub struct OpenAiEmbeddings {
    /// The path behind the base URL.
    pub path: &'static str,
    /// Whether the server is told to write numbers as numbers. Relatives know no other way, and
    /// some refuse what they don't know.
    pub encoding_format: bool,
}

/// As OpenAI itself has it.
pub const OPENAI: OpenAiEmbeddings = OpenAiEmbeddings {
    path: "embeddings",
    encoding_format: true,
};

/// As its relatives have it.
pub const RELATIVE: OpenAiEmbeddings = OpenAiEmbeddings {
    encoding_format: false,
    ..OPENAI
};

impl EmbeddingWire for OpenAiEmbeddings {
    fn request(&self, asked: &EmbeddingRequest<'_>) -> (String, Value) {
        let mut body = json!({"model": asked.model, "input": asked.texts});
        if self.encoding_format {
            body["encoding_format"] = "float".into();
        }
        if let Some(dimensions) = asked.dimensions {
            body["dimensions"] = dimensions.into();
        }
        (self.path.to_owned(), body)
    }

    fn vectors(
        &self,
        provider: &str,
        answer: &Answer,
        asked: &EmbeddingRequest<'_>,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        vectors(provider, answer, asked.texts.len())
    }
}

/// The vectors of an answer, in the order of the texts.
///
/// # Errors
/// It is not a success, or doesn't hold one vector of numbers for each text, all of one length.
pub fn vectors(provider: &str, answer: &Answer, count: usize) -> Result<Vec<Vec<f32>>, ModelError> {
    let hint = "does the base URL end in /v1?";
    let value = reading::json(provider, answer, openai_error::read, hint)?;
    let value = openai_error::without_error(provider, answer, value)?;
    let rows = reading::list(provider, &value, value.get("data"), "data")?;
    if rows.len() != count {
        let problem = format!("it has {} vectors for {count} texts", rows.len());
        return Err(unusable(provider, problem));
    }
    let mut vectors = vec![Vec::new(); count];
    for (place, row) in rows.iter().enumerate() {
        // Servers that answer in order may leave the index out.
        let index = row.get("index").and_then(Value::as_u64);
        let index = index.map_or(Some(place), |index| usize::try_from(index).ok());
        let slot = index
            .and_then(|index| vectors.get_mut(index))
            .filter(|slot| slot.is_empty());
        let numbers = row.get("embedding").and_then(numbers);
        match (slot, numbers) {
            (Some(slot), Some(numbers)) => *slot = numbers,
            (None, _) => {
                return Err(unusable(provider, "its indexes are not those of the texts"));
            }
            (_, None) => {
                let problem = format!("vector {place} is not a list of numbers");
                return Err(unusable(provider, problem));
            }
        }
    }
    embeddings::of_one_length(provider, vectors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str, count: usize) -> Result<Vec<Vec<f32>>, ModelError> {
        let answer = Answer {
            status: 200,
            body: body.into(),
            ..Answer::default()
        };
        vectors("embedder/openai", &answer, count)
    }

    #[test]
    fn vectors_stand_in_the_order_of_the_texts() {
        let shuffled = r#"{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"#;
        assert_eq!(read(shuffled, 2).unwrap(), [[1.0], [2.0]]);
        let bare = r#"{"data":[{"embedding":[1]},{"embedding":[2]}]}"#;
        assert_eq!(read(bare, 2).unwrap(), [[1.0], [2.0]]);
    }

    #[test]
    fn what_is_not_a_vector_for_each_text_is_unusable() {
        for body in [
            "<html>",
            "{}",
            r#"{"data":[]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[2]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[2]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2,3]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[null]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1e300]}]}"#,
            r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"AAAA"}]}"#,
        ] {
            let error = read(body, 2).unwrap_err();
            assert!(
                matches!(error, ModelError::Unusable { .. }),
                "{body}: {error}"
            );
        }
    }
}
