//! What was said, kept word for word.

use mem0_core::{Episode, IdSource, InputError, Message, Scope, Timestamp};

use super::attachments::{Passage, has_attachments};
use super::conversation::Utterance;

/// The most text that one message may carry, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 32 << 20;

/// Whether there is anything to keep.
///
/// # Errors
/// No message carries text or points at something, or one is too long.
pub fn check(messages: &[Message]) -> Result<(), InputError> {
    for message in messages {
        let bytes = message.text().len();
        if bytes > MAX_MESSAGE_BYTES {
            return Err(InputError::Messages(format!(
                "a message has {bytes} bytes, more than the {MAX_MESSAGE_BYTES} that are read"
            )));
        }
    }
    let says_something = |message: &Message| !message.text().trim().is_empty();
    if messages.iter().any(says_something) || has_attachments(messages) {
        return Ok(());
    }
    Err(InputError::Messages(if messages.is_empty() {
        "there are none".to_owned()
    } else {
        "none of them has any text".to_owned()
    }))
}

/// The episodes of one `add`: one for each message that carries text, each followed by one for
/// every passage of what the message points at.
pub fn episodes(
    messages: &[Message],
    attached: &[Passage],
    scope: &Scope,
    said_at: Timestamp,
    now: Timestamp,
    ids: &dyn IdSource,
) -> Vec<Episode> {
    let batch = ids.next_id();
    let mut episodes = Vec::with_capacity(messages.len() + attached.len());
    for (place, message) in messages.iter().enumerate() {
        let attached = attached.iter().filter(|passage| passage.message == place);
        let contents = std::iter::once(message.text())
            .filter(|text| !text.trim().is_empty())
            .chain(attached.map(|passage| passage.content.clone()));
        for content in contents {
            episodes.push(Episode {
                id: ids.next_id(),
                scope: scope.clone(),
                role: message.role.clone(),
                name: message.name.clone().filter(|name| !name.trim().is_empty()),
                content,
                occurred_at: said_at,
                created_at: now,
                position: u32::try_from(episodes.len()).unwrap_or(u32::MAX),
                batch: batch.clone(),
                extracted: false,
            });
        }
    }
    episodes
}

/// The episodes as a pipeline reads them.
pub fn utterances(episodes: &[Episode]) -> Vec<Utterance> {
    episodes.iter().map(Utterance::of).collect()
}
