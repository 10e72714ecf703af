//! Conversations with questions and the turns that answer them.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use serde::Deserialize;

use crate::failure::Failure;

/// A set of conversations.
#[derive(Debug, Deserialize)]
pub struct Dataset {
    /// Its name; where it has none, its file's is used.
    #[serde(default)]
    pub name: String,
    /// The conversations.
    pub conversations: Vec<Conversation>,
}

/// A conversation over several sessions, or the facts known of one user.
#[derive(Debug, Deserialize)]
pub struct Conversation {
    /// Its name.
    pub id: String,
    /// What was said, in order.
    pub turns: Vec<Turn>,
    /// What is asked about it.
    pub questions: Vec<Question>,
}

/// One thing that was said, or one fact.
#[derive(Debug, Deserialize)]
pub struct Turn {
    /// Its name, by which evidence points to it.
    pub id: String,
    /// The number of its session.
    pub session: u32,
    /// When it was said.
    pub date: String,
    /// Who said it; nobody where facts are listed.
    #[serde(default)]
    pub speaker: Option<String>,
    /// What was said.
    pub text: String,
}

/// A question.
#[derive(Debug, Deserialize)]
pub struct Question {
    /// Its number.
    #[serde(default)]
    pub n: u32,
    /// The question.
    pub question: String,
    /// 1 multi-hop, 2 temporal, 3 open-domain, 4 single-hop, 5 without an answer.
    pub category: u8,
    /// Turns that answer it, as first labelled.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Turns that answer it, as corrected by an audit of the labels.
    #[serde(default)]
    pub corrected_evidence: Option<Vec<String>>,
    /// `dev` or `test`, where a set has two halves.
    #[serde(default)]
    pub split: Option<String>,
    /// When it is asked; now where nothing is said.
    #[serde(default)]
    pub asked_at: Option<String>,
    /// How far from everything stored a question without an answer is: `near` or `far`.
    #[serde(default)]
    pub distance: Option<String>,
}

impl Question {
    /// Whether the conversation answers it.
    pub fn is_answerable(&self) -> bool {
        self.category != 5
    }

    /// The corrected labels, or the first ones where nobody corrected them.
    pub fn corrected(&self) -> &[String] {
        self.corrected_evidence.as_deref().unwrap_or(&self.evidence)
    }
}

/// The name of a category of questions.
pub fn category_name(category: u8) -> &'static str {
    match category {
        1 => "multi-hop",
        2 => "temporal",
        3 => "open-domain",
        4 => "single-hop",
        5 => "unanswerable",
        _ => "other",
    }
}

/// Reads a set, packed by gzip or not.
pub fn read(path: &Path) -> Result<Dataset, Failure> {
    let unreadable = |error| Failure::file(path, error);
    let mut file = BufReader::new(File::open(path).map_err(unreadable)?);
    let packed = file
        .fill_buf()
        .map_err(unreadable)?
        .starts_with(&[0x1f, 0x8b]);
    let mut text = String::new();
    if packed {
        GzDecoder::new(file)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    } else {
        file.read_to_string(&mut text).map_err(unreadable)?;
    }
    let mut data: Dataset = serde_json::from_str(&text).map_err(|error| {
        Failure::wrong(
            format!("{} holds no conversations: {error}", path.display()),
            "Expected: {\"conversations\": [{\"id\", \"turns\": [...], \"questions\": [...]}]}.",
        )
    })?;
    if data.name.is_empty() {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_end_matches(".gz").trim_end_matches(".json");
        data.name = name.to_owned();
    }
    Ok(data)
}

impl Dataset {
    /// Keeps the first conversations and the questions of one split; conversations about which
    /// nothing is asked any more are left out.
    pub fn keep(&mut self, conversations: Option<usize>, split: Option<&str>) {
        self.conversations
            .truncate(conversations.unwrap_or(usize::MAX));
        if let Some(split) = split {
            for conversation in &mut self.conversations {
                conversation
                    .questions
                    .retain(|question| question.split.as_deref() == Some(split));
            }
        }
        self.conversations
            .retain(|conversation| !conversation.questions.is_empty());
    }
}
