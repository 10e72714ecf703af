//! The rules of scoring: what moves a score, what never does, and how a score explains itself.
//!
//! No test here asserts a score that depends on weights, only orders and rules.

mod explaining;
mod properties;
mod remembering;
mod signals;
mod vanishing;

use std::collections::BTreeMap;

use mem0_core::{Closeness, Embedder, EmbedderIdentity, Purpose, RelatedWord, RelatedWords};
use mem0_engine::recall::explain::Explanation;
use mem0_engine::{Answers, EngineBuilder, Hit};

use super::*;

/// One message that is kept word for word.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    /// By which it is known again in answers.
    number: usize,
    user: &'static str,
    run: Option<&'static str>,
    speaker: Option<&'static str>,
    days_ago: i64,
    text: String,
}

impl Said {
    /// Ann's, said today by nobody in particular and in no conversation.
    fn new(number: usize, text: impl Into<String>) -> Self {
        Self {
            number,
            user: "ann",
            run: None,
            speaker: None,
            days_ago: 0,
            text: text.into(),
        }
    }

    fn by(self, speaker: &'static str) -> Self {
        Self {
            speaker: Some(speaker),
            ..self
        }
    }

    fn during(self, run: &'static str) -> Self {
        Self {
            run: Some(run),
            ..self
        }
    }
}

/// Numbers what is said in one conversation by two people in turns, the first one first.
fn conversation(run: &'static str, people: [&'static str; 2], texts: &[&str]) -> Vec<Said> {
    let turns = texts.iter().zip(people.into_iter().cycle()).enumerate();
    turns
        .map(|(number, (text, speaker))| Said::new(number, *text).by(speaker).during(run))
        .collect()
}

fn now() -> Timestamp {
    "2024-05-01T12:00:00Z".parse().unwrap()
}

/// An engine at a fixed moment, to be given what else the test wants.
fn builder(store: Arc<ReferenceStore>, embedder: Arc<dyn Embedder>) -> EngineBuilder {
    Engine::builder(store, embedder, Arc::new(Scripted::default()))
        .clock(Arc::new(FixedClock::at(now())))
        .ids(Arc::new(SequentialIds::default()))
}

/// The same on an empty store, with vectors of words.
fn plain() -> EngineBuilder {
    builder(
        Arc::new(ReferenceStore::new()),
        Arc::new(HashEmbedder::default()),
    )
}

/// The same without any vectors.
fn wordless() -> EngineBuilder {
    builder(Arc::new(ReferenceStore::new()), Arc::new(NoMeaning))
}

async fn keep_all(engine: &Engine, said: &[Said]) {
    for it in said {
        let mut scope = Scope::user(it.user);
        scope.run_id = it.run.map(str::to_owned);
        let mut message = Message::user(it.text.as_str());
        message.name = it.speaker.map(str::to_owned);
        let day = now() - jiff::SignedDuration::from_hours(24 * it.days_ago);
        let number = Metadata::from_iter([("number".to_owned(), json!(it.number))]);
        let options = AddOptions::new(scope)
            .verbatim()
            .timestamp(day)
            .metadata(number);
        engine.add(&[message], options).await.unwrap();
    }
}

/// What Ann is answered.
async fn ask(engine: &Engine, question: &str) -> Answers {
    let options = SearchOptions::new(ann()).explain();
    engine.search(question, options).await.unwrap()
}

/// What Ann is answered by an engine that has been told all this.
async fn told(builder: EngineBuilder, said: &[Said], question: &str) -> Answers {
    let engine = builder.build();
    keep_all(&engine, said).await;
    ask(&engine, question).await
}

fn number(hit: &Hit) -> usize {
    let number = hit.item.metadata["number"].as_u64().unwrap();
    usize::try_from(number).unwrap()
}

fn numbers(answers: &Answers) -> Vec<usize> {
    answers.hits.iter().map(number).collect()
}

/// The scores to the last bit.
fn scores(answers: &Answers) -> BTreeMap<usize, u32> {
    let score = |hit: &Hit| (number(hit), hit.score.to_bits());
    answers.hits.iter().map(score).collect()
}

fn score_of(answers: &Answers, wanted: usize) -> f32 {
    let hit = answers.hits.iter().find(|hit| number(hit) == wanted);
    hit.unwrap().score
}

fn explanation(answers: &Answers, wanted: usize) -> &Explanation {
    let hit = answers.hits.iter().find(|hit| number(hit) == wanted);
    hit.unwrap().explanation.as_ref().unwrap()
}

/// Finds no meaning in any text, so that words alone decide.
struct NoMeaning;

#[async_trait]
impl Embedder for NoMeaning {
    async fn identity(&self) -> Result<EmbedderIdentity, ModelError> {
        Ok(EmbedderIdentity {
            provider: "test".to_owned(),
            model: "none".to_owned(),
            revision: "1".to_owned(),
            dimensions: 4,
        })
    }

    async fn embed(&self, texts: &[String], _: Purpose) -> Result<Vec<Vec<f32>>, ModelError> {
        Ok(vec![vec![0.0; 4]; texts.len()])
    }
}

/// Knows these pairs: the word asked for, and the one that means nearly the same.
struct Pairs(&'static [(&'static str, &'static str)]);

impl RelatedWords for Pairs {
    fn related(&self, word: &str) -> Vec<RelatedWord> {
        let of_word = self.0.iter().filter(|(asked, _)| *asked == word);
        of_word
            .map(|(_, related)| RelatedWord {
                text: (*related).to_owned(),
                similarity: 0.8,
            })
            .collect()
    }
}

/// Finds texts as close as the first of these words that they have says; else not at all.
struct Close(&'static [(&'static str, f32)]);

impl Close {
    fn of(&self, text: &str) -> f32 {
        let known = self.0.iter().find(|(word, _)| text.contains(word));
        known.map_or(0.0, |(_, closeness)| *closeness)
    }
}

impl Closeness for Close {
    fn closeness(&self, _: &str, texts: &[&str]) -> Vec<f32> {
        texts.iter().map(|text| self.of(text)).collect()
    }
}
