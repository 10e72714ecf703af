//! Whether the words around a time speak of the past or of the future.

use super::Reader;
use super::lexemes::{Kind, Word};

/// The direction that a sentence looks in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How many lexemes around a time are looked at.
const REACH: usize = 24;

impl Reader<'_> {
    /// The tense of the words around a lexeme, as far as its sentence goes.
    pub(super) fn tense(&self, at: usize) -> Tense {
        let before = (at.saturating_sub(REACH)..at).rev();
        let after = at..(at + REACH).min(self.lexemes.len());
        let within = |at: &usize| !self.ends_sentence(*at);
        let mut cues = before
            .take_while(within)
            .chain(after.take_while(within))
            .filter_map(|at| self.cue(at));
        cues.next().unwrap_or(Tense::Unknown)
    }

    fn ends_sentence(&self, at: usize) -> bool {
        let sentence_sign = matches!(
            self.kind(at),
            Some(Kind::Sign(
                '.' | '!' | '?' | '。' | '！' | '？' | ';' | '；'
            ))
        );
        // "Mar. 5" goes on, and so does "3.5".
        sentence_sign
            && self
                .lexemes
                .get(at + 1)
                .is_none_or(|next| next.spaced && next.capital || !self.is_sign(at, '.'))
    }

    fn cue(&self, at: usize) -> Option<Tense> {
        match self.kind(at)? {
            Kind::Word(Word::Was) => Some(Tense::Past),
            Kind::Word(Word::Will) => Some(Tense::Future),
            Kind::Character('了' | '过' | '曾') => Some(Tense::Past),
            Kind::Character('将') => Some(Tense::Future),
            Kind::Character(first) => {
                let Some(Kind::Character(second)) = self.kind(at + 1) else {
                    return None;
                };
                matches!(
                    (first, second),
                    ('打', '算')
                        | ('计', '划')
                        | ('准', '备')
                        | ('要', '去')
                        | ('会', '去')
                        | ('想', '去')
                        | ('即', '将')
                )
                .then_some(Tense::Future)
            }
            _ => None,
        }
    }
}
