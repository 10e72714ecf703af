//! The real all-MiniLM-L6-v2: run with `--ignored`, and with its folder in `MEM0_MINILM_FOLDER`.
#![cfg(feature = "transformer")]
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::path::Path;

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose};
use mem0_local::transformer::{Limits, TransformerOptions};
use mem0_local::{ModelFolder, TransformerEmbedder};
use mem0_testkit::embedder_rules;

fn open(limits: Limits) -> TransformerEmbedder {
    let folder = std::env::var("MEM0_MINILM_FOLDER").unwrap();
    let folder = ModelFolder::find(&folder, Path::new("")).unwrap();
    let options = TransformerOptions {
        limits,
        ..TransformerOptions::default()
    };
    TransformerEmbedder::open(folder, options).unwrap()
}

#[ignore = "needs the weights in MEM0_MINILM_FOLDER"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_rule_of_embedders_holds() {
    embedder_rules::check(&open(Limits::default()))
        .await
        .unwrap();
}

/// The cosines that ONNX Runtime gives with the same files.
#[ignore = "needs the weights in MEM0_MINILM_FOLDER"]
#[tokio::test]
async fn cosines_are_those_of_another_runtime() {
    let embedder = open(Limits::default());
    assert_eq!(embedder.identity().await.unwrap().dimensions, 384);
    let texts = [
        "I love hiking",
        "She enjoys walking in mountains",
        "database index",
    ]
    .map(str::to_owned);
    let vectors = embedder.embed(&texts, Purpose::Document).await.unwrap();
    let (near, far) = (dot(&vectors[0], &vectors[1]), dot(&vectors[0], &vectors[2]));
    assert!((near - 0.472).abs() < 0.02, "{near}");
    assert!((far - 0.083).abs() < 0.02, "{far}");
}

/// Its layers' numbers are fitted into 8 bits by what is in the batch, so large batches may move a
/// vector a little.
#[ignore = "needs the weights in MEM0_MINILM_FOLDER"]
#[tokio::test]
async fn large_batches_move_vectors_only_a_little() {
    let texts: Vec<String> = (1..40)
        .map(|number| {
            format!(
                "On day {number} she wrote home{}",
                " and rested".repeat(number % 7)
            )
        })
        .collect();
    let alone = open(Limits::default());
    let together = open(Limits {
        batch_size: Some(32),
        ..Limits::default()
    });
    let alone = alone.embed(&texts, Purpose::Document).await.unwrap();
    let together = together.embed(&texts, Purpose::Document).await.unwrap();
    for (a, b) in alone.iter().zip(&together) {
        assert!(dot(a, b) > 0.98, "{}", dot(a, b));
    }
}
