//! How a score came about, for programs and for people.

use mem0_core::Timestamp;
use serde::Serialize;

use crate::time::day;

/// How the score of one memory came about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The score: `1 / (1 + exp(-(base + Σ weight · (strength - expected))))`.
    pub score: f32,
    /// The logit of a memory without any evidence.
    pub base: f32,
    /// What each signal that had data added.
    pub contributions: Vec<Contribution>,
    /// Words of the question that the memory has.
    pub matched: Vec<String>,
    /// Entities of the question that the memory names.
    pub entities: Vec<String>,
    /// The memory's speaker, if the question names them.
    pub speaker: Option<String>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// Whether the question asks about a time.
    pub asks_for_time: bool,
}

/// What one signal added to a score: `weight · (strength - expected)`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contribution {
    /// The signal.
    pub signal: &'static str,
    /// The strength of its evidence; 0 none, 1 full.
    pub strength: f32,
    /// The strength that would change nothing.
    pub expected: f32,
    /// What full evidence, against none, is worth.
    pub weight: f32,
}

impl Explanation {
    /// The strength that a signal read; `None` if it had no data.
    pub fn strength(&self, signal: &str) -> Option<f32> {
        self.contributions
            .iter()
            .find(|part| part.signal == signal)
            .map(|part| part.strength)
    }

    /// One sentence that a person understands.
    pub fn sentence(&self) -> String {
        let mut reasons = Vec::new();
        if !self.matched.is_empty() {
            reasons.push(format!("has the words {}", list(&self.matched)));
        }
        match self.strength("meaning") {
            Some(strength) if strength >= 0.8 => reasons.push("means much the same".to_owned()),
            Some(strength) if strength >= 0.4 => reasons.push("means something close".to_owned()),
            _ => {}
        }
        if !self.entities.is_empty() {
            reasons.push(format!("names {}", list(&self.entities)));
        }
        if let Some(speaker) = &self.speaker {
            reasons.push(format!("was said by {speaker}"));
        }
        if self.asks_for_time
            && self
                .strength("time")
                .is_some_and(|strength| strength >= 0.5)
        {
            reasons.push(format!(
                "is of {}, near the time asked about",
                day(self.occurred_at)
            ));
        }
        if reasons.is_empty() {
            return "Nothing in particular speaks for it.".to_owned();
        }
        let mut sentence = reasons.join("; ");
        if let Some(first) = sentence.get(..1) {
            let first = first.to_uppercase();
            sentence.replace_range(..1, &first);
        }
        sentence.push('.');
        sentence
    }
}

fn list(words: &[String]) -> String {
    words
        .iter()
        .take(6)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}
