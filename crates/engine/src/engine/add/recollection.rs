//! What pipelines may ask of what is remembered.

use async_trait::async_trait;
use futures::future::try_join_all;
use mem0_core::memory_store::View;
use mem0_core::vector::dot;
use mem0_core::{Episode, Purpose, Result, Scope, Timestamp};

use crate::engine::Engine;
use crate::ingest::conversation::Utterance;
use crate::ingest::episodes::utterances;
use crate::ingest::pipelines::{Recalled, Recollection};
use crate::recall::question::Question;
use crate::recall::scale::Scale;
use crate::recall::score::{Context, score};
use crate::time::day;

/// What is remembered in a scope, for pipelines.
pub(super) struct Known<'a> {
    pub(super) engine: &'a Engine,
    pub(super) scope: &'a Scope,
    /// The messages of the conversation.
    pub(super) own: &'a [Episode],
}

impl Known<'_> {
    async fn nearest(
        &self,
        text: &str,
        vector: Vec<f32>,
        each: usize,
        scale: Scale,
        now: Timestamp,
    ) -> Result<Vec<Recalled>> {
        let store = &self.engine.parts.store;
        let Ok(question) = Question::understand(text, now) else {
            return Ok(Vec::new());
        };
        let question = question.with_vector(vector);
        let view = View::current(day(now));
        let query = question.query(self.scope.clone(), None, view, each.max(16));
        let candidates = store.candidates(&query).await?;
        let context = Context::new(&question, &candidates, scale, now);
        let best: Vec<_> = score(&context)
            .into_iter()
            .take(each)
            .map(|scored| &candidates.hits[scored.place])
            .collect();
        let keys: Vec<_> = best.iter().map(|hit| hit.key).collect();
        let similarity = |key| {
            let hit = best.iter().find(|hit| hit.key == key);
            hit.and_then(|hit| hit.dense).unwrap_or(0.0)
        };
        let items = store.fetch(&keys).await?.into_iter();
        let recalled = items.map(|(key, item)| Recalled {
            similarity: similarity(key),
            item,
        });
        Ok(recalled.collect())
    }
}

#[async_trait]
impl Recollection for Known<'_> {
    async fn near(&self, texts: &[String], each: usize) -> Result<Vec<Vec<Recalled>>> {
        let parts = &self.engine.parts;
        let now = parts.clock.now();
        let scale = self.engine.scale().await?;
        let vectors = parts.embedder.embed(texts, Purpose::Document).await?;
        // Side by side: the store reads on several connections.
        let lookups = texts.iter().zip(vectors);
        let lookups = lookups.map(|(text, vector)| self.nearest(text, vector, each, scale, now));
        try_join_all(lookups).await
    }

    async fn recent(&self, limit: usize) -> Result<Vec<Utterance>> {
        let Some(first) = self.own.first() else {
            return Ok(Vec::new());
        };
        // The conversation itself is kept already: as many more are read as it has messages.
        let store = &self.engine.parts.store;
        let room = limit.saturating_add(self.own.len());
        let mut recent = store.recent_episodes(self.scope, room).await?;
        recent.retain(|said| said.batch != first.batch && said.created_at <= first.created_at);
        let surplus = recent.len().saturating_sub(limit);
        Ok(utterances(&recent[surplus..]))
    }

    async fn alike(&self, pairs: &[(String, String)]) -> Result<Vec<f32>> {
        let scale = self.engine.scale().await?;
        let mut texts: Vec<String> = Vec::new();
        let mut place = |text: &String| {
            texts
                .iter()
                .position(|known| known == text)
                .unwrap_or_else(|| {
                    texts.push(text.clone());
                    texts.len() - 1
                })
        };
        let places: Vec<(usize, usize)> = pairs
            .iter()
            .map(|(one, other)| (place(one), place(other)))
            .collect();
        let embedder = &self.engine.parts.embedder;
        let vectors = embedder.embed(&texts, Purpose::Document).await?;
        let cosine = |one: usize, other: usize| match (vectors.get(one), vectors.get(other)) {
            (Some(one), Some(other)) => dot(one, other),
            _ => 0.0,
        };
        let alike = places
            .into_iter()
            .map(|(one, other)| scale.stretch(cosine(one, other)).max(0.0));
        Ok(alike.collect())
    }

    fn now(&self) -> Option<Timestamp> {
        Some(self.engine.parts.clock.now())
    }
}
