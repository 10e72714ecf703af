//! The pipelines under test, and how a model speaks to each of them.

use std::sync::Arc;

use mem0_core::{ChatRequest, Llm};
use mem0_engine::ingest::pipelines::Pipeline;
use mem0_engine::ingest::pipelines::reconcile::ReconcilePipeline;
use serde_json::{Value, json};

/// What a model wants done.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A new memory, with words of the message that it goes by.
    Add { text: String, quote: String },
    /// Another text for a memory: one that it was shown, by its text, or any id.
    Update {
        old: String,
        text: String,
        quote: String,
    },
    /// The end of a memory.
    Delete { old: String, quote: String },
}

pub fn add(text: &str, quote: &str) -> Wish {
    let (text, quote) = (text.to_owned(), quote.to_owned());
    Wish::Add { text, quote }
}

pub fn update(old: &str, text: &str, quote: &str) -> Wish {
    Wish::Update {
        old: old.to_owned(),
        text: text.to_owned(),
        quote: quote.to_owned(),
    }
}

pub fn delete(old: &str, quote: &str) -> Wish {
    let (old, quote) = (old.to_owned(), quote.to_owned());
    Wish::Delete { old, quote }
}

/// A pipeline, and how a model speaks to it.
pub struct Way {
    /// Its configuration name.
    pub name: &'static str,
    /// The pipeline that asks this model.
    pub pipeline: fn(Arc<dyn Llm>) -> Arc<dyn Pipeline>,
    /// The answer to a request by which a model gets its wishes, in the pipeline's own form: an
    /// object with one list.
    pub answer: fn(&ChatRequest, &[Wish]) -> String,
    /// The texts of the known memories that a request shows.
    pub shown: fn(&ChatRequest) -> Vec<String>,
    /// Whether a model may change and delete memories.
    pub changes: bool,
}

/// Every pipeline that asks a model.
pub const WAYS: &[Way] = &[RECONCILE];

/// Those in which a model may change and delete memories.
pub fn changing() -> impl Iterator<Item = &'static Way> {
    WAYS.iter().filter(|way| way.changes)
}

const RECONCILE: Way = Way {
    name: "reconcile",
    pipeline: |llm| Arc::new(ReconcilePipeline::new(llm)),
    answer: reconcile_answer,
    shown: |request| {
        lines_with(request, "memory")
            .iter()
            .filter_map(|line| line["text"].as_str().map(str::to_owned))
            .collect()
    },
    changes: true,
};

fn reconcile_answer(request: &ChatRequest, wishes: &[Wish]) -> String {
    let known = lines_with(request, "memory");
    let messages = lines_with(request, "message");
    let target = |old: &str| {
        let shown = known.iter().find(|line| line["text"] == old);
        shown.map_or(json!(old), |line| line["memory"].clone())
    };
    let sources = |quote: &str| -> Vec<Value> {
        let says = |line: &&Value| line["text"].as_str().is_some_and(|it| it.contains(quote));
        let lines = messages.iter().filter(says);
        lines.map(|line| line["message"].clone()).take(1).collect()
    };
    let operations: Vec<Value> = wishes
        .iter()
        .map(|wish| match wish {
            Wish::Add { text, quote } => json!({
                "sources": sources(quote), "quote": quote, "op": "add", "target": null,
                "text": text, "when": null}),
            Wish::Update { old, text, quote } => json!({
                "sources": sources(quote), "quote": quote, "op": "update", "target": target(old),
                "text": text, "when": null}),
            Wish::Delete { old, quote } => json!({
                "sources": sources(quote), "quote": quote, "op": "delete", "target": target(old),
                "text": "", "when": null}),
        })
        .collect();
    json!({"operations": operations}).to_string()
}

/// The lines of the request itself, without the rules before it, that are objects with this key.
fn lines_with(request: &ChatRequest, key: &str) -> Vec<Value> {
    request.messages[1]
        .content
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|line: &Value| line[key].is_number())
        .collect()
}
