//! What models think aloud before they answer, where a server leaves it in the text.

const BEGIN: &str = "<think>";
const END: &str = "</think>";

/// The answer without the thoughts before it. Thoughts that never end leave nothing.
///
/// Some chat templates open the thoughts themselves, so that only their end is in the text.
pub fn without_thoughts(text: &str) -> &str {
    let trimmed = text.trim_start();
    if let Some(thoughts) = trimmed.strip_prefix(BEGIN) {
        return match thoughts.find(END) {
            Some(end) => thoughts[end + END.len()..].trim_start(),
            None => "",
        };
    }
    // In an answer in JSON the tag is somebody's words.
    if trimmed.starts_with(['{', '[']) {
        return text;
    }
    match trimmed.find(END) {
        Some(end) if !trimmed[..end].contains(BEGIN) => trimmed[end + END.len()..].trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_thoughts_before_the_answer_are_left_out() {
        for (text, expected) in [
            ("hello", "hello"),
            ("<think>hm\n</think>\n\nhello", "hello"),
            ("\n<think></think>{}", "{}"),
            ("好的，我想想</think>你好", "你好"),
            ("<think>cut off", ""),
            (
                r#"{"text": "I like </think>"}"#,
                r#"{"text": "I like </think>"}"#,
            ),
            (
                "I write <think> and </think>.",
                "I write <think> and </think>.",
            ),
        ] {
            assert_eq!(without_thoughts(text), expected, "{text}");
        }
    }
}
