//! Turns that a program wrote out: `{'input': '…'}`, as a dictionary's `str()` or JSON has it.

/// Keys under which programs keep what somebody said.
const SAID: [&str; 14] = [
    "input",
    "output",
    "question",
    "answer",
    "query",
    "response",
    "text",
    "content",
    "message",
    "human_input",
    "user_input",
    "输入",
    "输出",
    "问题",
];

/// What was said in a turn that is an object of texts, as slices of it; `None` if the text is
/// anything else.
pub(super) fn said(text: &str) -> Option<Vec<&str>> {
    let mut rest = text.trim().strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut said = Vec::new();
    while !rest.is_empty() {
        let (key, after) = quoted(rest)?;
        let (value, after) = quoted(after.trim_start().strip_prefix(':')?.trim_start())?;
        if SAID.contains(&key) {
            said.push(value);
        }
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(next) => next.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    (!said.is_empty()).then_some(said)
}

/// The text in quotation marks at the start, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let mark = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let body = &text[mark.len_utf8()..];
    let mut escaped = false;
    for (at, character) in body.char_indices() {
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == mark {
            return Some((&body[..at], &body[at + mark.len_utf8()..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_read_out_of_a_turn() {
        for (turn, texts) in [
            ("{'input': '我住在杭州'}", vec!["我住在杭州"]),
            (
                r#"{"input": "I'm a nurse", "history": "Human: hi"}"#,
                vec!["I'm a nurse"],
            ),
            (
                r"{'question': 'I said \'no\'', 'answer': 'All right'}",
                vec![r"I said \'no\'", "All right"],
            ),
        ] {
            assert_eq!(said(turn), Some(texts), "{turn}");
        }
    }

    #[test]
    fn data_and_code_are_no_turns() {
        for text in [
            "{}",
            r#"{"a": 1}"#,
            r#"{"name": "Mia"}"#,
            "{'input': 3}",
            "{'input': 'a' 'b'}",
            "{'input': 'a",
            "{ return x; }",
            "I said {'input': 'a'}",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }
}
