//! Models that run in this process, offline: [`StaticEmbedder`], the default embedder, and with
//! the feature `transformer` what a folder with an ONNX file holds (`transformer`).
//!
//! Beside it, [`RelatedWordTable`] knows which words mean something close.
//!
//! The static embedder is a table of token vectors compiled into the program: no key, no download, some ten
//! microseconds for a sentence, in Chinese, English and the other large languages.
//!
//! ```
//! use mem0_local::StaticEmbedder;
//!
//! let embedder = StaticEmbedder::embedded()?;
//! let memory = embedder.embed("I love pizza and hate broccoli");
//! let question = embedder.embed("food preferences");
//! let cosine: f32 = memory.iter().zip(&question).map(|(a, b)| a * b).sum();
//! assert!(cosine > 0.3);
//! # Ok::<(), mem0_local::TableError>(())
//! ```

mod related;
mod static_table;
#[cfg(feature = "transformer")]
pub mod transformer;

pub use related::{RelatedWordTable, RelatedWordsError};
pub use static_table::{StaticEmbedder, TableError};
#[cfg(feature = "transformer")]
pub use transformer::{CrossEncoder, ModelFolder, TransformerEmbedder};
