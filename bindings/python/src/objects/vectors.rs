//! A vector store in Python.
//!
//! Whatever LangChain's stores have in common is used as its base class has it; where they differ,
//! an object is looked at for what it can do, and what it refuses is tried in another form. Nothing
//! depends on how it filters: whose a memory is, is compared in Rust.

mod listing;
mod reading;
mod searching;
mod writing;

use std::sync::Arc;

use mem0::StoreError;
use mem0::parts::{
    Capabilities, Capability, FoundPoint, Point, PointPage, PointQuery, VectorStore, async_trait,
};
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;

use self::listing::Listing;
use self::searching::Forms;
use super::{Kept, ask, method};

/// Where LangChain's base class is, whose methods say that they are not implemented.
const BASE: &str = "langchain_core.vectorstores.base";

/// An object that keeps vectors, as LangChain's do.
pub(super) struct PythonVectors {
    pub(super) object: Kept,
    name: String,
    can: Capabilities,
    can_delete: bool,
    can_search: bool,
    listing: Option<Listing>,
    forms: Arc<Forms>,
}

impl PythonVectors {
    /// Looks at the object, and asks it nothing.
    pub(super) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let class = class_of(object)?;
        if !writing::can_write(object)? {
            return Err(PyTypeError::new_err(format!(
                "vector_store: a {class} is no vector store: it has neither `add_texts` nor \
                 `add_embeddings`"
            )));
        }
        let listing = Listing::of(object)?;
        let can_delete = own_method(object, &["delete", "adelete"])?.is_some();
        Ok(Self {
            name: format!("langchain/{class}"),
            can: Capabilities {
                get: own_method(object, reading::BY_IDS)?.is_some(),
                list: listing.is_some(),
                clear: listing.is_some() && can_delete,
                lasting: !listing::lives_here_only(object)?,
            },
            can_delete,
            can_search: searching::can_search(object)?,
            listing,
            forms: Arc::default(),
            object: Arc::new(object.clone().unbind()),
        })
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(String) -> StoreError {
        let store = self.name.clone();
        move |problem| StoreError::VectorStore {
            store,
            doing,
            problem,
        }
    }
}

#[async_trait]
impl VectorStore for PythonVectors {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn capabilities(&self) -> Capabilities {
        self.can
    }

    async fn upsert(&self, points: &[Point]) -> Result<(), StoreError> {
        if points.is_empty() {
            return Ok(());
        }
        let points = points.to_vec();
        let can_delete = self.can_delete;
        let written = ask(&self.object, move |object| {
            if can_delete {
                writing::make_room(object, &points)?;
            }
            writing::add(object, &points)
        });
        written.await.map_err(self.failed("adding points"))
    }

    async fn delete(&self, ids: &[String]) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        if !self.can_delete {
            return Err(Capability::Delete.missing(self.name()));
        }
        let ids = ids.to_vec();
        let deleted = ask(&self.object, move |object| writing::delete(object, &ids));
        deleted.await.map_err(self.failed("deleting points"))
    }

    async fn search(&self, query: &PointQuery) -> Result<Vec<FoundPoint>, StoreError> {
        if !self.can_search {
            return Err(Capability::Search.missing(self.name()));
        }
        let (query, forms) = (query.clone(), self.forms.clone());
        let found = ask(&self.object, move |object| forms.search(object, &query));
        found.await.map_err(self.failed("searching"))
    }

    async fn get(&self, ids: &[String]) -> Result<Vec<FoundPoint>, StoreError> {
        if !self.can.get {
            return Err(Capability::Get.missing(self.name()));
        }
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = ids.to_vec();
        let found = ask(&self.object, move |object| reading::by_ids(object, &ids));
        found.await.map_err(self.failed("getting points"))
    }

    async fn list(&self, after: Option<&str>, limit: usize) -> Result<PointPage, StoreError> {
        let Some(listing) = self.listing else {
            return Err(Capability::List.missing(self.name()));
        };
        let offset = after.and_then(|after| after.parse().ok()).unwrap_or(0);
        let listed = ask(&self.object, move |object| {
            listing.page(object, offset, limit)
        });
        listed.await.map_err(self.failed("listing points"))
    }

    async fn clear(&self) -> Result<(), StoreError> {
        if !self.can.clear {
            return Err(Capability::Clear.missing(self.name()));
        }
        let (mut ids, mut after) = (Vec::new(), None);
        loop {
            let page = self.list(after.as_deref(), 1_000).await?;
            ids.extend(page.points.into_iter().map(|point| point.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        for ids in ids.chunks(1_000) {
            self.delete(ids).await?;
        }
        Ok(())
    }
}

/// The class of an object, which is all that is ever shown of it.
pub(crate) fn class_of(object: &Bound<'_, PyAny>) -> PyResult<String> {
    Ok(object.get_type().name()?.to_string())
}

/// The first of these methods that the object has and that does something: LangChain's base class
/// has many that only raise.
fn own_method<'py>(
    object: &Bound<'py, PyAny>,
    names: &[&str],
) -> PyResult<Option<Bound<'py, PyAny>>> {
    for name in names {
        let Some(found) = method(object, name)? else {
            continue;
        };
        let module = found.getattr_opt(intern!(object.py(), "__module__"))?;
        let module = module.and_then(|module| module.extract::<String>().ok());
        if module.as_deref() != Some(BASE) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The names of what a function takes; `None` if it takes any, or doesn't tell.
fn parameters(function: &Bound<'_, PyAny>) -> Option<Vec<String>> {
    let py = function.py();
    let inspect = py.import(intern!(py, "inspect")).ok()?;
    let signature = crate::calling::call_method(&inspect, "signature", (function,)).ok()?;
    let parameters = signature.getattr(intern!(py, "parameters")).ok()?;
    let parameters = crate::calling::call_method(&parameters, "items", ()).ok()?;
    let mut names = Vec::new();
    for parameter in parameters.try_iter().ok()? {
        let (name, parameter): (String, Bound<'_, PyAny>) = parameter.ok()?.extract().ok()?;
        let kind = parameter.getattr(intern!(py, "kind")).ok()?;
        // `VAR_KEYWORD` of `inspect`.
        if kind.extract::<i32>().ok()? == 4 {
            return None;
        }
        names.push(name);
    }
    Some(names)
}
