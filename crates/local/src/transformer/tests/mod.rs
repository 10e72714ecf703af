//! Models in folders, with networks made for tests.

mod cross_encoder;
mod embedder;
mod folder;

use std::path::Path;

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose, Reranker};
use mem0_testkit::{embedder_rules, reranker_rules, tiny_transformer};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

const WORDS: [&str; 10] = [
    "tea", "green", "likes", "ann", "query", ":", "茶", "绿", "dog", "river",
];

/// The number of the first word, after the special tokens.
const FIRST: usize = tiny_transformer::SPECIAL.len();

fn embedder_folder(with_types: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tiny_transformer::write_embedder(folder.path(), &WORDS, with_types).unwrap();
    folder
}

fn cross_encoder_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    tiny_transformer::write_cross_encoder(folder.path(), &WORDS).unwrap();
    folder
}

fn find(folder: &Path) -> ModelFolder {
    ModelFolder::find(folder.to_str().unwrap(), Path::new("/nowhere")).unwrap()
}

fn open(folder: &Path, options: TransformerOptions) -> TransformerEmbedder {
    TransformerEmbedder::open(find(folder), options).unwrap()
}

fn write(folder: &Path, file: &str, value: &Value) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, value.to_string()).unwrap();
}

async fn embed(embedder: &TransformerEmbedder, text: &str, purpose: Purpose) -> Vec<f32> {
    let mut vectors = embedder.embed(&[text.to_owned()], purpose).await.unwrap();
    vectors.pop().unwrap()
}

/// The share of each token in a vector of the tiny embedder, for tokens that are there at all.
fn tokens(vector: &[f32]) -> Vec<usize> {
    (0..vector.len())
        .filter(|token| vector[*token] > 1e-6)
        .collect()
}
