//! Lists of phrases, matched token by token.

use std::collections::HashMap;

use super::tokens::{Token, tokens};

/// A list of phrases in any language.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// By the first token: the tokens after it, longest first.
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Phrases {
    /// Reads a list: phrases separated by `|` or line breaks; a line with `#` is a comment.
    pub fn read(list: &str) -> Self {
        let mut phrases = Self::default();
        let lines = list
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        for phrase in lines.flat_map(|line| line.split('|')) {
            phrases.insert(phrase);
        }
        for rests in phrases.by_first.values_mut() {
            rests.sort_by_key(|rest| std::cmp::Reverse(rest.len()));
            rests.dedup();
        }
        phrases
    }

    fn insert(&mut self, phrase: &str) {
        let mut words = tokens(phrase).into_iter().map(|token| token.text);
        if let Some(first) = words.next() {
            self.by_first
                .entry(first)
                .or_default()
                .push(words.collect());
        }
    }

    /// How many tokens the longest phrase at the start of `tokens` takes.
    pub fn prefix(&self, tokens: &[Token]) -> Option<usize> {
        let (first, after) = tokens.split_first()?;
        let rests = self.by_first.get(&first.text)?;
        let fits = |rest: &&Vec<String>| {
            rest.len() <= after.len() && rest.iter().zip(after).all(|(word, token)| token.is(word))
        };
        rests.iter().find(fits).map(|rest| rest.len() + 1)
    }

    /// How many tokens the longest phrase at the end of `tokens` takes.
    pub fn suffix(&self, tokens: &[Token]) -> Option<usize> {
        const LONGEST: usize = 8;
        let from = tokens.len().saturating_sub(LONGEST);
        (from..tokens.len())
            .find(|start| self.prefix(&tokens[*start..]) == Some(tokens.len() - start))
            .map(|start| tokens.len() - start)
    }

    /// Whether a phrase stands anywhere in `tokens`.
    pub fn occur_in(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|start| self.prefix(&tokens[start..]).is_some())
    }

    /// Whether the whole of `tokens` is one phrase.
    pub fn is(&self, tokens: &[Token]) -> bool {
        self.prefix(tokens) == Some(tokens.len())
    }

    /// Whether one token is a phrase by itself.
    pub fn has(&self, word: &str) -> bool {
        self.by_first
            .get(word)
            .is_some_and(|rests| rests.iter().any(Vec::is_empty))
    }

    /// The tokens that belong to no phrase, reading from left to right; punctuation is skipped.
    pub fn uncovered<'a>(&self, tokens: &'a [Token]) -> Vec<&'a Token> {
        let mut left = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.prefix(&tokens[at..]) {
                Some(length) => at += length,
                None => {
                    if tokens[at].is_wordlike() {
                        left.push(&tokens[at]);
                    }
                    at += 1;
                }
            }
        }
        left
    }
}

/// Declares lists that are read at their first use.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(super) static $name: std::sync::LazyLock<Phrases> =
            std::sync::LazyLock::new(|| Phrases::read(include_str!(concat!("lists/", $file))));
    )*};
}

lists! {
    /// Greetings, thanks, assent, laughter: what carries nothing, alone or together.
    SMALL_TALK = "small_talk.txt";
    /// How a kind remark to the other begins.
    PLEASANTRIES = "pleasantries.txt";
    /// Adjectives and adverbs of mere reactions.
    REACTIONS = "reactions.txt";
    /// Words that open a sentence and can be left out.
    OPENERS = "openers.txt";
    /// Questions hung on a statement.
    TAGS = "tags.txt";
    /// "Remember that …".
    REMEMBER = "remember.txt";
    /// "Forget that …".
    FORGET = "forget.txt";
    /// How assistants speak of themselves.
    BOILERPLATE = "boilerplate.txt";
    /// How a task for the assistant begins.
    TASKS = "tasks.txt";
    /// How a task begins that follows a statement.
    POLITE_TASKS = "polite_tasks.txt";
    /// How a lasting wish about the assistant's manner begins.
    STANDING_WISHES = "standing_wishes.txt";
    /// How a question begins.
    QUESTION_STARTS = "question_starts.txt";
    /// Chinese question words, wherever they stand.
    QUESTION_WORDS = "question_words.txt";
    /// What makes a question word a statement: 什么都, 不知道怎么.
    NO_QUESTION = "no_question.txt";
    /// Sentences that begin so lean on the one before.
    LEANING = "leaning.txt";
    /// Function words, which carry no content.
    LIGHT = "light.txt";
    /// How subjectless first-person statements begin.
    PERSONAL_STARTS = "personal_starts.txt";
    /// What only an assistant's promise holds.
    COMMITMENTS = "commitments.txt";
    /// Names that say that a model speaks.
    MACHINES = "machines.txt";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_marks_are_skipped() {
        let list = Phrases::read("# note\ngood | good morning | 早上好\nyou");
        assert_eq!(list.prefix(&tokens("Good morning, all")), Some(2));
        assert!(list.is(&tokens("早上好")));
        assert_eq!(list.suffix(&tokens("all is good")), Some(1));
        let text = tokens("Good morning to you!");
        let left: Vec<&str> = list
            .uncovered(&text)
            .iter()
            .map(|t| t.text.as_str())
            .collect();
        assert_eq!(left, ["to"]);
    }
}
