//! What `add` costs beside the language model: p50 and p95 with a model that answers at once.
//!
//! ```text
//! cargo run --release -p mem0 --example add_overhead -- [memories, default 10000] [adds, default 200]
//! ```
//!
//! The store is a SQLite file of one user's memories; the embedder is the one in the program.
//! Three kinds of `add` are timed: a message that adds a memory, one that changes a memory, and
//! one from which nothing is kept. Every `add` keeps its episode, looks up what is known, asks,
//! checks the answer, embeds and commits. Before numbers are compared, see what else the machine
//! does: two commits each wait for the file system.

#![expect(clippy::print_stdout, reason = "an example prints its figures")]

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use mem0::{AddOptions, Message, Scope};
use mem0_core::{ChatReply, ChatRequest, Llm, ModelError};
use mem0_engine::Engine;
use mem0_engine::ingest::pipelines::reconcile::ReconcilePipeline;
use mem0_local::StaticEmbedder;
use mem0_store::{Settings, SqliteStore};
use serde_json::{Value, json};

/// Does what the last message says: `add: …` or `change: …`; else nothing.
struct AtOnce;

#[async_trait]
impl Llm for AtOnce {
    fn name(&self) -> String {
        "example/at-once".to_owned()
    }

    async fn chat(&self, request: ChatRequest) -> Result<ChatReply, ModelError> {
        let lines: Vec<Value> = request
            .messages
            .iter()
            .flat_map(|message| message.content.lines())
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let said = lines.iter().rev().find(|line| line["message"].is_number());
        let said = said.and_then(|line| line["text"].as_str()).unwrap_or("");
        let nearest = lines.iter().find(|line| line["memory"].is_number());
        let operation = match (said.split_once(": "), nearest) {
            (Some(("add", text)), _) => Some(json!({"op": "add", "target": null, "text": text})),
            (Some(("change", text)), Some(known)) => {
                let known_text = known["text"].as_str().unwrap_or("");
                let text = format!("{known_text}, {text}");
                Some(json!({"op": "update", "target": known["memory"], "text": text}))
            }
            _ => None,
        };
        let operations: Vec<Value> = operation
            .into_iter()
            .map(|mut operation| {
                operation["quote"] = said.into();
                operation["sources"] = json!([1]);
                operation
            })
            .collect();
        Ok(ChatReply {
            text: json!({"operations": operations}).to_string(),
            ..ChatReply::default()
        })
    }
}

/// What the message of this number says.
type Said = fn(usize) -> String;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let memories: usize = arguments.next().map_or(Ok(10_000), |text| text.parse())?;
    let adds: usize = arguments.next().map_or(Ok(200), |text| text.parse())?;

    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path().join("memory.db"), Settings::default())?;
    let engine = Engine::builder(
        Arc::new(store),
        Arc::new(StaticEmbedder::embedded()?),
        Arc::new(ReconcilePipeline::new(Arc::new(AtOnce))),
    )
    .llm(Arc::new(AtOnce))
    .build();

    let known: Vec<Message> = (0..memories).map(|n| Message::user(statement(n))).collect();
    for batch in known.chunks(1_000) {
        engine.add(batch, AddOptions::new(mia()).verbatim()).await?;
    }
    println!("{memories} memories, {adds} adds of each kind");
    let kinds: [(&str, usize, Said); 4] = [
        ("adds a memory", 1, |n| {
            format!("add: {}", statement(1_000_000 + n))
        }),
        ("changes a memory", 1, |n| {
            format!("change: {} since then", statement(n * 7))
        }),
        ("keeps nothing", 1, |n| format!("Good morning number {n}!")),
        ("adds a memory, of 10 messages", 10, |n| {
            format!("add: {}", statement(2_000_000 + n))
        }),
    ];
    for (name, messages, said) in kinds {
        let mut taken = Vec::with_capacity(adds);
        for number in 0..adds {
            let talk: Vec<Message> = (0..messages)
                .map(|place| Message::user(said(number * messages + place)))
                .collect();
            let start = Instant::now();
            let added = engine.add(&talk, AddOptions::new(mia())).await?;
            taken.push(start.elapsed());
            assert_eq!(added.results.is_empty(), name == "keeps nothing", "{name}");
        }
        taken.sort_unstable();
        println!("{name:30} p50 {}  p95 {}", at(&taken, 50), at(&taken, 95));
    }
    engine.close().await?;
    Ok(())
}

fn mia() -> Scope {
    Scope::user("mia")
}

/// Statements that differ in what they say, as a user's memories do.
fn statement(number: usize) -> String {
    const WHO: [&str; 6] = [
        "My sister",
        "My boss",
        "The neighbour",
        "我的朋友",
        "Our teacher",
        "My uncle",
    ];
    const DID: [&str; 7] = [
        "bought",
        "lost",
        "painted",
        "repaired",
        "sold",
        "送给我",
        "borrowed",
    ];
    const WHAT: [&str; 8] = [
        "a bicycle",
        "an old piano",
        "两本书",
        "the garden fence",
        "a blue lamp",
        "a tent",
        "茶壶",
        "a violin",
    ];
    const WHERE: [&str; 5] = [
        "in Lisbon",
        "at the market",
        "in 杭州",
        "near the lake",
        "in Porto",
    ];
    let pick = |list: &[&'static str], step: usize| list[(number / step) % list.len()];
    format!(
        "{} {} {} {} on day {number}",
        pick(&WHO, 1),
        pick(&DID, 6),
        pick(&WHAT, 42),
        pick(&WHERE, 336)
    )
}

fn at(sorted: &[Duration], percent: usize) -> String {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    let taken = sorted.get(place).copied().unwrap_or_default();
    format!("{:6.2} ms", taken.as_secs_f64() * 1_000.0)
}
