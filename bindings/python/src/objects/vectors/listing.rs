//! Objects whose documents can all be listed: LangChain has no method for that, so this looks at
//! those that are known.

use mem0::parts::{FoundPoint, PointPage};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::reading;
use crate::calling::{call_method, call_with};
use crate::objects::method;

/// How an object can be listed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Listing {
    /// A dictionary `store` of `{"text", "metadata"}` by id: `InMemoryVectorStore`.
    Store,
    /// A document store with a dictionary of documents by id: `FAISS`.
    Documents,
    /// A method `get` with `limit` and `offset`: `Chroma`.
    Pages,
}

/// Classes whose points live in this process only.
const HERE_ONLY: [&str; 5] = [
    "InMemoryVectorStore",
    "FAISS",
    "DocArrayInMemorySearch",
    "SKLearnVectorStore",
    "Annoy",
];

impl Listing {
    /// How this object can be listed; `None`: it can't.
    pub(super) fn of(object: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        if dictionary(object, &["store"])?.is_some() {
            return Ok(Some(Self::Store));
        }
        if dictionary(object, &["docstore", "_dict"])?.is_some() {
            return Ok(Some(Self::Documents));
        }
        if is_one_of(object, &["Chroma"])? && method(object, "get")?.is_some() {
            return Ok(Some(Self::Pages));
        }
        Ok(None)
    }

    /// Which of these ids the object knows; `None` if that can't be seen.
    pub(super) fn known(
        self,
        object: &Bound<'_, PyAny>,
        ids: &[String],
    ) -> PyResult<Option<Vec<String>>> {
        let dictionary = match self {
            Self::Store => dictionary(object, &["store"])?,
            Self::Documents => dictionary(object, &["docstore", "_dict"])?,
            Self::Pages => None,
        };
        let Some(dictionary) = dictionary else {
            return Ok(None);
        };
        let mut known = Vec::new();
        for id in ids {
            if dictionary.contains(id)? {
                known.push(id.clone());
            }
        }
        Ok(Some(known))
    }

    /// A page of all documents.
    pub(super) fn page(
        self,
        object: &Bound<'_, PyAny>,
        offset: usize,
        limit: usize,
    ) -> PyResult<PointPage> {
        let points = match self {
            Self::Store => part(object, &["store"], offset, limit, |row| {
                let row = row.cast::<PyDict>()?;
                let text = row.get_item("text")?;
                let metadata = row.get_item("metadata")?;
                Ok(FoundPoint {
                    text: text.and_then(|text| text.extract().ok()),
                    payload: reading::payload(metadata.as_ref())?,
                    ..FoundPoint::default()
                })
            })?,
            Self::Documents => part(
                object,
                &["docstore", "_dict"],
                offset,
                limit,
                reading::point,
            )?,
            Self::Pages => page_of_chroma(object, offset, limit)?,
        };
        let next = (points.len() == limit).then(|| (offset + limit).to_string());
        Ok(PointPage { points, next })
    }
}

/// Whether the points are gone when this process ends.
pub(super) fn lives_here_only(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if is_one_of(object, &HERE_ONLY)? {
        return Ok(true);
    }
    // Chroma without a folder and without a server.
    if is_one_of(object, &["Chroma"])?
        && let Some(client) = object.getattr_opt("_client")?
        && let Ok(settings) = call_method(&client, "get_settings", ())
    {
        let says = |name: &str| {
            let value = settings.getattr_opt(name).ok().flatten();
            value.is_some_and(|value| value.is_truthy().unwrap_or(true))
        };
        return Ok(!says("is_persistent") && !says("chroma_server_host"));
    }
    // Qdrant's client without a server, in memory.
    if let Some(client) = attribute(object, &["client", "_client"])?
        && let Some(persistent) = client.getattr_opt("persistent")?
    {
        return Ok(!persistent.is_truthy()?);
    }
    Ok(false)
}

fn is_one_of(object: &Bound<'_, PyAny>, names: &[&str]) -> PyResult<bool> {
    let classes = object.get_type().getattr("__mro__")?;
    for class in classes.try_iter()? {
        let name: String = class?.getattr("__name__")?.extract()?;
        if names.contains(&name.as_str()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn attribute<'py>(
    object: &Bound<'py, PyAny>,
    path: &[&str],
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let mut found = object.clone();
    for name in path {
        match found.getattr_opt(*name)? {
            Some(next) => found = next,
            None => return Ok(None),
        }
    }
    Ok(Some(found))
}

fn dictionary<'py>(
    object: &Bound<'py, PyAny>,
    path: &[&str],
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let found = attribute(object, path)?;
    Ok(found.and_then(|found| found.cast_into::<PyDict>().ok()))
}

/// A part of a dictionary, in its order.
fn part(
    object: &Bound<'_, PyAny>,
    path: &[&str],
    offset: usize,
    limit: usize,
    read: impl Fn(&Bound<'_, PyAny>) -> PyResult<FoundPoint>,
) -> PyResult<Vec<FoundPoint>> {
    let Some(dictionary) = dictionary(object, path)? else {
        return Ok(Vec::new());
    };
    let mut points = Vec::new();
    // A copy: other threads may add to the object meanwhile.
    for (id, row) in dictionary.copy()?.iter().skip(offset).take(limit) {
        points.push(FoundPoint {
            id: reading::words(&id)?,
            ..read(&row)?
        });
    }
    Ok(points)
}

fn page_of_chroma(
    object: &Bound<'_, PyAny>,
    offset: usize,
    limit: usize,
) -> PyResult<Vec<FoundPoint>> {
    let py = object.py();
    let named = PyDict::new(py);
    named.set_item("limit", limit)?;
    named.set_item("offset", offset)?;
    named.set_item("include", PyList::new(py, ["documents", "metadatas"])?)?;
    let found = call_with(&object.getattr("get")?, (), &named)?;
    let column = |name: &str| -> PyResult<Vec<Bound<'_, PyAny>>> {
        let values = found.get_item(name)?;
        if values.is_none() {
            return Ok(Vec::new());
        }
        values.try_iter()?.collect()
    };
    let (ids, texts, metadatas) = (column("ids")?, column("documents")?, column("metadatas")?);
    let mut points = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        points.push(FoundPoint {
            id: reading::words(id)?,
            score: None,
            text: texts.get(place).and_then(|text| text.extract().ok()),
            payload: reading::payload(metadatas.get(place))?,
        });
    }
    Ok(points)
}
