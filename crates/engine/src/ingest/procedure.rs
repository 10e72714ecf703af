//! How something was done, as one memory, with no model: the messages in order, one step a line.

use super::conversation::Conversation;

/// The procedure that a conversation tells: a single text is kept as it is; of several messages
/// each becomes a numbered step with who did it. System messages only set the stage and are left
/// out unless there is nothing else.
pub fn steps(conversation: &Conversation) -> String {
    let spoken: Vec<_> = conversation
        .utterances
        .iter()
        .filter(|said| said.role != "system")
        .collect();
    let spoken = if spoken.is_empty() {
        conversation.utterances.iter().collect()
    } else {
        spoken
    };
    if let [single] = spoken.as_slice() {
        return single.text.trim().to_owned();
    }
    spoken
        .iter()
        .enumerate()
        .map(|(step, said)| {
            let who = said.name.as_deref().unwrap_or(&said.role);
            format!("{}. [{who}] {}", step + 1, said.text.trim())
        })
        .collect::<Vec<_>>()
        .join("\n")
}
