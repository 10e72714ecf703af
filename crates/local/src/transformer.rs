//! Transformers in ONNX files: embedders and cross-encoders, on this machine's processor.
//!
//! | file | question it answers |
//! | --- | --- |
//! | `folder` | where is a model, and which files make it up? |
//! | `card` | what does its folder say about its use? |
//! | `family` | and where the folder doesn't say, its family? |
//! | `tokens` | which numbers stand for a text? |
//! | `batch` | which texts are run together? |
//! | `network` | what does the network answer? |
//! | `pooling` | how do the vectors of tokens become one? |
//! | `runtime` | when is a model loaded, and in which threads does it run? |
//! | `embedder`, `cross_encoder` | how does it answer as an [`Embedder`](mem0_core::Embedder) or a [`Reranker`](mem0_core::Reranker)? |

mod batch;
mod card;
mod cross_encoder;
mod embedder;
mod error;
mod family;
mod folder;
mod network;
mod pooling;
mod runtime;
#[cfg(test)]
mod tests;
mod tokens;

pub use cross_encoder::{CrossEncoder, CrossEncoderOptions};
pub use embedder::{TransformerEmbedder, TransformerOptions};
pub use error::TransformerError;
pub use folder::ModelFolder;
pub use pooling::Pooling;
pub use runtime::Limits;
