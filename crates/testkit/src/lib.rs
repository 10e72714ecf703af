//! Behaviour suites for every trait, a plain reference store, scripted models, fixed clock and ids.
//! For tests only.
//!
//! | module | what it gives a test |
//! | --- | --- |
//! | [`memory_store`] | the suite that every [`MemoryStore`](mem0_core::MemoryStore) passes |
//! | [`reference_store`] | the plainest store: the oracle, and a stand-in for unit tests |
//! | [`vector_store`] | the suite that every [`VectorStore`](mem0_core::VectorStore) passes, a plain one and one with faults |
//! | [`embedder_rules`] | the suite that every [`Embedder`](mem0_core::Embedder) passes |
//! | [`reranker_rules`] | the suite that every [`Reranker`](mem0_core::Reranker) passes |
//! | [`tiny_transformer`] | folders with tiny models that a transformer's runtime can load |
//! | [`scribe`] | memories, writes and questions, with fixed times and ids |
//! | [`arbitrary`] | scopes, memories and filters for property tests |
//! | [`llm`], [`embedder`], [`reranker`] | models that do what the test says |
//! | [`fetcher`] | attachments that the test makes up |
//! | `hosted` | a server of the hosted API that keeps state, and the cases that every such server passes (feature `hosted`) |
//! | [`clock`] | time and names that the test decides |

#[macro_use]
mod rules;

pub mod arbitrary;
pub mod clock;
pub mod embedder;
pub mod embedder_rules;
pub mod fetcher;
#[cfg(feature = "hosted")]
pub mod hosted;
pub mod llm;
pub mod memory_store;
pub mod reference_store;
pub mod reranker;
pub mod reranker_rules;
pub mod scribe;
pub mod tiny_transformer;
pub mod vector_store;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use clock::{FixedClock, SequentialIds};
pub use embedder::HashEmbedder;
pub use fetcher::ScriptedFetcher;
#[cfg(feature = "hosted")]
#[doc(hidden)]
pub use hosted::cases as hosted_api;
pub use llm::{AnsweringLlm, ScriptedLlm};
pub use memory_store::StoreUnderTest;
pub use reference_store::ReferenceStore;
pub use reranker::ScriptedReranker;
pub use scribe::Scribe;
pub use vector_store::{FailingVectorStore, PlainVectorStore};

/// What a rule of a suite returns: rules assert what must hold, and pass on errors that must not
/// happen.
pub type TestResult<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A lock outlives the panic of a test that held it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
