//! An engine with a model that does its worst.

use std::sync::Arc;

use mem0_core::memory_store::ReadHistory;
use mem0_core::{ChatReply, ChatRequest, Error, Message, ModelError, Result, Scope, Usage};
use mem0_engine::{AddOptions, Added, Engine, ListOptions};
use mem0_testkit::{AnsweringLlm, FixedClock, HashEmbedder, ReferenceStore, SequentialIds};

use crate::pipelines::{Way, Wish};

pub struct House {
    pub engine: Engine,
    pub store: Arc<ReferenceStore>,
    pub llm: Arc<AnsweringLlm>,
    pub embedder: Arc<HashEmbedder>,
}

pub fn ann() -> Scope {
    Scope::user("ann")
}

pub fn bob() -> Scope {
    Scope::user("bob")
}

impl House {
    pub fn new(
        way: &Way,
        answer: impl Fn(usize, &ChatRequest) -> Result<ChatReply, ModelError> + Send + Sync + 'static,
    ) -> Self {
        let store = Arc::new(ReferenceStore::new());
        let llm = Arc::new(AnsweringLlm::new(answer));
        let embedder = Arc::new(HashEmbedder::new(1024));
        let engine = Engine::builder(store.clone(), embedder.clone(), (way.pipeline)(llm.clone()))
            .llm(llm.clone())
            .clock(Arc::new(FixedClock::at(
                "2024-05-01T12:00:00Z".parse().unwrap(),
            )))
            .ids(Arc::new(SequentialIds::default()))
            .build();
        Self {
            engine,
            store,
            llm,
            embedder,
        }
    }

    /// A model that answers each request with these wishes.
    pub fn wishing(way: &'static Way, wishes: Vec<Wish>) -> Self {
        Self::new(way, move |_, request| {
            Ok(reply((way.answer)(request, &wishes)))
        })
    }

    /// Keeps a text as it is; gives its id.
    pub async fn keep(&self, scope: Scope, text: &str) -> String {
        let options = AddOptions::new(scope).verbatim();
        let added = self.engine.add(&[Message::user(text)], options).await;
        added.unwrap().results[0].id.clone()
    }

    /// Ann says something.
    pub async fn say(&self, text: &str) -> Result<Added> {
        self.talk(&[Message::user(text)]).await
    }

    /// Ann and others talk.
    pub async fn talk(&self, messages: &[Message]) -> Result<Added> {
        self.engine.add(messages, AddOptions::new(ann())).await
    }

    /// All that is remembered, in alphabetical order.
    pub async fn texts(&self, scope: Scope) -> Vec<String> {
        let options = ListOptions::new(scope).limit(10_000);
        let listed = self.engine.get_all(options).await.unwrap();
        let mut texts: Vec<String> = listed.items.into_iter().map(|item| item.text).collect();
        texts.sort();
        texts
    }

    /// How many of Ann's messages wait for extraction.
    pub async fn pending(&self) -> usize {
        self.store.pending_episodes(&ann()).await.unwrap().len()
    }

    pub async fn retry(&self) -> Result<Added> {
        self.engine.retry(AddOptions::new(ann())).await
    }
}

pub fn reply(text: impl Into<String>) -> ChatReply {
    ChatReply {
        text: text.into(),
        usage: Usage {
            calls: 1,
            ..Usage::default()
        },
        ..ChatReply::default()
    }
}

/// Checks that extraction failed with a message kept for each that was said.
pub fn assert_kept(outcome: Result<Added>, messages: usize, case: &str) -> ModelError {
    match outcome {
        Err(Error::Extraction { kept, source }) if kept == messages => source,
        other => panic!("{case}: {other:?}"),
    }
}
