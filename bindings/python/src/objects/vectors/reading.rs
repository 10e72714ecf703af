//! Documents as points.

use mem0::parts::FoundPoint;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyMapping;
use serde_json::Map;

use super::own_method;
use crate::calling::call;
use crate::objects::awaited;
use crate::value::from_python;

/// The methods that get documents by their ids.
pub(super) const BY_IDS: &[&str] = &["get_by_ids", "aget_by_ids"];

/// The documents with these ids.
pub(super) fn by_ids(object: &Bound<'_, PyAny>, ids: &[String]) -> PyResult<Vec<FoundPoint>> {
    let Some(get) = own_method(object, BY_IDS)? else {
        return Ok(Vec::new());
    };
    let found = awaited(call(&get, (ids.to_vec(),))?)?;
    let mut points = Vec::new();
    for document in found.try_iter()? {
        points.push(point(&document?)?);
    }
    // Whoever asks for one knows which it is, also of an object whose documents don't say it.
    if let ([id], [found]) = (ids, points.as_mut_slice())
        && found.id.is_empty()
    {
        found.id.clone_from(id);
    }
    Ok(points)
}

/// A document as a point: its id is empty if it has none.
pub(super) fn point(document: &Bound<'_, PyAny>) -> PyResult<FoundPoint> {
    let py = document.py();
    let id = document.getattr_opt(intern!(py, "id"))?;
    let text = document.getattr_opt(intern!(py, "page_content"))?;
    let metadata = document.getattr_opt(intern!(py, "metadata"))?;
    Ok(FoundPoint {
        id: id.map(|id| words(&id)).transpose()?.unwrap_or_default(),
        score: None,
        text: text.and_then(|text| text.extract().ok()),
        payload: payload(metadata.as_ref())?,
    })
}

/// An id as text; nothing for `None`.
pub(super) fn words(id: &Bound<'_, PyAny>) -> PyResult<String> {
    if id.is_none() {
        return Ok(String::new());
    }
    Ok(id.str()?.to_string_lossy().into_owned())
}

/// What of a document's metadata has a JSON form: programs put all sorts of things there.
pub(super) fn payload(
    metadata: Option<&Bound<'_, PyAny>>,
) -> PyResult<Map<String, serde_json::Value>> {
    let mut payload = Map::new();
    let Some(metadata) = metadata.and_then(|it| it.cast::<PyMapping>().ok()) else {
        return Ok(payload);
    };
    for pair in metadata.items()?.try_iter()? {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract()?;
        if let Ok(key) = key.extract::<String>()
            && let Ok(value) = from_python(&value, &key)
        {
            payload.insert(key, value);
        }
    }
    Ok(payload)
}
