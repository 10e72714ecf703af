//! An embedding model in Python.

use std::sync::Arc;

use mem0::ModelError;
use mem0::parts::{EmbeddingObject, async_trait};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::{Kept, ask, awaited, method, name_of};
use crate::calling::call;

/// An object that makes vectors: with `embed_documents` and `embed_query` as LangChain's, with
/// `embed` as those of the original, or by being called with a list of texts.
pub(super) struct PythonEmbedding {
    pub(super) object: Kept,
    name: String,
}

impl PythonEmbedding {
    /// Looks at the object, and asks it nothing.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let can = ["embed_documents", "embed_query", "embed"]
            .into_iter()
            .any(|name| matches!(method(object, name), Ok(Some(_))));
        if !can && !object.is_callable() {
            let class = object.get_type().name()?.to_string();
            return Err(PyTypeError::new_err(format!(
                "embedder: a {class} is no embedding model: it has no `embed_documents` and can't \
                 be called"
            )));
        }
        Ok(Self {
            name: name_of(object)?,
            object: Arc::new(object.clone().unbind()),
        })
    }
}

#[async_trait]
impl EmbeddingObject for PythonEmbedding {
    fn name(&self) -> String {
        self.name.clone()
    }

    async fn embed_documents(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, ModelError> {
        let texts = texts.to_vec();
        let embedded = ask(&self.object, move |object| documents(object, &texts));
        embedded.await.map_err(raised)
    }

    async fn embed_query(&self, question: &str) -> Result<Vec<f32>, ModelError> {
        let question = question.to_owned();
        let embedded = ask(&self.object, move |object| query(object, &question));
        embedded.await.map_err(raised)
    }

    async fn embed_queries(
        &self,
        questions: &[String],
    ) -> Result<Option<Vec<Vec<f32>>>, ModelError> {
        let questions = questions.to_vec();
        let embedded = ask(&self.object, move |object| {
            one_for_questions(object)?
                .is_none()
                .then(|| documents(object, &questions))
                .transpose()
        });
        embedded.await.map_err(raised)
    }
}

fn raised(words: String) -> ModelError {
    ModelError::Unusable {
        provider: "embedder/langchain".to_owned(),
        problem: words,
    }
}

fn documents(object: &Bound<'_, PyAny>, texts: &[String]) -> PyResult<Vec<Vec<f32>>> {
    let py = object.py();
    if let Some(embed) = method(object, "embed_documents")? {
        return vectors(call(&embed, (PyList::new(py, texts)?,))?);
    }
    let one = match method(object, "embed_query")? {
        Some(embed) => Some((embed, None)),
        None => method(object, "embed")?.map(|embed| (embed, Some("add"))),
    };
    match one {
        None => vectors(call(object, (PyList::new(py, texts)?,))?),
        Some((embed, action)) => {
            let embedded = texts.iter().map(|text| match action {
                None => vector(call(&embed, (text,))?),
                Some(action) => vector(call(&embed, (text, action))?),
            });
            embedded.collect()
        }
    }
}

/// What takes one question at a time, with what it wants beside; `None` where questions are
/// embedded as documents are.
fn one_for_questions<'py>(
    object: &Bound<'py, PyAny>,
) -> PyResult<Option<(Bound<'py, PyAny>, Option<&'static str>)>> {
    if let Some(embed) = method(object, "embed_query")? {
        return Ok(Some((embed, None)));
    }
    if method(object, "embed_documents")?.is_some() {
        return Ok(None);
    }
    Ok(method(object, "embed")?.map(|embed| (embed, Some("search"))))
}

fn query(object: &Bound<'_, PyAny>, question: &str) -> PyResult<Vec<f32>> {
    match one_for_questions(object)? {
        Some((embed, None)) => return vector(call(&embed, (question,))?),
        Some((embed, Some(action))) => return vector(call(&embed, (question, action))?),
        None => {}
    }
    let mut vectors = documents(object, &[question.to_owned()])?;
    match (vectors.pop(), vectors.is_empty()) {
        (Some(vector), true) => Ok(vector),
        _ => Err(PyTypeError::new_err(
            "an embedding model should answer with one vector for each text",
        )),
    }
}

fn vectors(answer: Bound<'_, PyAny>) -> PyResult<Vec<Vec<f32>>> {
    let rows = listed(awaited(answer)?)?;
    rows.try_iter()?.map(|row| vector(row?)).collect()
}

fn vector(answer: Bound<'_, PyAny>) -> PyResult<Vec<f32>> {
    listed(awaited(answer)?)?.extract()
}

/// An array of another library as a list.
fn listed(answer: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    match method(&answer, "tolist")? {
        Some(tolist) => call(&tolist, ()),
        None => Ok(answer),
    }
}
