//! `POST {base}/embeddings`, as OpenAI and its relatives speak it.

use mem0_core::ModelError;
use serde_json::{Value, json};

use super::{beginning, openai_error};
use crate::transport::Answer;

/// The path behind the base URL.
pub const PATH: &str = "embeddings";

/// The body of a request. `dimensions` only where the configuration asks for another length than
/// the model's own.
pub fn body(model: &str, texts: &[&str], dimensions: Option<usize>) -> Value {
    let mut body = json!({"model": model, "input": texts, "encoding_format": "float"});
    if let Some(dimensions) = dimensions {
        body["dimensions"] = dimensions.into();
    }
    body
}

/// The vectors of an answer, in the order of the texts.
///
/// # Errors
/// It is not a success, or doesn't hold one vector of numbers for each text, all of one length.
pub fn vectors(provider: &str, answer: &Answer, count: usize) -> Result<Vec<Vec<f32>>, ModelError> {
    if !(200..300).contains(&answer.status) {
        return Err(openai_error::read(provider, answer));
    }
    let unusable = |problem: String| ModelError::Unusable {
        provider: provider.to_owned(),
        problem,
    };
    let value: Value = serde_json::from_slice(&answer.body).map_err(|_| {
        let text = String::from_utf8_lossy(&answer.body);
        unusable(format!(
            "it is not JSON (does the base URL end in /v1?): {:?}",
            beginning(&text, 120)
        ))
    })?;
    if value.get("error").is_some_and(|error| !error.is_null()) {
        return Err(openai_error::read_inside(provider, answer, &value));
    }
    let Some(rows) = value.get("data").and_then(Value::as_array) else {
        return Err(unusable(format!(
            "it has no data: {:?}",
            beginning(&value.to_string(), 120)
        )));
    };
    if rows.len() != count {
        return Err(unusable(format!(
            "it has {} vectors for {count} texts",
            rows.len()
        )));
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
                return Err(unusable(
                    "its indexes are not those of the texts".to_owned(),
                ));
            }
            (_, None) => return Err(unusable(format!("vector {place} is not a list of numbers"))),
        }
    }
    let length = vectors.first().map_or(0, Vec::len);
    if vectors.iter().any(|vector| vector.len() != length) {
        return Err(unusable("its vectors have different lengths".to_owned()));
    }
    Ok(vectors)
}

/// A vector of finite numbers, at least one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "embeddings are f32 at their source"
)]
fn numbers(value: &Value) -> Option<Vec<f32>> {
    let numbers: Option<Vec<f32>> = value
        .as_array()?
        .iter()
        .map(|number| {
            number
                .as_f64()
                .map(|number| number as f32)
                .filter(|number| number.is_finite())
        })
        .collect();
    numbers.filter(|numbers| !numbers.is_empty())
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
