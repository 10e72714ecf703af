//! What was said, kept word for word.

use mem0_core::{Episode, IdSource, InputError, Message, Scope, Timestamp};

use super::conversation::Utterance;

/// The most text that one message may carry, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 32 << 20;

/// The episodes of one `add`: one for each message that carries text.
///
/// # Errors
/// There is no text in any message, or one is too long.
pub fn episodes(
    messages: &[Message],
    scope: &Scope,
    said_at: Timestamp,
    now: Timestamp,
    ids: &dyn IdSource,
) -> Result<Vec<Episode>, InputError> {
    let batch = ids.next_id();
    let mut episodes = Vec::with_capacity(messages.len());
    for message in messages {
        let content = message.text();
        if content.len() > MAX_MESSAGE_BYTES {
            return Err(InputError::Messages(format!(
                "a message has {} bytes, more than the {MAX_MESSAGE_BYTES} that are read",
                content.len()
            )));
        }
        if content.trim().is_empty() {
            continue;
        }
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
    if episodes.is_empty() {
        return Err(InputError::Messages(if messages.is_empty() {
            "there are none".to_owned()
        } else {
            "none of them has any text".to_owned()
        }));
    }
    Ok(episodes)
}

/// The episodes as a pipeline reads them.
pub fn utterances(episodes: &[Episode]) -> Vec<Utterance> {
    episodes.iter().map(Utterance::of).collect()
}
