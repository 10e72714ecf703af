//! Which memories a request to forget means.

use std::sync::LazyLock;

use super::attributes::stem;
use super::duplicates::{Relation, Wording, relation};
use super::phrases::{LIGHT, Phrases};
use super::tokens::{Sort, Token, tokens};

/// What "everything about" leaves over in Chinese: 关于披萨的一切.
static EVERYTHING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "的 | 的一切 | 的事 | 的事情 | 的记忆 | 的内容 | 的信息 | 的所有内容 | 的所有记忆 | 的所有信息 \
         | 的那件事 | 的那条 | 的记录 | 的都忘掉 | 的都忘了 | 的内容删掉 | 的记忆删掉 | 关于 | 有关 | 我",
    )
});

/// Whether a memory is meant by a request: it says what is to be forgotten and nothing else, or,
/// for a request about a topic, it speaks of that topic.
pub(super) fn is_meant(
    topic: &str,
    topic_wording: &Wording,
    about: bool,
    memory: &str,
    memory_wording: &Wording,
) -> bool {
    if matches!(
        relation(topic_wording, memory_wording),
        Relation::Same | Relation::NewSaysMore
    ) {
        return true;
    }
    about && speaks_of(memory, topic) || gives(memory, topic)
}

/// "Forget my phone number": whether a memory is what says it, "My phone number is …", and not
/// one in which it merely occurs.
fn gives(memory: &str, topic: &str) -> bool {
    let plain = |text: &str| {
        let kept = |token: &Token| token.is_wordlike() && !token.is("的") && !token.is("new");
        let words = tokens(text).into_iter().filter(kept);
        words.map(|token| token.text).collect::<Vec<_>>()
    };
    let (memory, topic) = (plain(memory), plain(topic));
    let owned = topic
        .first()
        .is_some_and(|first| matches!(first.as_str(), "my" | "our" | "我"));
    let next = memory.get(topic.len()).map(String::as_str);
    owned
        && topic.len() > 1
        && memory.starts_with(&topic)
        && matches!(
            next,
            Some("is" | "are" | "'s" | "has" | "是" | "为" | "换" | "改" | "变" | "叫" | "现")
        )
}

fn speaks_of(memory: &str, topic: &str) -> bool {
    let topic = tokens(topic);
    let heavy: Vec<&Token> = EVERYTHING
        .uncovered(&topic)
        .into_iter()
        .filter(|token| token.sort == Sort::Glyph || !LIGHT.has(&token.text))
        .collect();
    if heavy.is_empty() {
        return false;
    }
    let memory = tokens(memory);
    let stems: Vec<String> = memory.iter().map(stem).collect();
    let glyphs: String = heavy
        .iter()
        .filter(|token| token.sort == Sort::Glyph)
        .map(|t| t.text.as_str())
        .collect();
    let written: String = memory.iter().map(|token| token.text.as_str()).collect();
    let words_occur = heavy
        .iter()
        .filter(|token| token.sort != Sort::Glyph)
        .all(|token| stems.contains(&stem(token)));
    words_occur && (glyphs.is_empty() || written.contains(&glyphs))
}
