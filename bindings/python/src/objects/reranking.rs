//! A reranker in Python.

use std::sync::Arc;

use mem0::ModelError;
use mem0::parts::{Ranked, Reranker, async_trait};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::{Value, json};

use super::{Kept, ask, awaited, method, name_of};
use crate::calling::call;
use crate::value::to_python;

/// The field by which a document is known again.
const INDEX: &str = "index";

/// The names of a score, as rerankers write them.
const SCORES: [&str; 3] = ["rerank_score", "relevance_score", "score"];

/// An object that orders documents: `rerank(query, documents, top_k)`, where a document is a dict
/// with `memory`, `text` and `index`; or a function of a question and a list of texts. The answer
/// is a list of documents or of `{"index", "score"}`, best first, or one score for each document.
pub(super) struct PythonReranker {
    pub(super) object: Kept,
    name: String,
}

impl PythonReranker {
    /// Looks at the object, and asks it nothing.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if method(object, "rerank")?.is_none() && !object.is_callable() {
            let class = object.get_type().name()?.to_string();
            return Err(PyTypeError::new_err(format!(
                "reranker: a {class} has no `rerank` and can't be called"
            )));
        }
        Ok(Self {
            name: name_of(object)?,
            object: Arc::new(object.clone().unbind()),
        })
    }
}

#[async_trait]
impl Reranker for PythonReranker {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn rerank(
        &self,
        question: &str,
        documents: &[String],
        top: usize,
    ) -> Result<Vec<Ranked>, ModelError> {
        if documents.is_empty() {
            return Ok(Vec::new());
        }
        let (question, documents) = (question.to_owned(), documents.to_vec());
        let ranked = ask(&self.object, move |object| {
            let answer = match method(object, "rerank")? {
                Some(rerank) => call(&rerank, (question, described(object, &documents)?, top))?,
                None => call(object, (question, &documents))?,
            };
            places(&awaited(answer)?, documents.len(), top)
        });
        ranked.await.map_err(|problem| ModelError::Unusable {
            provider: format!("reranker/{}", self.name),
            problem,
        })
    }
}

fn described<'py>(object: &Bound<'py, PyAny>, documents: &[String]) -> PyResult<Bound<'py, PyAny>> {
    let documents = documents.iter().enumerate();
    let documents: Value = documents
        .map(|(index, text)| json!({INDEX: index, "memory": text, "text": text, "content": text}))
        .collect();
    to_python(object.py(), &documents)
}

fn places(answer: &Bound<'_, PyAny>, count: usize, top: usize) -> PyResult<Vec<Ranked>> {
    let mut ranked = Vec::new();
    for (place, row) in answer.try_iter()?.enumerate() {
        let row = row?;
        let (index, score) = match row.cast::<PyDict>() {
            Ok(row) => {
                let index = row.get_item(INDEX)?.map(|index| index.extract());
                let mut score = None;
                for name in SCORES {
                    score = score.or(row.get_item(name)?);
                }
                let score = score.map(|score| score.extract()).transpose()?;
                (index.transpose()?.unwrap_or(place), score.unwrap_or(0.0))
            }
            Err(_) => match row.extract() {
                Ok((index, score)) => (index, score),
                Err(_) => (place, row.extract::<f32>()?),
            },
        };
        if index >= count || ranked.iter().any(|known: &Ranked| known.index == index) {
            return Err(PyValueError::new_err(format!(
                "document {index} of {count} is none, or comes twice"
            )));
        }
        ranked.push(Ranked { index, score });
    }
    ranked.sort_by(|one, other| other.score.total_cmp(&one.score));
    ranked.truncate(top);
    Ok(ranked)
}
