//! How long a transformer takes: `cargo run --release -p mem0-local --features transformer
//! --example transformer_speed FOLDER`.
//!
//! Prints the time to load, of one question, and for each text of an import, by batch size and
//! number of threads; processor time too where `/proc` tells it, which other work on the machine
//! disturbs less.

#![expect(clippy::print_stdout, reason = "it talks to a terminal")]

use std::path::Path;
use std::time::Instant;

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose};
use mem0_local::transformer::{Limits, TransformerOptions};
use mem0_local::{ModelFolder, TransformerEmbedder};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let model = std::env::args().nth(1).ok_or("which folder?")?;
    let texts: Vec<String> = (0..96).map(text).collect();
    println!(
        "batch  threads  load ms  question ms (p50)  ms a text  cpu ms a text  lowest cosine to batch 1"
    );
    let mut alone = Vec::new();
    for (batch_size, threads) in [(1, 1), (1, 2), (8, 1), (8, 2), (32, 1), (32, 2)] {
        let embedder = open(&model, batch_size, threads)?;
        let start = Instant::now();
        embedder.embed(&["?".to_owned()], Purpose::Query).await?;
        let load = milliseconds(start);
        let mut questions = Vec::new();
        for number in 0..40 {
            let question = [format!("What did she do on day {number}?")];
            let start = Instant::now();
            embedder.embed(&question, Purpose::Query).await?;
            questions.push(milliseconds(start));
        }
        questions.sort_by(f64::total_cmp);
        let (start, worked) = (Instant::now(), processor_milliseconds());
        let vectors = embedder.embed(&texts, Purpose::Document).await?;
        let each = milliseconds(start) / texts.len() as f64;
        let cpu = (processor_milliseconds() - worked) / texts.len() as f64;
        if alone.is_empty() {
            alone.clone_from(&vectors);
        }
        let cosines = alone.iter().zip(&vectors).map(|(a, b)| dot(a, b));
        let lowest = cosines.fold(1.0, f32::min);
        let question = questions[questions.len() / 2];
        println!(
            "{batch_size:>5}  {threads:>7}  {load:>7.0}  {question:>17.2}  {each:>9.2}  {cpu:>13.2}  {lowest:>8.4}"
        );
    }
    Ok(())
}

fn open(model: &str, batch_size: usize, threads: usize) -> Result<TransformerEmbedder> {
    let options = TransformerOptions {
        limits: Limits {
            batch_size: Some(batch_size),
            threads: Some(threads),
            max_tokens: None,
        },
        ..TransformerOptions::default()
    };
    let folder = ModelFolder::find(model, Path::new("models"))?;
    Ok(TransformerEmbedder::open(folder, options)?)
}

/// A text of 8 to some 40 words.
fn text(number: usize) -> String {
    let rest = " and later they walked along the river to the old bridge";
    format!(
        "On day {number} she wrote a letter to her brother{}",
        rest.repeat(number % 4)
    )
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// What this process has used of the processor; 0 where nobody says.
fn processor_milliseconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse().ok())
        .collect();
    // In hundredths of a second.
    fields.iter().sum::<f64>() * 10.0
}
