//! Whether a sentence asks, with or without a question mark.

use super::phrases::{NO_QUESTION, QUESTION_STARTS, QUESTION_WORDS};
use super::tokens::{Sort, Token};

/// Whether the token is a question mark, or a run with one.
pub(super) fn is_question_mark(token: &Token) -> bool {
    token.sort == Sort::Mark && matches!(token.text.as_str(), "?" | "⁇" | "⁉" | "¿")
}

/// Whether the words ask, whatever punctuation follows.
pub(super) fn is_question(span: &[Token]) -> bool {
    let negated = NO_QUESTION.occur_in(span);
    if !negated && QUESTION_STARTS.prefix(span).is_some() && !is_exclamation(span) {
        return true;
    }
    if !negated && QUESTION_WORDS.occur_in(span) {
        return true;
    }
    ends_in_particle(span)
}

/// "What a day!", "How I wish …", "Who knows …".
fn is_exclamation(span: &[Token]) -> bool {
    span.iter().any(|token| token.is("!"))
        && !span.iter().any(is_question_mark)
        && span
            .first()
            .is_some_and(|token| token.is("how") || token.is("what"))
}

/// 吗, 么 and 呢 at the end.
fn ends_in_particle(span: &[Token]) -> bool {
    let mut words = span.iter().rev().filter(|token| token.is_wordlike());
    let (Some(last), before) = (words.next(), words.next()) else {
        return false;
    };
    match last.text.as_str() {
        "吗" | "嗎" => true,
        "么" => {
            before.is_some_and(|token| !matches!(token.text.as_str(), "什" | "这" | "那" | "怎"))
        }
        // "我还在等呢" states, "你呢" asks.
        "呢" => !span.first().is_some_and(|token| token.is("我")),
        // Japanese か and the polite Korean endings.
        "か" => true,
        ending => ["나요", "까요", "습니까", "니까"]
            .iter()
            .any(|tail| ending.ends_with(tail)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::pipelines::local::tokens::tokens;

    #[test]
    fn questions_are_known_without_their_mark() {
        for text in [
            "what is my name",
            "where do i live",
            "can you help",
            "how many cats do I have",
            "我叫什么名字",
            "你喜欢什么",
            "今天天气好吗",
            "我住在哪里",
            "怎么去机场",
            "你呢",
            "请问怎样导出账单",
            "想问一下怎么办理退款",
            "元気ですか",
            "dónde vivo",
        ] {
            assert!(is_question(&tokens(text)), "{text}");
        }
    }

    #[test]
    fn statements_with_question_words_are_statements() {
        for text in [
            "When I was five we moved to Rome",
            "What I like most is tea",
            "我什么都吃",
            "我没什么忌口",
            "我不知道怎么游泳",
            "我有几个朋友在北京",
            "我还在等呢",
            "客户询问怎样导出账单",
            "她问我喜不喜欢爬山",
            "What a day!",
            "Where I live, it snows a lot",
        ] {
            assert!(!is_question(&tokens(text)), "{text}");
        }
    }
}
