//! Searching by a vector.

use std::sync::atomic::{AtomicU8, Ordering};

use mem0::Scope;
use mem0::parts::{FoundPoint, PointQuery};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict, PyTuple};

use super::{own_method, parameters, reading};
use crate::calling::call_with;
use crate::objects::awaited;

/// Methods that search by a vector, those that the original prefers first.
const SEARCHES: &[&str] = &[
    "similarity_search_with_score_by_vector",
    "similarity_search_by_vector_with_relevance_scores",
    "similarity_search_by_vector_with_score",
    "similarity_search_by_vector",
    "asimilarity_search_with_score_by_vector",
    "asimilarity_search_by_vector",
];

/// An object that can't filter is asked for so many times more, so that those of one person are
/// found among those of others.
const UNFILTERED: usize = 4;

/// How a filter may be written.
const FORMS: [Form; 3] = [Form::Mapping, Form::Function, Form::None];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// `{"user_id": "mia"}`: most databases.
    Mapping,
    /// A function of a document: stores in memory.
    Function,
    /// None at all.
    None,
}

/// Whether there is a method that searches by a vector.
pub(super) fn can_search(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(own_method(object, SEARCHES)?.is_some())
}

/// The forms that an object has not refused yet.
#[derive(Debug, Default)]
pub(super) struct Forms {
    first: AtomicU8,
}

impl Forms {
    /// What is nearest. A filter is a help to the object and nothing to rely on: what it refuses is
    /// written in another form, and at last left out.
    pub(super) fn search(
        &self,
        object: &Bound<'_, PyAny>,
        query: &PointQuery,
    ) -> PyResult<Vec<FoundPoint>> {
        let Some(search) = own_method(object, SEARCHES)? else {
            return Ok(Vec::new());
        };
        let takes_filters =
            parameters(&search).is_none_or(|names| names.iter().any(|name| name == "filter"));
        let first = usize::from(self.first.load(Ordering::Relaxed));
        let forms = FORMS.iter().enumerate().skip(first);
        let mut refused = None;
        for (place, form) in forms {
            if *form != Form::None && (!takes_filters || query.scope.is_unbounded()) {
                continue;
            }
            match nearest(&search, query, *form) {
                Ok(found) => {
                    if refused.is_some() {
                        let place = u8::try_from(place).unwrap_or_default();
                        self.first.store(place, Ordering::Relaxed);
                    }
                    return Ok(found);
                }
                Err(error) => refused = Some(error),
            }
        }
        refused.map_or(Ok(Vec::new()), Err)
    }
}

fn nearest(search: &Bound<'_, PyAny>, query: &PointQuery, form: Form) -> PyResult<Vec<FoundPoint>> {
    let py = search.py();
    let named = PyDict::new(py);
    let limit = match form {
        Form::Mapping => {
            let mapping = PyDict::new(py);
            for (id, value) in query.scope.ids() {
                mapping.set_item(id.name(), value)?;
            }
            named.set_item("filter", mapping)?;
            query.limit
        }
        Form::Function => {
            named.set_item("filter", of_scope(py, query.scope.clone())?)?;
            query.limit
        }
        Form::None if query.scope.is_unbounded() => query.limit,
        Form::None => query.limit.saturating_mul(UNFILTERED),
    };
    named.set_item("k", limit)?;
    let found = awaited(call_with(search, (query.vector.clone(),), &named)?)?;
    let mut points = Vec::new();
    for hit in found.try_iter()? {
        let hit = hit?;
        // A document, or one with its score and perhaps its vector. Scores are left: one object's
        // are distances and another's are similarities.
        let document = match hit.cast::<PyTuple>() {
            Ok(pair) => pair.get_item(0)?,
            Err(_) => hit,
        };
        let point = reading::point(&document)?;
        if !point.id.is_empty() {
            points.push(point);
        }
    }
    Ok(points)
}

/// A function that tells documents of a scope.
fn of_scope<'py>(py: Python<'py>, scope: Scope) -> PyResult<Bound<'py, PyAny>> {
    let holds = PyCFunction::new_closure(py, None, None, move |arguments, _| -> PyResult<bool> {
        let document = arguments.get_item(0)?;
        let metadata = document.getattr_opt(intern!(document.py(), "metadata"))?;
        let payload = reading::payload(metadata.as_ref())?;
        Ok(scope.ids().all(|(id, value)| match payload.get(id.name()) {
            Some(serde_json::Value::String(found)) => found.trim() == value,
            Some(serde_json::Value::Number(found)) => found.to_string() == value,
            _ => false,
        }))
    })?;
    Ok(holds.into_any())
}
