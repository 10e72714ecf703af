//! Brings conversations in and asks their questions.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use mem0::{AddOptions, Hit, Memory, Message, Scope, SearchOptions, parse_timestamp};
use serde_json::{Map, Value, json};

use super::abstention::{SHOWN, Scored};
use super::dataset::{Conversation, Question, Turn, category_name};
use super::metrics::{Outcome, tokens};
use crate::bench::timing::rounded;
use crate::failure::Failure;

/// How questions are asked, and what is counted.
#[derive(Debug, Clone)]
pub struct How {
    /// How many memories each search may return.
    pub limit: usize,
    /// The depths at which recall is reported, rising.
    pub depths: Vec<usize>,
    /// Whether the corrected labels count.
    pub corrected: bool,
    /// Whether a reranker looks at the best hits again.
    pub rerank: bool,
    /// Whether hits explain their scores, in the log.
    pub explain: bool,
}

impl How {
    fn labels<'a>(&self, question: &'a Question) -> &'a [String] {
        if self.corrected {
            question.corrected()
        } else {
            &question.evidence
        }
    }
}

/// What was measured so far.
pub struct Run {
    pub(super) how: How,
    pub(super) conversations: usize,
    pub(super) turns: usize,
    /// Turns that made no memory, and whose text no earlier turn has.
    pub(super) left_out: usize,
    pub(super) adds: Vec<Duration>,
    pub(super) searches: Vec<Duration>,
    pub(super) outcomes: Vec<Outcome>,
    /// Outcomes by corrected labels; empty if no label was corrected, or only those count.
    pub(super) corrected: Vec<Outcome>,
    pub(super) scored: Vec<Scored>,
}

/// Which turns each memory holds, by its id. Mostly one: what is said twice is kept once.
pub type Turns = HashMap<String, Vec<String>>;

/// What one question brought, best first.
pub struct Found {
    hits: Vec<(Vec<String>, Hit)>,
}

impl Run {
    /// Nothing measured yet.
    pub fn new(how: How) -> Self {
        Self {
            how,
            conversations: 0,
            turns: 0,
            left_out: 0,
            adds: Vec::new(),
            searches: Vec::new(),
            outcomes: Vec::new(),
            corrected: Vec::new(),
            scored: Vec::new(),
        }
    }

    /// How many questions were asked.
    pub fn questions(&self) -> usize {
        self.searches.len()
    }

    /// Adds a conversation, session by session; answers which memory is which turn.
    pub async fn ingest(
        &mut self,
        memory: &Memory,
        conversation: &Conversation,
    ) -> Result<Turns, Failure> {
        let mut turns = Turns::new();
        let mut known = HashMap::new();
        for session in conversation.turns.chunk_by(|a, b| a.session == b.session) {
            let Some(first) = session.first() else {
                continue;
            };
            let date = parse_timestamp(&first.date).map_err(mem0::Error::from)?;
            let mut scope = Scope::user(&conversation.id);
            if session.len() > 1 || first.speaker.is_some() {
                scope.run_id = Some(format!("session {}", first.session));
            }
            let options = AddOptions::new(scope).verbatim().timestamp(date);
            let messages: Vec<Message> = session.iter().map(message).collect();
            let begun = Instant::now();
            let added = memory.add(messages, options).await?;
            self.adds.push(begun.elapsed());
            let added = added.results.into_iter().map(|it| (it.id, it.memory));
            self.left_out += matched(session, added, &mut known, &mut turns)?;
        }
        self.conversations += 1;
        self.turns += conversation.turns.len();
        Ok(turns)
    }

    /// Asks a question.
    pub async fn ask(
        &mut self,
        memory: &Memory,
        conversation: &Conversation,
        question: &Question,
        turns: &Turns,
    ) -> Result<Found, Failure> {
        let mut options = SearchOptions::new(Scope::user(&conversation.id)).limit(self.how.limit);
        options.rerank = self.how.rerank;
        options.explain = self.how.explain;
        if let Some(moment) = &question.asked_at {
            options.reference_date = Some(parse_timestamp(moment).map_err(mem0::Error::from)?);
        }
        let begun = Instant::now();
        let answers = memory.search(&question.question, options).await?;
        self.searches.push(begun.elapsed());

        let hits = answers.hits.into_iter().map(|hit| {
            let turns = turns.get(&hit.item.id).cloned();
            (turns.unwrap_or_default(), hit)
        });
        let found = Found {
            hits: hits.collect(),
        };
        self.judge(question, &found);
        Ok(found)
    }

    fn judge(&mut self, question: &Question, found: &Found) {
        let labels = self.how.labels(question);
        if question.is_answerable() {
            let depths = &self.how.depths;
            self.outcomes.push(found.outcome(question, labels, depths));
            if !self.how.corrected && question.corrected_evidence.is_some() {
                let labels = question.corrected();
                self.corrected.push(found.outcome(question, labels, depths));
            }
        }
        if !question.is_answerable() || !labels.is_empty() {
            self.scored.push(Scored {
                answerable: question.is_answerable(),
                distance: question.distance.clone(),
                hits: found.scores(labels),
            });
        }
    }
}

impl Found {
    fn outcome(&self, question: &Question, labels: &[String], depths: &[usize]) -> Outcome {
        let rank = |turn: &String| self.hits.iter().position(|(turns, _)| turns.contains(turn));
        let returned = |depth: &usize| {
            let hits = self.hits.iter().take(*depth);
            hits.map(|(_, hit)| tokens(&hit.item.text)).sum()
        };
        Outcome {
            category: question.category,
            ranks: labels.iter().map(rank).collect(),
            tokens: depths.iter().map(returned).collect(),
        }
    }

    fn scores(&self, labels: &[String]) -> Vec<(f32, bool)> {
        let is_right = |turns: &[String]| turns.iter().any(|turn| labels.contains(turn));
        self.hits
            .iter()
            .take(SHOWN)
            .map(|(turns, hit)| (hit.score, is_right(turns)))
            .collect()
    }

    /// A line of the log: the question, what answers it and at which ranks (from 1), and all hits;
    /// explained are the first of them and those that answer it.
    pub fn to_json(
        &self,
        set: &str,
        conversation: &Conversation,
        question: &Question,
        how: &How,
    ) -> Value {
        let labels = how.labels(question);
        let outcome = self.outcome(question, labels, &[]);
        let hit = |(place, (turns, hit)): (usize, &(Vec<String>, Hit))| {
            let mut line = Map::new();
            line.insert("turn".to_owned(), json!(turns.first()));
            line.insert("score".to_owned(), json!(rounded(f64::from(hit.score))));
            if let Some(score) = hit.rerank_score {
                line.insert("rerank_score".to_owned(), json!(rounded(f64::from(score))));
            }
            let is_right = turns.iter().any(|turn| labels.contains(turn));
            if let Some(explanation) = &hit.explanation
                && (place < SHOWN || is_right)
            {
                line.insert("text".to_owned(), json!(hit.item.text));
                line.insert("explanation".to_owned(), json!(explanation));
            }
            Value::Object(line)
        };
        json!({
            "set": set,
            "conversation": conversation.id,
            "n": question.n,
            "category": question.category,
            "category_name": category_name(question.category),
            "split": question.split,
            "question": question.question,
            "evidence": labels,
            "ranks": outcome.ranks.iter().map(|rank| rank.map(|it| it + 1)).collect::<Vec<_>>(),
            "hits": self.hits.iter().enumerate().map(hit).collect::<Vec<_>>(),
        })
    }
}

fn message(turn: &Turn) -> Message {
    let message = Message::user(&turn.text);
    match &turn.speaker {
        Some(speaker) => message.named(speaker),
        None => message,
    }
}

/// Notes which memory is which turn; answers how many turns have none. Memories come in the order
/// of the turns. A turn without any text makes none, nor does one that says again what an earlier
/// one said: `known` has their memories by text.
fn matched(
    session: &[Turn],
    added: impl Iterator<Item = (String, String)>,
    known: &mut HashMap<String, String>,
    turns: &mut Turns,
) -> Result<usize, Failure> {
    let mut added = added.peekable();
    let mut left_out = 0;
    for turn in session {
        let text = turn.text.trim();
        let new = added.next_if(|(_, memory)| memory.trim() == text);
        if let Some((id, _)) = new {
            known.insert(text.to_owned(), id);
        }
        match known.get(text) {
            Some(id) => turns.entry(id.clone()).or_default().push(turn.id.clone()),
            None => left_out += 1,
        }
    }
    match added.next() {
        None => Ok(left_out),
        Some((_, text)) => Err(Failure::wrong(
            format!("a memory reads otherwise than its turn: {text}"),
            "",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(id: &str, text: &str) -> Turn {
        Turn {
            id: id.to_owned(),
            session: 1,
            date: String::new(),
            speaker: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_memory_is_every_turn_that_says_the_same() {
        let session = [
            turn("a", "tea"),
            turn("b", " "),
            turn("c", "tea "),
            turn("d", "bees"),
        ];
        let added = [("1", "tea"), ("2", "bees")];
        let added = added.map(|(id, text)| (id.to_owned(), text.to_owned()));
        let (mut known, mut turns) = (HashMap::new(), Turns::new());
        let left_out = matched(&session, added.into_iter(), &mut known, &mut turns).unwrap();
        assert_eq!(left_out, 1);
        assert_eq!(turns["1"], ["a", "c"]);
        assert_eq!(turns["2"], ["d"]);
        let foreign = [("3".to_owned(), "coffee".to_owned())];
        assert!(matched(&session, foreign.into_iter(), &mut known, &mut turns).is_err());
    }
}
