//! A conversation over several sessions, and the tour through it: the format of `examples/data/`.

use mem0::{Message, Timestamp};
use serde::Deserialize;

/// A person's conversations.
#[derive(Debug, Clone, Deserialize)]
pub struct Story {
    /// ISO 639-1 code of the language spoken.
    pub language: String,
    /// Who speaks.
    pub user: String,
    /// The conversations, oldest first.
    pub sessions: Vec<Session>,
    /// What is shown.
    pub tour: Sights,
}

/// One conversation.
#[derive(Debug, Clone, Deserialize)]
pub struct Session {
    /// When it took place.
    pub date: Timestamp,
    /// What was said.
    pub messages: Vec<Message>,
}

/// What is shown on a tour.
#[derive(Debug, Clone, Deserialize)]
pub struct Sights {
    /// Questions, each with what the best memory must say.
    pub questions: Vec<Sight>,
    /// A memory that is changed and changed back.
    pub update: Update,
    /// A question with two answers: then and now.
    pub then_and_now: ThenAndNow,
}

/// A question.
#[derive(Debug, Clone, Deserialize)]
pub struct Sight {
    /// The question.
    pub ask: String,
    /// One of these must stand in the best memory, in lower case.
    pub expect: Vec<String>,
}

/// A change.
#[derive(Debug, Clone, Deserialize)]
pub struct Update {
    /// The question that finds the memory.
    pub ask: String,
    /// One of these must stand in it.
    pub expect: Vec<String>,
    /// Its new text.
    pub text: String,
}

/// A question about what changed.
#[derive(Debug, Clone, Deserialize)]
pub struct ThenAndNow {
    /// The question.
    pub ask: String,
    /// A moment before the change.
    pub then: Timestamp,
    /// One of these must stand in the best memory of that moment.
    pub then_expect: Vec<String>,
    /// One of these must stand in the best memory of today.
    pub now_expect: Vec<String>,
}
