//! Conversations cut into pieces that fit one call.

use crate::ingest::conversation::Conversation;

/// A message, or a piece of a long one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest::pipelines) struct Passage<'a> {
    /// The message's place in the conversation.
    pub source: usize,
    /// The text.
    pub text: &'a str,
}

/// What one call reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ingest::pipelines) struct Window<'a> {
    /// Helps to understand the passages; nothing is taken from it.
    pub context: Vec<Passage<'a>>,
    /// What is read, at least one.
    pub passages: Vec<Passage<'a>>,
    /// How often it was halved already.
    halved: u8,
}

/// Halving is for an answer that was too long, not for a model that never stops.
const MAX_HALVINGS: u8 = 2;

/// Below this, in tokens, a piece is not split: its answer isn't long because of its length.
const MIN_WINDOW: usize = 100;

/// How many of the messages before a window help to understand it.
const CONTEXT_PASSAGES: usize = 2;

/// How much of a context message is shown, in characters.
const CONTEXT_CHARACTERS: usize = 300;

/// About how many tokens a text takes: a Latin letter is a quarter of one, any other character a
/// whole one. Errs on the high side, with every tokenizer in use.
pub(in crate::ingest::pipelines) fn weight(text: &str) -> usize {
    text.chars().map(quarters).sum::<usize>().div_ceil(4)
}

fn quarters(character: char) -> usize {
    if character.is_ascii() { 1 } else { 4 }
}

/// Cuts a conversation into windows of at most `tokens`, in order, at message boundaries where
/// possible. System messages are context of every window; blank messages are left out, and so is
/// what tools returned: it is nobody's word. No messages: no windows.
pub(in crate::ingest::pipelines) fn cut(
    conversation: &Conversation,
    tokens: usize,
) -> Vec<Window<'_>> {
    let tokens = tokens.max(MIN_WINDOW);
    let mut rules = Vec::new();
    let mut passages = Vec::new();
    for (source, utterance) in conversation.utterances.iter().enumerate() {
        let text = utterance.text.trim();
        if text.is_empty() || matches!(utterance.role.as_str(), "tool" | "function") {
            continue;
        }
        if matches!(utterance.role.as_str(), "system" | "developer") {
            rules.push(Passage {
                source,
                text: beginning(text, 2 * CONTEXT_CHARACTERS),
            });
        } else {
            passages.extend(pieces(text, tokens).map(|text| Passage { source, text }));
        }
    }
    rules.truncate(CONTEXT_PASSAGES);
    let mut windows: Vec<Window<'_>> = Vec::new();
    let mut room = 0;
    for (place, passage) in passages.iter().enumerate() {
        // The role, the name and the punctuation of its line.
        let cost = weight(passage.text) + 12;
        if cost > room || windows.is_empty() {
            windows.push(Window {
                context: context(&rules, &passages[..place]),
                passages: Vec::new(),
                halved: 0,
            });
            room = tokens + 12;
        }
        if let Some(window) = windows.last_mut() {
            window.passages.push(*passage);
        }
        room = room.saturating_sub(cost);
    }
    windows
}

impl<'a> Window<'a> {
    /// Whether it can be read in halves.
    pub(in crate::ingest::pipelines) fn may_split(&self) -> bool {
        let size: usize = self
            .passages
            .iter()
            .map(|passage| weight(passage.text))
            .sum();
        self.halved < MAX_HALVINGS && size > MIN_WINDOW
    }

    /// Two windows in place of one, divided where half of the text is over.
    pub(in crate::ingest::pipelines) fn halves(mut self) -> Vec<Self> {
        let total: usize = self
            .passages
            .iter()
            .map(|passage| weight(passage.text))
            .sum();
        if let [single] = self.passages[..] {
            let parts = pieces(single.text, total.div_ceil(2).max(1));
            self.passages = parts
                .map(|text| Passage {
                    source: single.source,
                    text,
                })
                .collect();
        }
        let mut seen = 0;
        let half = self.passages.iter().position(|passage| {
            seen += weight(passage.text);
            seen * 2 >= total
        });
        // At least one passage on either side.
        let last = self.passages.len().saturating_sub(1);
        let middle = half
            .map_or(1, |place| place + 1)
            .clamp(1.min(last), last.max(1));
        let second = self.passages.split_off(middle.min(self.passages.len()));
        let halved = self.halved + 1;
        let context = context(&self.context, &self.passages);
        let first = Self {
            context: self.context,
            passages: self.passages,
            halved,
        };
        [
            first,
            Self {
                context,
                passages: second,
                halved,
            },
        ]
        .into_iter()
        .filter(|window| !window.passages.is_empty())
        .collect()
    }
}

/// What helps to understand what follows `before`.
fn context<'a>(rules: &[Passage<'a>], before: &[Passage<'a>]) -> Vec<Passage<'a>> {
    let last = &before[before.len().saturating_sub(CONTEXT_PASSAGES)..];
    let last = last.iter().map(|passage| Passage {
        source: passage.source,
        text: ending(passage.text, CONTEXT_CHARACTERS),
    });
    rules.iter().copied().chain(last).collect()
}

fn beginning(text: &str, characters: usize) -> &str {
    text.char_indices()
        .nth(characters)
        .map_or(text, |(end, _)| &text[..end])
}

fn ending(text: &str, characters: usize) -> &str {
    text.char_indices()
        .rev()
        .nth(characters.saturating_sub(1))
        .map_or(text, |(at, _)| &text[at..])
}

/// A text in pieces of at most `tokens`, cut after a line, a sentence or a word where there is
/// one in the second half of the piece.
fn pieces(text: &str, tokens: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(piece_end(rest, tokens * 4));
        rest = after;
        Some(piece.trim_end())
    })
}

fn piece_end(text: &str, limit: usize) -> usize {
    let mut used = 0;
    // The last ends of a word, a sentence, a line.
    let (mut word, mut sentence, mut line) = (0, 0, 0);
    for (at, character) in text.char_indices() {
        used += quarters(character);
        if used > limit {
            let best = [line, sentence, word].into_iter().find(|end| *end * 2 > at);
            // A single character is never cut.
            return best.unwrap_or(if at == 0 { character.len_utf8() } else { at });
        }
        let end = at + character.len_utf8();
        match character {
            '\n' => line = end,
            '.' | '!' | '?' | '。' | '！' | '？' | ';' | '；' => sentence = end,
            other if other.is_whitespace() || other == '，' || other == '、' => word = end,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn long_texts_are_cut_between_sentences() {
        let text = "I moved. ".repeat(100);
        let parts: Vec<&str> = pieces(&text, 50).collect();
        assert!(parts.len() > 3);
        assert!(
            parts
                .iter()
                .all(|part| part.starts_with("I moved") && part.ends_with('.'))
        );
        let chinese = "我搬家了。".repeat(100);
        assert!(pieces(&chinese, 50).all(|part| part.ends_with('。') && weight(part) <= 50));
    }

    proptest! {
        #[test]
        fn pieces_lose_only_blanks(text in "(?s).{0,200}", tokens in 1_usize..20) {
            let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let joined: String = pieces(&text, tokens).collect();
            prop_assert_eq!(solid(&joined), solid(&text));
        }
    }
}
