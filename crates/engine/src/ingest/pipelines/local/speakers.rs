//! Whose words count.
//!
//! The user's words are the main source. An assistant's count only where an agent is remembered
//! too (`agent_id`), and then only what it says of itself or promises; system prompts and tool
//! output never do. Where the speakers have names, two people are talking, whatever their roles.

use mem0_core::Scope;

use super::phrases::MACHINES;
use super::tokens::tokens;
use crate::ingest::conversation::{Conversation, Utterance};

/// How an utterance is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// A person: every statement counts.
    Person,
    /// An agent that is remembered: what it says of itself, and what it promises.
    Agent,
    /// Nobody's memory: a prompt, a tool, an assistant that only serves.
    Unheard,
}

/// How this utterance of the conversation is read.
pub(super) fn voice(utterance: &Utterance, scope: &Scope) -> Voice {
    let assistant = match utterance.role.trim().to_lowercase().as_str() {
        "system" | "developer" | "tool" | "function" | "ipython" | "environment" => {
            return Voice::Unheard;
        }
        "assistant" | "ai" | "model" | "bot" | "chatbot" | "agent" | "gpt" => true,
        _ => false,
    };
    if !assistant {
        return Voice::Person;
    }
    if utterance
        .name
        .as_deref()
        .is_some_and(|name| is_person(name, scope))
    {
        return Voice::Person;
    }
    match scope.agent_id {
        Some(_) => Voice::Agent,
        None => Voice::Unheard,
    }
}

/// Whether a name given to an assistant's message is a person's.
fn is_person(name: &str, scope: &Scope) -> bool {
    let is_agent = scope
        .agent_id
        .as_deref()
        .is_some_and(|id| id.eq_ignore_ascii_case(name));
    let words = name.replace(['_', '-', '.'], " ");
    !(name.trim().is_empty() || is_agent || MACHINES.occur_in(&tokens(&words)))
}

/// The names of all speakers, lower case: calling somebody by name says nothing.
pub(super) fn names(conversation: &Conversation) -> Vec<String> {
    let mut names: Vec<String> = conversation
        .utterances
        .iter()
        .filter_map(|utterance| utterance.name.as_deref())
        .flat_map(|name| tokens(name).into_iter().map(|token| token.text))
        .filter(|name| name.chars().count() > 1)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(role: &str, name: Option<&str>, scope: &Scope) -> Voice {
        let utterance = Utterance {
            episode_id: String::new(),
            role: role.into(),
            name: name.map(Into::into),
            text: String::new(),
            occurred_at: mem0_core::Timestamp::UNIX_EPOCH,
        };
        voice(&utterance, scope)
    }

    #[test]
    fn roles_names_and_scope_decide_who_is_heard() {
        let user = Scope::user("ann");
        let agent = Scope {
            agent_id: Some("aria".into()),
            ..Scope::user("ann")
        };
        assert_eq!(of("user", None, &user), Voice::Person);
        assert_eq!(of("customer", None, &user), Voice::Person);
        assert_eq!(of("system", Some("Bob"), &agent), Voice::Unheard);
        assert_eq!(of("tool", None, &agent), Voice::Unheard);
        assert_eq!(of("assistant", None, &user), Voice::Unheard);
        assert_eq!(of("assistant", None, &agent), Voice::Agent);
        assert_eq!(of("assistant", Some("Aria"), &agent), Voice::Agent);
        assert_eq!(of("assistant", Some("Melanie"), &user), Voice::Person);
        assert_eq!(of("assistant", Some("AI_assistant"), &user), Voice::Unheard);
        assert_eq!(of("assistant", Some("小助手"), &user), Voice::Unheard);
    }
}
