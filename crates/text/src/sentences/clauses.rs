//! Clauses: statements that were joined into one sentence.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::lexicon::lines;

static PREDICATES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    lines(include_str!("../lists/predicates.txt"))
        .flat_map(str::split_whitespace)
        .collect()
});

/// Conjunctions that begin a clause after a comma, whatever follows.
const AFTER_COMMA: [&str; 26] = [
    "but", "because", "although", "though", "while", "whereas", "so", "yet", "since", "unless",
    "pero", "porque", "aunque", "aber", "weil", "obwohl", "denn", "sondern", "mais", "parce",
    "car", "ma", "perché", "mas", "maar", "но",
];
/// Conjunctions that begin a clause when a subject or a verb follows them.
const JOINING: [&str; 8] = ["and", "or", "then", "plus", "und", "et", "y", "i"];
/// Subjects that begin a clause after a conjunction without a comma.
const SUBJECTS: [&str; 24] = [
    "i", "i'm", "i've", "i'd", "i'll", "he", "he's", "she", "she's", "we", "we're", "they",
    "they're", "it's", "it", "ich", "wir", "sie", "je", "nous", "yo", "nosotros", "io", "eu",
];
/// Words that begin a statement after a comma but make none by themselves: "my wife and I".
const POSSESSIVES: [&str; 6] = ["my", "our", "his", "her", "their", "your"];
/// Chinese conjunctions that need no comma, and what before them makes another word of them.
const CHINESE: [(&str, &str); 11] = [
    ("但是", ""),
    ("不过", "只好"),
    ("不過", "只好"),
    ("並且", ""),
    ("因為", ""),
    ("可是", ""),
    ("而且", ""),
    ("并且", ""),
    ("然而", ""),
    ("因为", ""),
    ("所以", "之"),
];

/// The statements that a sentence joins, in order; the sentence itself if it joins none.
///
/// Splits at semicolons, at Chinese commas, and at Latin commas and conjunctions where another
/// statement begins; not inside lists ("apples, pears and plums") nor inside brackets and quotes.
/// A clause keeps its conjunction, loses the comma, and often lacks the subject of the first:
/// callers choose whether that is of use to them.
///
/// ```
/// use mem0_text::clauses;
/// assert_eq!(clauses("I like pizza, but I hate broccoli"), ["I like pizza", "but I hate broccoli"]);
/// assert_eq!(clauses("我喜欢披萨，讨厌西兰花"), ["我喜欢披萨", "讨厌西兰花"]);
/// ```
pub fn clauses(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut has_predicate = false;
    let mut after_space = true;
    for (at, character) in sentence.char_indices() {
        match character {
            '(' | '（' | '“' | '「' | '『' | '《' | '[' => depth += 1,
            ')' | '）' | '”' | '」' | '』' | '》' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let rest = &sentence[at..];
        let after = &sentence[at + character.len_utf8()..];
        let (cut, resume) = if depth > 0 {
            (false, at)
        } else {
            match character {
                ';' | '；' | '，' => (true, at + character.len_utf8()),
                ',' if after.starts_with(char::is_whitespace) => (starts_clause(after), at + 1),
                ' ' if has_predicate && !after.starts_with(char::is_whitespace) => {
                    (joins_clause(after), at + 1)
                }
                '但' | '不' | '可' | '而' | '并' | '並' | '然' | '因' | '所' => {
                    (is_chinese_conjunction(&sentence[start..at], rest), at)
                }
                _ => (false, at),
            }
        };
        if cut {
            push(&mut found, &sentence[start..at]);
            start = resume;
            has_predicate = false;
        }
        if after_space && character.is_alphabetic() {
            let word = first_word(rest);
            has_predicate |=
                PREDICATES.contains(word.as_str()) && !POSSESSIVES.contains(&word.as_str());
        }
        after_space = character.is_whitespace();
    }
    push(&mut found, &sentence[start..]);
    found
}

fn push<'a>(found: &mut Vec<&'a str>, clause: &'a str) {
    let clause = clause.trim();
    if clause.chars().any(char::is_alphanumeric) {
        found.push(clause);
    }
}

/// The first word in lower case with straight apostrophes; a long one is cut.
fn first_word(text: &str) -> String {
    text.trim_start()
        .chars()
        .take(16)
        .take_while(|character| character.is_alphabetic() || matches!(character, '\'' | '’'))
        .flat_map(char::to_lowercase)
        .map(|character| if character == '’' { '\'' } else { character })
        .collect()
}

fn after_first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.find(char::is_whitespace)
        .map_or("", |space| &text[space..])
}

/// Whether a statement begins after a comma.
fn starts_clause(after: &str) -> bool {
    let word = first_word(after);
    if AFTER_COMMA.contains(&word.as_str()) {
        return true;
    }
    if JOINING.contains(&word.as_str()) && word != "i" {
        let second = first_word(after_first_word(after));
        return PREDICATES.contains(second.as_str()) || SUBJECTS.contains(&second.as_str());
    }
    PREDICATES.contains(word.as_str()) || SUBJECTS.contains(&word.as_str())
}

/// Whether a statement begins after a space: "but …", "and I …".
fn joins_clause(after: &str) -> bool {
    let word = first_word(after);
    match word.as_str() {
        "but" | "because" | "although" | "whereas" | "pero" | "aber" | "mais" => true,
        "and" | "und" | "et" | "y" | "so" => {
            SUBJECTS.contains(&first_word(after_first_word(after)).as_str())
        }
        _ => false,
    }
}

fn is_chinese_conjunction(before: &str, rest: &str) -> bool {
    // Two characters before it: "但是" at the very start belongs to its own clause.
    before
        .chars()
        .rev()
        .take(4)
        .filter(|last| !last.is_whitespace())
        .nth(1)
        .is_some()
        && CHINESE.iter().any(|(conjunction, not_after)| {
            rest.starts_with(conjunction) && !before.ends_with(|last| not_after.contains(last))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn joined_statements_come_apart() {
        for (sentence, expected) in [
            (
                "I like pizza, hate broccoli",
                &["I like pizza", "hate broccoli"][..],
            ),
            (
                "I live in Berlin and I work at Siemens.",
                &["I live in Berlin", "and I work at Siemens."],
            ),
            (
                "She moved to Rome; he stayed",
                &["She moved to Rome", "he stayed"],
            ),
            ("I was tired, so I slept", &["I was tired", "so I slept"]),
            ("我喜欢披萨，讨厌西兰花", &["我喜欢披萨", "讨厌西兰花"]),
            (
                "我喜欢披萨但是讨厌西兰花",
                &["我喜欢披萨", "但是讨厌西兰花"],
            ),
            (
                "Ich wohne hier, aber ich arbeite dort",
                &["Ich wohne hier", "aber ich arbeite dort"],
            ),
        ] {
            assert_eq!(clauses(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn lists_names_and_brackets_stay_whole() {
        for sentence in [
            "I like apples, pears, and bananas",
            "My wife and I like Paris, France",
            "On May 5, 2024 we married",
            "I met Ann (she's nice, I think) there",
            "我喜欢苹果、梨和香蕉",
            "他说“好的，再见”就走了",
            "但是我喜欢",
        ] {
            assert_eq!(clauses(sentence), [sentence]);
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(sentence in "([a-z一-龥，,;；()“” ]|but |and i |但是){0,40}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let kept: String = clauses(&sentence).into_iter().map(letters).collect();
            prop_assert_eq!(kept, letters(&sentence));
        }
    }
}
