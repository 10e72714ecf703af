//! `POST …/rerank`: which document answers a question best, in the two forms that servers speak.

use std::cmp::Ordering;

use mem0_core::{ModelError, Ranked};
use serde_json::{Map, Value, json};

use super::reading::unusable;
use super::{openai_error, reading};
use crate::transport::Answer;

/// How a server wants to be asked. Both answer with rows of a document's index and its score.
#[derive(Debug, Clone, PartialEq)]
pub enum RerankForm {
    /// `{model, query, documents, top_n}` → `{results: [{index, relevance_score}]}`, as Cohere
    /// began it and most others follow.
    Documents {
        /// The path behind the base URL.
        path: &'static str,
        /// The model.
        model: String,
        /// What is sent beside, by name.
        extra: Map<String, Value>,
    },
    /// `{query, texts, raw_scores, truncate}` → `[{index, score}]`, as Text Embeddings Inference
    /// has it.
    Texts {
        /// Whether the network's own numbers are wanted, instead of scores of 0..1.
        raw_scores: bool,
    },
}

impl RerankForm {
    /// The path behind the base URL.
    pub fn path(&self) -> &'static str {
        match self {
            Self::Documents { path, .. } => path,
            Self::Texts { .. } => "rerank",
        }
    }

    /// The body that asks for the best `top` of these documents.
    pub fn body(&self, question: &str, documents: &[&str], top: usize) -> Value {
        match self {
            Self::Documents { model, extra, .. } => {
                let mut body = json!({
                    "model": model,
                    "query": question,
                    "documents": documents,
                    "top_n": top,
                });
                for (name, value) in extra {
                    body[name] = value.clone();
                }
                body
            }
            Self::Texts { raw_scores } => json!({
                "query": question,
                "texts": documents,
                "raw_scores": raw_scores,
                "truncate": true,
            }),
        }
    }
}

/// The rows of an answer, the best first; equals stand in the order of their documents.
///
/// # Errors
/// It is not a success, or its rows don't give each of some of `count` documents one number.
pub fn ranking(provider: &str, answer: &Answer, count: usize) -> Result<Vec<Ranked>, ModelError> {
    let value = reading::json(provider, answer, refusal, "is the base URL right?")?;
    let value = openai_error::without_error(provider, answer, value)?;
    let rows = value.get("results").unwrap_or(&value);
    let rows = reading::list(provider, &value, Some(rows), "results")?;
    let mut seen = vec![false; count];
    let mut ranked = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let index = row.get("index").and_then(Value::as_u64);
        let index = index.and_then(|index| usize::try_from(index).ok());
        let fresh = index.filter(|index| seen.get(*index) == Some(&false));
        let Some(index) = fresh else {
            let problem = "its indexes are not those of the documents";
            return Err(unusable(provider, problem));
        };
        seen[index] = true;
        let score = row.get("relevance_score").or_else(|| row.get("score"));
        let Some(score) = score.and_then(number) else {
            return Err(unusable(provider, format!("result {place} has no score")));
        };
        ranked.push(Ranked { index, score });
    }
    ranked.sort_by(best_first);
    Ok(ranked)
}

/// The order of a ranking: higher scores first, equals as they came.
pub(crate) fn best_first(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(a.index.cmp(&b.index))
}

/// Whether a refusal says that there are too many documents in one request.
pub(crate) fn is_too_many(message: &str) -> bool {
    let message = message.to_lowercase();
    ["batch size", "too many documents", "number of documents"]
        .iter()
        .any(|phrase| message.contains(phrase))
}

/// What an answer that is not a success means, with Cohere's own statuses: 498 is a key that is
/// not valid, and a monthly allowance that is used up is told as too many requests.
fn refusal(provider: &str, answer: &Answer) -> ModelError {
    let monthly = answer.status == 429 && {
        let said = String::from_utf8_lossy(&answer.body).to_lowercase();
        said.contains("/ month") || said.contains("per month")
    };
    match openai_error::read(provider, answer) {
        ModelError::RateLimited {
            provider, message, ..
        } if monthly => ModelError::Quota { provider, message },
        ModelError::BadRequest {
            provider, message, ..
        } if answer.status == 498 => ModelError::Unauthorized { provider, message },
        error => error,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "scores are f32 at their source"
)]
fn number(value: &Value) -> Option<f32> {
    let number = value.as_f64()? as f32;
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Result<Vec<(usize, f32)>, ModelError> {
        let answer = Answer {
            status,
            body: body.into(),
            ..Answer::default()
        };
        let ranked = ranking("reranker/x", &answer, 3)?;
        Ok(ranked.iter().map(|row| (row.index, row.score)).collect())
    }

    #[test]
    fn both_forms_are_read_best_first_and_equals_in_the_order_of_documents() {
        let results = r#"{"id":"1","results":[{"index":2,"relevance_score":0.5},
            {"index":0,"relevance_score":0.5},{"index":1,"relevance_score":0.75}],"meta":{}}"#;
        assert_eq!(read(200, results).unwrap(), [(1, 0.75), (0, 0.5), (2, 0.5)]);
        let rows = r#"[{"index":1,"score":0.25},{"index":0,"score":1}]"#;
        assert_eq!(read(200, rows).unwrap(), [(0, 1.0), (1, 0.25)]);
        assert_eq!(read(200, r#"{"results":[]}"#).unwrap(), []);
    }

    #[test]
    fn what_places_no_documents_is_unusable() {
        for body in [
            "",
            "<html>",
            "{}",
            "null",
            r#"{"results":{}}"#,
            r#"{"results":[1]}"#,
            r#"{"results":[{"index":0}]}"#,
            r#"{"results":[{"relevance_score":1}]}"#,
            r#"{"results":[{"index":3,"relevance_score":1}]}"#,
            r#"{"results":[{"index":-1,"relevance_score":1}]}"#,
            r#"{"results":[{"index":0,"relevance_score":"high"}]}"#,
            r#"{"results":[{"index":0,"relevance_score":null}]}"#,
            r#"{"results":[{"index":0,"relevance_score":1e300}]}"#,
            r#"{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":0}]}"#,
        ] {
            let error = read(200, body).unwrap_err();
            assert!(
                matches!(error, ModelError::Unusable { .. }),
                "{body}: {error}"
            );
        }
    }

    #[test]
    fn refusals_mean_what_the_servers_say() {
        use ModelError as E;
        let invalid = r#"{"message":"invalid api token"}"#;
        assert!(matches!(read(401, invalid), Err(E::Unauthorized { .. })));
        assert!(matches!(read(498, invalid), Err(E::Unauthorized { .. })));
        let trial = r#"{"message":"You are using a Trial key, which is limited to 1000 API calls / month."}"#;
        assert!(matches!(read(429, trial), Err(E::Quota { .. })));
        let minute = r#"{"message":"limited to 10 API calls / minute"}"#;
        assert!(matches!(read(429, minute), Err(E::RateLimited { .. })));
        let overloaded = r#"{"error":"Model is overloaded","error_type":"overloaded"}"#;
        assert!(matches!(read(429, overloaded), Err(E::RateLimited { .. })));
        assert!(matches!(read(200, overloaded), Err(E::Unavailable { .. })));
        let large = r#"{"error":"batch size 50 > maximum allowed batch size 32","error_type":"Validation"}"#;
        let Err(E::BadRequest { message, .. }) = read(422, large) else {
            panic!("a validation error is a bad request")
        };
        assert!(is_too_many(&message), "{message}");
        assert!(!is_too_many("invalid model"));
    }
}
