//! The pipelines under test, and how a model speaks to each of them.

use std::sync::Arc;

use mem0_core::{ChatRequest, ChatRole, Llm};
use mem0_engine::ingest::pipelines::Pipeline;
use mem0_engine::ingest::pipelines::additive::AdditivePipeline;
use mem0_engine::ingest::pipelines::reconcile::ReconcilePipeline;
use mem0_engine::ingest::pipelines::two_phase::TwoPhasePipeline;
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
    /// Whether it gives words of the message that it goes by. Without them a text in another
    /// script than the conversation can't be told from a translation.
    pub quotes: bool,
}

/// Every pipeline that asks a model.
pub const WAYS: &[Way] = &[RECONCILE, TWO_PHASE, ADDITIVE];

/// Those in which a model may change and delete memories.
pub fn changing() -> impl Iterator<Item = &'static Way> {
    WAYS.iter().filter(|way| way.changes)
}

const RECONCILE: Way = Way {
    name: "reconcile",
    pipeline: |llm| Arc::new(ReconcilePipeline::new(llm)),
    answer: reconcile_answer,
    shown: |request| texts(&lines_with(request, "memory")),
    changes: true,
    quotes: true,
};

const TWO_PHASE: Way = Way {
    name: "two_phase",
    pipeline: |llm| Arc::new(TwoPhasePipeline::new(llm)),
    answer: two_phase_answer,
    shown: |request| texts(&with_id(request)),
    changes: true,
    quotes: false,
};

const ADDITIVE: Way = Way {
    name: "additive",
    pipeline: |llm| Arc::new(AdditivePipeline::new(llm)),
    answer: additive_answer,
    shown: |request| texts(&with_id(request)),
    changes: false,
    quotes: false,
};

fn reconcile_answer(request: &ChatRequest, wishes: &[Wish]) -> String {
    let known = lines_with(request, "memory");
    let target = |old: &str| {
        let shown = known.iter().find(|line| line["text"] == old);
        shown.map_or(json!(old), |line| line["memory"].clone())
    };
    let sources = |quote: &str| -> Vec<Value> { source(request, quote).into_iter().collect() };
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

/// Facts first, then what becomes of the memories.
fn two_phase_answer(request: &ChatRequest, wishes: &[Wish]) -> String {
    if request.messages[0].role == ChatRole::System {
        let facts: Vec<Value> = wishes
            .iter()
            .map(|wish| match wish {
                Wish::Add { text, quote } | Wish::Update { text, quote, .. } => (text, quote),
                // What is taken back is a fact in its own words.
                Wish::Delete { quote, .. } => (quote, quote),
            })
            .map(|(fact, quote)| json!({"source": source(request, quote), "fact": fact}))
            .collect();
        return json!({ "facts": facts }).to_string();
    }
    let known = with_id(request);
    let target = |old: &str| {
        let shown = known.iter().find(|line| line["text"] == old);
        shown.map_or(json!(old), |line| line["id"].clone())
    };
    let events: Vec<Value> = wishes
        .iter()
        .enumerate()
        .map(|(place, wish)| match wish {
            Wish::Add { text, .. } => json!({
                "id": (known.len() + place).to_string(), "text": text, "event": "ADD",
                "old_memory": null}),
            Wish::Update { old, text, .. } => json!({
                "id": target(old), "text": text, "event": "UPDATE", "old_memory": old}),
            Wish::Delete { old, .. } => json!({
                "id": target(old), "text": old, "event": "DELETE", "old_memory": null}),
        })
        .collect();
    json!({ "memory": events }).to_string()
}

/// What can only be added.
fn additive_answer(request: &ChatRequest, wishes: &[Wish]) -> String {
    let memories: Vec<Value> = wishes
        .iter()
        .enumerate()
        .filter_map(|(place, wish)| match wish {
            Wish::Add { text, quote } | Wish::Update { text, quote, .. } => Some(json!({
                "source": source(request, quote), "id": place.to_string(), "text": text,
                "attributed_to": "user", "linked_memory_ids": ["0", "99", "x"]})),
            Wish::Delete { .. } => None,
        })
        .collect();
    json!({ "memory": memories }).to_string()
}

/// The number of the message in which a quote stands.
fn source(request: &ChatRequest, quote: &str) -> Option<Value> {
    let says = |line: &&Value| line["text"].as_str().is_some_and(|it| it.contains(quote));
    let messages = lines_with(request, "message");
    messages
        .iter()
        .find(says)
        .map(|line| line["message"].clone())
}

fn texts(lines: &[Value]) -> Vec<String> {
    lines
        .iter()
        .filter_map(|line| line["text"].as_str().map(str::to_owned))
        .collect()
}

/// Known memories of the prompts that number them from 0.
fn with_id(request: &ChatRequest) -> Vec<Value> {
    let mut lines = lines(request);
    lines.retain(|line| line["id"].is_string() && line["text"].is_string());
    lines
}

/// The lines of a request that have a number under this key.
fn lines_with(request: &ChatRequest, key: &str) -> Vec<Value> {
    let mut lines = lines(request);
    lines.retain(|line| line[key].is_number());
    lines
}

/// The lines of a request, without the rules before it, that are JSON.
fn lines(request: &ChatRequest) -> Vec<Value> {
    request
        .messages
        .iter()
        .filter(|message| message.role == ChatRole::User)
        .flat_map(|message| message.content.lines())
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}
