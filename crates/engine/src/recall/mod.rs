//! The second journey: from a question to the right memories.
//!
//! [`question`] (what is asked) → candidates (the store gives them with statistics) →
//! [`signals`] (one file each, they only compute) → [`score`] (one sum, calibrated) →
//! [`rerank`].

mod coverage;
pub mod explain;
pub mod holding;
pub mod llm_reranker;
mod person;
pub mod question;
pub mod rerank;
pub mod scale;
pub mod score;
pub mod second_hop;
pub mod signals;
