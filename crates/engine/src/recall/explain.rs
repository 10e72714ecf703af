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
    /// Words of the memory that mean something close to a word of the question it doesn't have.
    pub related: Vec<String>,
    /// What a better memory and this one have in common, and the question lacks.
    pub linked_by: Option<String>,
    /// Entities of the question that the memory names.
    pub entities: Vec<String>,
    /// The memory's speaker, if the question names them.
    pub speaker: Option<String>,
    /// When it was said or true.
    pub occurred_at: Timestamp,
    /// Whether the question asks about a time.
    pub asks_for_time: bool,
    /// Whether the question is in Chinese.
    pub in_chinese: bool,
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

    /// What a signal added to the logit; 0 if it had no data.
    fn adds(&self, signal: &str) -> f32 {
        let part = self.contributions.iter().find(|it| it.signal == signal);
        part.map_or(0.0, |it| it.weight * (it.strength - it.expected))
    }

    fn strength_of_own_words(&self) -> f32 {
        let nearby = self.contributions.iter().find(|it| it.signal == "nearby");
        nearby.map_or(0.0, |it| it.weight) * self.strength("words").unwrap_or(0.0)
    }

    /// One sentence that a person understands, in Chinese for a Chinese question, else in English.
    pub fn sentence(&self) -> String {
        let words = if self.in_chinese { &CHINESE } else { &ENGLISH };
        let list = |names: &[String]| {
            let few: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
            few.join(words.comma)
        };
        let mut reasons = Vec::new();
        if !self.matched.is_empty() {
            reasons.push(format!("{}{}", words.has, list(&self.matched)));
        }
        if !self.related.is_empty() {
            reasons.push(format!("{}{}", words.related, list(&self.related)));
        }
        match self.strength("meaning") {
            Some(strength) if strength >= 0.8 => reasons.push(words.same.to_owned()),
            Some(strength) if strength >= 0.3 => reasons.push(words.close.to_owned()),
            _ => {}
        }
        if self.strength("topic") == Some(1.0) {
            reasons.push(words.topic.to_owned());
        }
        if self.adds("nearby") >= 1.0 && self.adds("nearby") > 2.0 * self.strength_of_own_words() {
            reasons.push(words.nearby.to_owned());
        }
        if self.adds("reply") >= 1.0 {
            reasons.push(words.reply.to_owned());
        }
        if !self.entities.is_empty() {
            reasons.push(format!("{}{}", words.names, list(&self.entities)));
        }
        if let Some(word) = self.linked_by.as_ref().filter(|_| self.adds("link") >= 0.2) {
            reasons.push(format!("{}{word}", words.linked));
        }
        if let Some(speaker) = &self.speaker {
            reasons.push(format!("{}{speaker}", words.said_by));
        }
        if self.asks_for_time
            && self
                .strength("time")
                .is_some_and(|strength| strength >= 0.5)
        {
            reasons.push(format!("{}{}", words.dated, day(self.occurred_at)));
        }
        if reasons.is_empty() {
            return words.nothing.to_owned();
        }
        capitalized(reasons.join(words.semicolon)) + words.stop
    }
}

/// The pieces of an explaining sentence.
struct Words {
    has: &'static str,
    related: &'static str,
    topic: &'static str,
    nearby: &'static str,
    reply: &'static str,
    same: &'static str,
    close: &'static str,
    names: &'static str,
    linked: &'static str,
    said_by: &'static str,
    dated: &'static str,
    nothing: &'static str,
    comma: &'static str,
    semicolon: &'static str,
    stop: &'static str,
}

const ENGLISH: Words = Words {
    has: "has the words ",
    related: "speaks of ",
    topic: "is about what is asked for",
    nearby: "the words were said around it",
    reply: "answers a question like this",
    same: "means much the same",
    close: "means something close",
    names: "names ",
    linked: "has in common with a better memory: ",
    said_by: "was said by ",
    dated: "is of the time asked about: ",
    nothing: "Nothing in particular speaks for it.",
    comma: ", ",
    semicolon: "; ",
    stop: ".",
};

const CHINESE: Words = Words {
    has: "含有",
    related: "说到",
    topic: "说的正是所问的事",
    nearby: "上下文中说到",
    reply: "回答了类似的问题",
    same: "意思几乎相同",
    close: "意思相近",
    names: "提到",
    linked: "和更相关的记忆都说到",
    said_by: "说话人是",
    dated: "时间相符：",
    nothing: "没有特别的依据。",
    comma: "、",
    semicolon: "；",
    stop: "。",
};

fn capitalized(sentence: String) -> String {
    let mut rest = sentence.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explanation(in_chinese: bool) -> Explanation {
        Explanation {
            score: 0.9,
            base: -4.0,
            contributions: vec![Contribution {
                signal: "meaning",
                strength: 0.5,
                expected: 0.0,
                weight: 6.0,
            }],
            matched: vec!["peanuts".to_owned()],
            related: Vec::new(),
            linked_by: None,
            entities: Vec::new(),
            speaker: Some("Ann".to_owned()),
            occurred_at: Timestamp::UNIX_EPOCH,
            asks_for_time: false,
            in_chinese,
        }
    }

    #[test]
    fn the_sentence_is_in_the_language_of_the_question() {
        assert_eq!(
            explanation(false).sentence(),
            "Has the words peanuts; means something close; was said by Ann."
        );
        assert_eq!(
            explanation(true).sentence(),
            "含有peanuts；意思相近；说话人是Ann。"
        );
    }
}
