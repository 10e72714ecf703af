//! How something was done, as one memory, with no model: what was said in order, one step a line.
//!
//! `steps` finds the steps that a text numbers, lists or tells one after another; here they are
//! joined over the messages, and the calls of tools are made words.

mod steps;
mod tools;

use super::conversation::{Conversation, Utterance};

pub use self::tools::with_tool_calls;

/// The procedure that a conversation tells, word for word and in order.
///
/// Of a single message its steps, numbered, between what it says before and after them; a message
/// without steps is kept as it is. Of several messages everything said is a step with who said
/// it, and where a message tells several steps, each of them. System messages only set the stage
/// and are left out unless there is nothing else.
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
        return of_one(single.text.trim());
    }
    let told = spoken.into_iter().flat_map(of_many);
    numbered(told).join("\n")
}

fn of_one(text: &str) -> String {
    let Some(told) = steps::find(text) else {
        return text.to_owned();
    };
    let mut lines: Vec<String> = told.before.into_iter().collect();
    lines.extend(numbered(told.steps));
    lines.extend(told.after);
    lines.join("\n")
}

fn of_many(said: &Utterance) -> Vec<String> {
    let who = said.name.as_deref().unwrap_or(&said.role);
    let text = said.text.trim();
    let parts = match steps::find(text) {
        Some(told) => told
            .before
            .into_iter()
            .chain(told.steps)
            .chain(told.after)
            .collect(),
        None => vec![text.to_owned()],
    };
    parts
        .into_iter()
        .map(|part| format!("[{who}] {part}"))
        .collect()
}

fn numbered(steps: impl IntoIterator<Item = String>) -> Vec<String> {
    steps
        .into_iter()
        .enumerate()
        .map(|(place, step)| format!("{}. {step}", place + 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(messages: &[(&str, &str)]) -> String {
        let said_at: mem0_core::Timestamp = "2024-05-01T12:00:00Z".parse().unwrap();
        let utterance = |(role, text): &(&str, &str)| Utterance {
            episode_id: String::new(),
            role: (*role).to_owned(),
            name: None,
            text: (*text).to_owned(),
            occurred_at: said_at,
        };
        steps(&Conversation {
            scope: mem0_core::Scope::user("ann"),
            utterances: messages.iter().map(utterance).collect(),
            observed_at: said_at,
            instructions: None,
        })
    }

    #[test]
    fn a_single_text_keeps_what_stands_round_its_steps() {
        assert_eq!(
            told(&[(
                "user",
                "How to deploy:\n- build\n- push\n\nNever on Fridays."
            )]),
            "How to deploy:\n1. build\n2. push\nNever on Fridays."
        );
        assert_eq!(
            told(&[(
                "user",
                "部署流程：第一步构建镜像，第二步推送到仓库，第三步重启服务。"
            )]),
            "部署流程：\n1. 第一步构建镜像\n2. 第二步推送到仓库\n3. 第三步重启服务。"
        );
        assert_eq!(told(&[("user", " I like tea. ")]), "I like tea.");
    }

    #[test]
    fn what_several_say_is_a_step_each_with_who_said_it() {
        assert_eq!(
            told(&[
                ("system", "You are a plumber."),
                ("user", "First open the valve, then drain the tank."),
                ("assistant", "Done."),
            ]),
            "1. [user] First open the valve\n2. [user] then drain the tank.\n3. [assistant] Done."
        );
        assert_eq!(told(&[("system", "Be kind.")]), "Be kind.");
    }
}
