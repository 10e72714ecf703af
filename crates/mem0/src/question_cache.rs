//! The vectors of the last questions, so that asking again asks no model again.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use mem0_core::{Embedder, EmbedderIdentity, ModelError, Purpose};

/// So many questions are remembered: some 1.5 MB at 384 dimensions, 12 MB at 3,072.
const QUESTIONS: usize = 1024;
/// A text beyond so many bytes is hardly asked twice, and large to keep.
const LONGEST: usize = 4096;

/// An embedder that remembers its last answers to questions. Texts that are to be found are handed
/// through: each is embedded once anyway.
///
/// It stands around one embedder, so a text is all that an answer depends on. What fails is not
/// remembered. Two callers who ask the same for the first time at once both ask the model.
pub(crate) struct QuestionCache {
    inner: Arc<dyn Embedder>,
    remembered: Mutex<Remembered>,
}

impl QuestionCache {
    /// Stands around this embedder.
    pub(crate) fn around(inner: Arc<dyn Embedder>) -> Self {
        Self::holding(inner, QUESTIONS)
    }

    fn holding(inner: Arc<dyn Embedder>, capacity: usize) -> Self {
        Self {
            inner,
            remembered: Mutex::new(Remembered::new(capacity)),
        }
    }

    /// Looks up and remembers under a lock that is never held while a model works.
    fn with<T>(&self, look: impl FnOnce(&mut Remembered) -> T) -> T {
        // Whoever panicked under the lock left at worst one answer out.
        look(
            &mut self
                .remembered
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

#[async_trait]
impl Embedder for QuestionCache {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        self.inner.identity().await
    }

    async fn embed(&self, texts: &[String], purpose: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        if purpose != Purpose::Query {
            return self.inner.embed(texts, purpose).await;
        }
        let mut vectors: Vec<Option<Vec<f32>>> =
            self.with(|remembered| texts.iter().map(|text| remembered.get(text)).collect());
        let missing: Vec<usize> = (0..texts.len())
            .filter(|place| vectors[*place].is_none())
            .collect();
        let asked: Vec<String> = missing.iter().map(|place| texts[*place].clone()).collect();
        let answered = if asked.is_empty() {
            Vec::new()
        } else {
            self.inner.embed(&asked, purpose).await?
        };
        if answered.len() != asked.len() {
            // Nothing to be put in its place: the caller says what is wrong with it.
            return self.inner.embed(texts, purpose).await;
        }
        self.with(|remembered| {
            for (text, vector) in asked.iter().zip(&answered) {
                remembered.insert(text, vector);
            }
        });
        for (place, vector) in missing.into_iter().zip(answered) {
            vectors[place] = Some(vector);
        }
        Ok(vectors.into_iter().flatten().collect())
    }
}

/// Vectors by their texts; the text asked longest ago leaves first.
struct Remembered {
    capacity: usize,
    /// Counts every look: the larger, the later.
    clock: u64,
    vectors: HashMap<Arc<str>, (u64, Arc<[f32]>)>,
    by_age: BTreeMap<u64, Arc<str>>,
}

impl Remembered {
    fn new(capacity: usize) -> Self {
        Self {
            capacity,
            clock: 0,
            vectors: HashMap::new(),
            by_age: BTreeMap::new(),
        }
    }

    fn get(&mut self, text: &str) -> Option<Vec<f32>> {
        let (seen, vector) = self.vectors.get_mut(text)?;
        self.clock += 1;
        if let Some(text) = self.by_age.remove(seen) {
            self.by_age.insert(self.clock, text);
        }
        *seen = self.clock;
        Some(vector.to_vec())
    }

    fn insert(&mut self, text: &str, vector: &[f32]) {
        if text.len() > LONGEST || self.get(text).is_some() {
            return;
        }
        if self.vectors.len() >= self.capacity
            && let Some((_, oldest)) = self.by_age.pop_first()
        {
            self.vectors.remove(&oldest);
        }
        self.clock += 1;
        let text: Arc<str> = text.into();
        self.vectors
            .insert(text.clone(), (self.clock, vector.into()));
        self.by_age.insert(self.clock, text);
    }
}

#[cfg(test)]
mod tests {
    use mem0_testkit::{HashEmbedder, embedder_rules};

    use super::*;

    fn cache(capacity: usize) -> (Arc<HashEmbedder>, QuestionCache) {
        let model = Arc::new(HashEmbedder::default());
        (model.clone(), QuestionCache::holding(model, capacity))
    }

    async fn ask(cache: &QuestionCache, text: &str) -> Vec<f32> {
        let mut vectors = cache
            .embed(&[text.to_owned()], Purpose::Query)
            .await
            .unwrap();
        vectors.pop().unwrap()
    }

    #[tokio::test]
    async fn a_repeated_question_asks_the_model_once() {
        let (model, cache) = cache(8);
        let first = ask(&cache, "有什么不能吃的？").await;
        assert_eq!(ask(&cache, "有什么不能吃的？").await, first);
        assert_eq!(first, model.vector("有什么不能吃的？"));
        assert_eq!(model.embedded(), ["有什么不能吃的？"]);
    }

    #[tokio::test]
    async fn of_several_only_the_new_ones_are_asked_and_the_order_is_kept() {
        let (model, cache) = cache(8);
        ask(&cache, "b").await;
        let texts = ["a", "b", "c", "a"].map(str::to_owned);
        let vectors = cache.embed(&texts, Purpose::Query).await.unwrap();
        for (text, vector) in texts.iter().zip(vectors) {
            assert_eq!(vector, model.vector(text));
        }
        assert_eq!(model.embedded(), ["b", "a", "c", "a"]);
    }

    #[tokio::test]
    async fn what_failed_is_asked_again() {
        let (model, cache) = cache(8);
        model.fail_next(ModelError::Local {
            provider: "embedder/test".to_owned(),
            problem: "as planned".to_owned(),
        });
        let question = ["why?".to_owned()];
        assert!(cache.embed(&question, Purpose::Query).await.is_err());
        assert!(cache.embed(&question, Purpose::Query).await.is_ok());
        assert_eq!(model.embedded().len(), 2);
    }

    #[tokio::test]
    async fn a_document_is_never_answered_from_questions() {
        let (model, cache) = cache(8);
        let text = ["tea".to_owned()];
        for purpose in [Purpose::Query, Purpose::Document, Purpose::Document] {
            cache.embed(&text, purpose).await.unwrap();
        }
        assert_eq!(model.embedded().len(), 3);
    }

    #[tokio::test]
    async fn the_question_asked_longest_ago_leaves_first() {
        let (model, cache) = cache(2);
        for text in ["a", "b", "a", "c"] {
            ask(&cache, text).await;
        }
        assert_eq!(model.embedded(), ["a", "b", "c"]);
        ask(&cache, "a").await;
        assert_eq!(model.embedded().len(), 3, "`a` was asked later than `b`");
        ask(&cache, "b").await;
        assert_eq!(model.embedded().len(), 4);
        cache.with(|remembered| {
            assert_eq!(remembered.vectors.len(), 2);
            assert_eq!(remembered.by_age.len(), 2);
        });
    }

    #[tokio::test]
    async fn very_long_texts_are_not_kept() {
        let (model, cache) = cache(8);
        let long = "word ".repeat(LONGEST);
        ask(&cache, &long).await;
        ask(&cache, &long).await;
        assert_eq!(model.embedded().len(), 2);
    }

    #[tokio::test]
    async fn it_is_an_embedder_like_the_one_inside() {
        let (_, cache) = cache(2);
        embedder_rules::check(&cache).await.unwrap();
    }
}
