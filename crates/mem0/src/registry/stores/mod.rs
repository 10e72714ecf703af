//! Stores: the embedded one, and those whose local form it takes over.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `sqlite` | how is the embedded store opened? |
//! | `qdrant`, `chroma`, `faiss`, `milvus`, `memory` | which options does a store have, and where would it keep things? |
//! | `langchain` | how does it stand beside a vector store that the program hands in? |
//! | `local_form` | where does the embedded store keep things instead? |
//! | `dimensions` | does the embedder make vectors of the length that somebody wrote down? |

mod chroma;
mod dimensions;
mod faiss;
mod langchain;
mod local_form;
mod memory;
mod milvus;
mod qdrant;
mod sqlite;
#[cfg(test)]
mod tests;

use crate::config::{Accepts, Setting};

pub(crate) use self::dimensions::check_stated_length;
pub(super) use self::dimensions::held_to;
pub(crate) use self::langchain::beside;
pub(super) use self::langchain::nothing_handed_over;
pub(super) use self::local_form::LocalForm;
pub(crate) use self::local_form::{file, tell_what_is_left};

pub(super) const CHROMA: super::Provider = chroma::PROVIDER;
pub(super) const FAISS: super::Provider = faiss::PROVIDER;
pub(super) const LANGCHAIN: super::Provider = langchain::PROVIDER;
pub(super) const MEMORY: super::Provider = memory::PROVIDER;
pub(super) const MILVUS: super::Provider = milvus::PROVIDER;
pub(super) const QDRANT: super::Provider = qdrant::PROVIDER;
pub(super) const SQLITE: super::Provider = sqlite::PROVIDER;

/// How long the embedder's vectors are said to be, of a store whose local form is ours.
const DIMENSIONS: Setting = Setting::new(
    "embedding_model_dims",
    Accepts::Whole,
    "How long vectors must be; an embedder that makes others is an error. Default: as long as the \
     embedder makes them.",
);

/// The folder of a local form.
const FOLDER: Setting = Setting::new(
    "path",
    Accepts::Path,
    "The folder of the local form, in which the embedded store has a file `memory.db`; \
     \":memory:\" keeps it in this process.",
);

/// Other names of the options that all of them have.
const ALIASES: &[(&str, &str)] = &[
    ("dimension", "embedding_model_dims"),
    ("embeddingModelDims", "embedding_model_dims"),
];

/// An option that only says how to reach a server.
const fn of_server(name: &'static str, accepts: Accepts) -> Setting {
    Setting::new(name, accepts, "Of the server form: not available yet.")
}
