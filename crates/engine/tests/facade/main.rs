//! The façade's rules, with a plain store, scripted models, and a clock that the test sets.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod adding;
mod attaching;
mod changing;
mod drawing;
mod moving;
mod scoring;
mod searching;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mem0_core::memory_store::ReadHistory;
use mem0_core::{
    ChangeEvent, Error, ErrorKind, Filter, InputError, MemoryKind, Message, Metadata, ModelError,
    Result, Scope, Timestamp,
};
use mem0_engine::ingest::conversation::Conversation;
use mem0_engine::ingest::operation::{Operation, Proposal, Statement};
use mem0_engine::ingest::pipelines::{Pipeline, Recollection};
use mem0_engine::{
    AddOptions, Engine, EpisodePolicy, ListOptions, SearchOptions, Settings, UpdateOptions,
};
use mem0_testkit::{FixedClock, HashEmbedder, ReferenceStore, ScriptedReranker, SequentialIds};
use serde_json::json;

/// Proposes what the test says, in order; then nothing.
#[derive(Default)]
struct Scripted(Mutex<VecDeque<Result<Proposal, ModelError>>>);

impl Scripted {
    fn then(&self, operations: Vec<Operation>) {
        let proposal = Proposal {
            operations,
            ..Proposal::default()
        };
        self.0.lock().unwrap().push_back(Ok(proposal));
    }

    fn then_fail(&self) {
        let failure = ModelError::Unavailable {
            provider: "llm/test".into(),
            message: "off".into(),
        };
        self.0.lock().unwrap().push_back(Err(failure));
    }
}

#[async_trait]
impl Pipeline for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    async fn propose(&self, _: &Conversation, _: &dyn Recollection) -> Result<Proposal> {
        let next = self.0.lock().unwrap().pop_front();
        Ok(next.unwrap_or_else(|| Ok(Proposal::default()))?)
    }
}

struct House {
    engine: Engine,
    store: Arc<ReferenceStore>,
    pipeline: Arc<Scripted>,
    clock: Arc<FixedClock>,
}

fn house() -> House {
    house_with(Settings::default())
}

fn house_with(settings: Settings) -> House {
    let store = Arc::new(ReferenceStore::new());
    let pipeline = Arc::new(Scripted::default());
    let clock = Arc::new(FixedClock::at("2024-05-01T12:00:00Z".parse().unwrap()));
    let engine = Engine::builder(
        store.clone(),
        Arc::new(HashEmbedder::new(64)),
        pipeline.clone(),
    )
    .clock(clock.clone())
    .ids(Arc::new(SequentialIds::default()))
    .settings(settings)
    .build();
    House {
        engine,
        store,
        pipeline,
        clock,
    }
}

fn ann() -> Scope {
    Scope::user("ann")
}

fn statement(text: &str) -> Statement {
    Statement {
        text: text.to_owned(),
        kind: MemoryKind::Fact,
        sources: vec![0],
        quote: None,
        occurred_at: "2024-05-01T12:00:00Z".parse().unwrap(),
        metadata: Metadata::new(),
        categories: Vec::new(),
    }
}

fn add(text: &str) -> Operation {
    Operation::Add(statement(text))
}

async fn say(house: &House, text: &str) -> mem0_engine::Added {
    house
        .engine
        .add(&[Message::user(text)], AddOptions::new(ann()))
        .await
        .unwrap()
}

async fn keep(house: &House, text: &str) -> String {
    let options = AddOptions::new(ann()).verbatim();
    let added = house
        .engine
        .add(&[Message::user(text)], options)
        .await
        .unwrap();
    added.results[0].id.clone()
}

async fn texts(house: &House) -> Vec<String> {
    let listed = house.engine.get_all(ListOptions::new(ann())).await.unwrap();
    listed.items.into_iter().map(|item| item.text).collect()
}
