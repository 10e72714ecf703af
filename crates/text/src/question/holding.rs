//! Whether a question asks for what holds now, or for what held before.

use crate::fold::fold_into;
use crate::terms::tokens::{TokenKind, tokens};

/// Of which time a question wants the state of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holding {
    /// The present one: now, currently, still, 现在, 还…吗.
    Now,
    /// An earlier one: used to, before, 以前, 原来.
    Before,
}

/// Words of one language that stand alone, or one after the other.
type Phrases = &'static [&'static str];

const NOW: Phrases = &[
    "now",
    "nowadays",
    "currently",
    "current",
    "still",
    "latest",
    "these days",
    "at the moment",
    "at present",
    "ahora",
    "actualmente",
    "todavia",
    "jetzt",
    "derzeit",
    "aktuell",
    "momentan",
    "zurzeit",
    "maintenant",
    "actuellement",
    "adesso",
    "attualmente",
    "agora",
    "atualmente",
    "nu",
    "momenteel",
    "сейчас",
    "теперь",
    "الآن",
    "حاليا",
    "अभी",
    "अब",
];

const BEFORE: Phrases = &[
    "before",
    "previous",
    "previously",
    "former",
    "formerly",
    "originally",
    "initially",
    "used to",
    "at first",
    "antes",
    "anteriormente",
    "fruher",
    "vorher",
    "damals",
    "avant",
    "auparavant",
    "prima",
    "vroeger",
    "раньше",
    "прежде",
    "سابقا",
    "पहले",
];

/// The same where words aren't spaced.
const NOW_IN_CHARACTERS: Phrases = &[
    "现在",
    "現在",
    "目前",
    "当前",
    "當前",
    "如今",
    "现任",
    "現任",
    "眼下",
    "最新",
    "还在",
    "還在",
    "今も",
    "最近の",
    "지금",
    "현재",
    "요즘",
    "아직",
];

const BEFORE_IN_CHARACTERS: Phrases = &[
    "以前",
    "之前",
    "原来",
    "原來",
    "原先",
    "曾经",
    "曾經",
    "从前",
    "從前",
    "过去",
    "過去",
    "最初",
    "昔",
    "かつて",
    "예전",
    "이전",
    "과거",
];

/// The time whose state a question asks for; `None` where it doesn't say, or names both.
///
/// ```
/// use mem0_text::{Holding, holding};
/// assert_eq!(holding("Where do I live now?"), Some(Holding::Now));
/// assert_eq!(holding("我以前开什么车？"), Some(Holding::Before));
/// assert_eq!(holding("What car do I drive?"), None);
/// ```
pub fn holding(question: &str) -> Option<Holding> {
    let mut words = String::from(" ");
    let mut characters = false;
    for token in tokens(question).take(60) {
        characters |= matches!(token.kind, TokenKind::Cjk | TokenKind::Hangul);
        fold_into(token.text, &mut words);
        words.push(' ');
    }
    let says = |spaced: Phrases, unspaced: Phrases| {
        spaced
            .iter()
            .any(|phrase| words.contains(&format!(" {phrase} ")))
            || characters && unspaced.iter().any(|phrase| words.contains(phrase))
    };
    match (
        says(NOW, NOW_IN_CHARACTERS),
        says(BEFORE, BEFORE_IN_CHARACTERS),
    ) {
        (true, false) => Some(Holding::Now),
        (false, true) => Some(Holding::Before),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn now_and_before_are_told_apart_in_every_language() {
        for question in [
            "What is my current job?",
            "Does Mia still work there?",
            "我现在住在哪里？",
            "她還在字節上班嗎",
            "¿Dónde vivo ahora?",
            "Wo wohne ich derzeit?",
            "今も東京に住んでいますか",
            "지금 어디에 살아요?",
            "Где я сейчас живу?",
        ] {
            assert_eq!(holding(question), Some(Holding::Now), "{question}");
        }
        for question in [
            "Where did I live before?",
            "What did she used to drive?",
            "我以前在哪家公司？",
            "Wo habe ich früher gewohnt?",
            "以前は何の仕事をしていましたか",
        ] {
            assert_eq!(holding(question), Some(Holding::Before), "{question}");
        }
    }

    #[test]
    fn what_says_neither_or_both_asks_for_no_time() {
        for question in [
            "Do I know Bob?",
            "我原来的工作和现在的工作",
            "Is the snow nice?",
            "",
        ] {
            assert_eq!(holding(question), None, "{question}");
        }
    }
}
