//! What came in: the messages of one `add`, ready to be read.

use mem0_core::{Episode, Scope, Timestamp};

use super::attachments::Origin;

/// What a pipeline reads.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// Whose memory it is.
    pub scope: Scope,
    /// The messages that carry text, in order; system messages are marked by their role.
    pub utterances: Vec<Utterance>,
    /// When the conversation took place: the caller's `timestamp`, else now. Relative dates
    /// ("yesterday") are resolved against it.
    pub observed_at: Timestamp,
    /// What the caller asks extraction to do (`prompt`, `custom_instructions`).
    pub instructions: Option<String>,
}

/// One message with text.
#[derive(Debug, Clone)]
pub struct Utterance {
    /// The episode that keeps it.
    pub episode_id: String,
    /// `user`, `assistant`, `system`, …
    pub role: String,
    /// Who said it, where it is known.
    pub name: Option<String>,
    /// What was said.
    pub text: String,
    /// When.
    pub occurred_at: Timestamp,
}

impl Utterance {
    /// The same message, read back from its episode; of an attachment what it says.
    pub fn of(episode: &Episode) -> Self {
        let said = Origin::of(&episode.content);
        let text = said.map_or(&*episode.content, |(_, text)| text);
        Self {
            episode_id: episode.id.clone(),
            role: episode.role.clone(),
            name: episode.name.clone(),
            text: text.to_owned(),
            occurred_at: episode.occurred_at,
        }
    }
}
