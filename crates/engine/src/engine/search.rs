//! `search`: from a question to the right memories.

use std::collections::HashMap;

use mem0_core::memory_store::{Candidates, VersionKey};
use mem0_core::{Purpose, Result};

use super::Engine;
use crate::options::SearchOptions;
use crate::recall::holding::holding;
use crate::recall::question::Question;
use crate::recall::rerank::{self, by_closeness};
use crate::recall::score::{Context, Scored, active, explain, score, score_places};
use crate::recall::second_hop;
use crate::results::{Answers, Hit};

/// How many candidates each signal brings in, at least; more if the caller wants more hits.
const POOL: usize = 64;
/// How many memories are compared with the question word by word, at least.
const READ_CLOSELY: usize = 50;

impl Engine {
    /// Finds what is remembered about a question, best first.
    ///
    /// # Errors
    /// The question is blank, or no id says whose memories; the embedder or the store failed.
    pub async fn search(&self, question: &str, options: SearchOptions) -> Result<Answers> {
        let mut options = options.validated()?;
        options.scope.namespace = self.parts.settings.namespace.clone();
        let asked_at = options
            .reference_date
            .unwrap_or_else(|| self.parts.clock.now());
        let question = Question::understand(question, asked_at)?;
        self.claim().await?;

        let question = self.embedded(question, &options).await?;
        let candidates = self.gather(&question, &options).await?;
        let scale = self.scale().await?;
        let mut context = Context::new(&question, &candidates, scale, asked_at);
        let wanted = if options.rerank {
            options.limit.max(self.rerank_pool())
        } else {
            options.limit
        };
        let first_pass = score(&context);
        let mut scored = self.closer(&mut context, first_pass, wanted).await?;
        if let Some(threshold) = options.threshold {
            scored.retain(|hit| hit.score >= threshold);
        }
        scored.truncate(wanted);
        let mut answers = Answers {
            hits: self.read(&context, &scored, &options).await?,
            signals: active(&context),
            warnings: Vec::new(),
        };
        if options.rerank {
            self.rerank(&question, &mut answers).await;
            answers.hits.truncate(options.limit);
        }
        Ok(answers)
    }

    /// Compares the best of the first pass with the question word by word, and scores them anew.
    async fn closer(
        &self,
        context: &mut Context<'_>,
        mut scored: Vec<Scored>,
        wanted: usize,
    ) -> Result<Vec<Scored>> {
        let Some(closeness) = &self.parts.closeness else {
            return Ok(scored);
        };
        scored.truncate(wanted.max(READ_CLOSELY));
        let key = |hit: &Scored| context.candidates.hits[hit.place].key;
        let keys: Vec<VersionKey> = scored.iter().map(key).collect();
        let texts = self.parts.store.texts(&keys).await?;
        let contents: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        let close = closeness.closeness(&context.question.impersonal, &contents);
        let mut close = texts.iter().zip(close).peekable();
        // A version that was erased meanwhile is missing from the answer of `texts`.
        let mut found = HashMap::with_capacity(scored.len());
        let mut read = HashMap::with_capacity(scored.len());
        for hit in &scored {
            if let Some(((_, text), closeness)) =
                close.next_if(|((known, _), _)| *known == key(hit))
            {
                found.insert(hit.place, closeness);
                read.insert(hit.place, text.as_str());
            }
        }
        context.closeness = found;
        let places = || scored.iter().map(|hit| hit.place);
        let closer = score_places(context, places());
        context.linked = second_hop::follow(context, &closer, &read);
        context.holding = holding(context, &closer);
        Ok(score_places(context, places()))
    }

    async fn embedded(&self, question: Question, options: &SearchOptions) -> Result<Question> {
        let speakers = if question.names_somebody() {
            self.parts.store.speakers(&options.scope).await?
        } else {
            Vec::new()
        };
        let mut question = match &self.parts.related {
            Some(known) => question.with_related(&**known),
            None => question,
        };
        let text = question.embeddable(speakers.iter().map(|speaker| &**speaker));
        question.impersonal.clone_from(&text);
        let mut vectors = self.parts.embedder.embed(&[text], Purpose::Query).await?;
        Ok(match vectors.pop() {
            Some(vector) => question.with_vector(vector),
            None => question,
        })
    }

    async fn gather(&self, question: &Question, options: &SearchOptions) -> Result<Candidates> {
        let view = self.view(options.as_of, options.show_expired);
        let pool = options.limit.max(POOL);
        let query = question.query(options.scope.clone(), options.filter.clone(), view, pool);
        self.candidates(&query).await
    }

    async fn read(
        &self,
        context: &Context<'_>,
        scored: &[Scored],
        options: &SearchOptions,
    ) -> Result<Vec<Hit>> {
        let candidate = |hit: &Scored| &context.candidates.hits[hit.place];
        let keys: Vec<VersionKey> = scored.iter().map(|hit| candidate(hit).key).collect();
        let mut items = self.parts.store.fetch(&keys).await?.into_iter().peekable();
        // A version that was erased meanwhile is missing from the answer of `fetch`.
        Ok(scored
            .iter()
            .filter_map(|hit| {
                let (_, item) = items.next_if(|(key, _)| *key == candidate(hit).key)?;
                Some(Hit {
                    item,
                    score: hit.score,
                    rerank_score: None,
                    explanation: options.explain.then(|| explain(context, hit.place)),
                })
            })
            .collect())
    }

    fn rerank_pool(&self) -> usize {
        let reranker = self.parts.reranker.as_ref();
        reranker.map_or(rerank::POOL, |reranker| reranker.pool())
    }

    async fn rerank(&self, question: &Question, answers: &mut Answers) {
        let Some(reranker) = &self.parts.reranker else {
            by_closeness(&question.text, &mut answers.hits);
            return;
        };
        if let Err(error) = rerank::rerank(&**reranker, &question.text, &mut answers.hits).await {
            tracing::warn!(%error, "the reranker failed; hits keep their order");
            answers.warnings.push(format!(
                "The reranker failed, hits keep their order: {error}"
            ));
        }
    }
}
