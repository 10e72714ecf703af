//! Names in scripts that have capital letters.

mod words;

pub(super) use self::words::is_title;
use self::words::{is_calendar_word, is_particle, is_persons_verb, kind_by_head};
use super::gazetteer::LONGEST_PLACE;
use super::{Mention, MentionKind, Reader};
use crate::fold::fold;
use crate::language::Language;
use crate::lexicon::lexicon;
use crate::script::Script;
use crate::terms::background_weight;
use crate::terms::tokens::{Token, TokenKind};

/// A listed word at least this rare is a name where it stands inside Chinese: 用 python 写.
const TECHNICAL: f32 = 0.7;

/// A word of the text that may be part of a name.
struct Candidate {
    folded: String,
    /// Begins with a capital or has one inside.
    capital: bool,
    /// Has a capital inside or is an acronym: a name wherever it stands.
    unmistakable: bool,
}

impl<'a> Reader<'a> {
    /// Adds the names written with capitals, and known names also without.
    pub(super) fn latin(&self, found: &mut Vec<Mention<'a>>) {
        let shouting = self.is_shouting();
        let mut at = 0;
        while at < self.tokens.len() {
            if self.tokens[at].kind != TokenKind::Word {
                at += 1;
                continue;
            }
            if let Some(end) = self.place_end(at) {
                // "Paris Hilton" and "Oxford University" go on.
                let next = self.name_end(at, shouting).filter(|next| *next > end);
                if next.is_none() {
                    found.push(self.spanning(at, end, MentionKind::Place));
                    at = end;
                    continue;
                }
            }
            match self.name(at, shouting) {
                Some((start, end, kind)) => {
                    found.push(self.spanning(start, end, kind));
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Whether capitals mean nothing, because nearly every word has them.
    fn is_shouting(&self) -> bool {
        let words = || {
            self.tokens
                .iter()
                .filter(|token| token.kind == TokenKind::Word && token.text.len() > 3)
        };
        let capitals = words()
            .filter(|token| token.text.starts_with(char::is_uppercase))
            .count();
        let all_upper = words()
            .filter(|token| !token.text.contains(char::is_lowercase))
            .count();
        let count = words().count();
        count >= 4 && (capitals * 10 > count * 8 || all_upper * 2 > count)
    }

    /// A mention from one token to before another, without a possessive ending.
    fn spanning(&self, start: usize, end: usize, kind: MentionKind) -> Mention<'a> {
        let last = &self.tokens[end - 1];
        let text = last
            .text
            .strip_suffix("'s")
            .or_else(|| last.text.strip_suffix("’s"))
            .unwrap_or(last.text);
        self.mention(self.tokens[start].start, last.start + text.len(), kind)
    }

    fn candidate(&self, token: &Token<'_>) -> Option<Candidate> {
        if token.kind != TokenKind::Word
            || !matches!(
                token.script,
                Script::Latin | Script::Cyrillic | Script::Greek | Script::OtherLetter
            )
            || token.text.len() > 64
        {
            return None;
        }
        let text = token
            .text
            .strip_suffix("'s")
            .or_else(|| token.text.strip_suffix("’s"))
            .unwrap_or(token.text);
        let mut letters = text.chars();
        let capital = letters.next().is_some_and(char::is_uppercase);
        let inside = letters.clone().any(char::is_uppercase);
        let acronym = capital
            && text
                .chars()
                .all(|letter| letter.is_uppercase() || letter.is_ascii_digit());
        let unmistakable = inside && (!acronym || (2..=6).contains(&text.chars().count()));
        Some(Candidate {
            folded: fold(text),
            capital: capital || inside,
            unmistakable,
        })
    }

    /// The longest listed place that begins at a token; the token after it.
    fn place_end(&self, at: usize) -> Option<usize> {
        let first = self.candidate(&self.tokens[at])?;
        let mut words = first.folded.clone();
        let mut capital = first.capital;
        let mut best = self.is_listed_place(at, &first).then_some(at + 1);
        if !self.gazetteer.starts_place(&first.folded) {
            return best;
        }
        for end in at + 1..(at + LONGEST_PLACE).min(self.tokens.len()) {
            if self.gap(end - 1) != " " {
                break;
            }
            let Some(next) = self.candidate(&self.tokens[end]) else {
                break;
            };
            words.push(' ');
            words.push_str(&next.folded);
            capital &= next.capital;
            if self.gazetteer.is_place(&words, capital) {
                best = Some(end + 1);
            }
        }
        best
    }

    fn is_listed_place(&self, at: usize, word: &Candidate) -> bool {
        if !self.gazetteer.is_place(&word.folded, word.capital) {
            return false;
        }
        let is_word = lexicon()
            .get(&word.folded)
            .is_some_and(|known| known.stop_in & self.language.bit() != 0);
        // "US" is a place and "us" none; "Nice" at the start of a sentence is praise.
        let doubtful = !self.gazetteer.is_place(&word.folded, false);
        let acronym = !self.tokens[at].text.contains(char::is_lowercase);
        if acronym && word.unmistakable {
            return true;
        }
        !(is_word || doubtful && self.begins_sentence(at))
    }

    /// The name that begins at a token: its first token, the one after it, its kind.
    fn name(&self, at: usize, shouting: bool) -> Option<(usize, usize, MentionKind)> {
        let word = self.candidate(&self.tokens[at])?;
        if !self.may_begin(at, &word, shouting) {
            return None;
        }
        if is_title(&word.folded) {
            // The name alone: "Dr. Smith" and "Smith" are one.
            let next = self.tokens.get(at + 1)?;
            let capital = next.text.starts_with(char::is_uppercase);
            return (capital && matches!(self.gap(at), " " | ". ")).then(|| {
                let end = self.name_end(at + 1, false).unwrap_or(at + 2);
                (at + 1, end, MentionKind::Name)
            });
        }
        let end = self.name_end(at, shouting).unwrap_or(at + 1);
        let last = self
            .candidate(&self.tokens[end - 1])
            .map_or(String::new(), |last| last.folded);
        let heads = [self.candidate(&self.tokens[at])?.folded, last];
        let kind = match kind_by_head(&heads[1]) {
            Some(kind) if end > at + 1 => kind,
            _ if end > at + 1 && heads[0] == "university" => MentionKind::Organization,
            _ => MentionKind::Name,
        };
        Some((at, end, kind))
    }

    /// Whether a name can begin at this word.
    fn may_begin(&self, at: usize, word: &Candidate, shouting: bool) -> bool {
        let lexicon = lexicon();
        let known = lexicon.get(&word.folded.replace('\'', ""));
        let stop = known.is_some_and(|known| {
            known.stop_in & (self.language.bit() | Language::English.bit()) != 0
        });
        let single = word.folded.chars().nth(1).is_none();
        if is_calendar_word(&word.folded) && !self.goes_on(at) || stop && !word.unmistakable {
            return false;
        }
        let given_name = self.gazetteer.is_given_name(&word.folded, word.capital);
        let in_characters =
            self.language == Language::Chinese || self.language == Language::Japanese;
        if !word.capital {
            // Foreign words inside Chinese are names of things: 用 python 写.
            let foreign = in_characters
                && known.is_none_or(|known| background_weight(known.id) >= TECHNICAL)
                && !single;
            return foreign || given_name && known.is_none() && self.language == Language::English;
        }
        if word.unmistakable && !shouting {
            return true;
        }
        if is_title(&word.folded) {
            return true;
        }
        if single && !(self.goes_on(at) && self.gap(at).starts_with('.')) {
            return in_characters && !stop;
        }
        if given_name {
            return !(self.begins_sentence(at) && known.is_some() && !self.goes_on(at));
        }
        let doubtful = shouting || self.language == Language::German;
        if self.begins_sentence(at) || doubtful {
            if known.is_some() {
                return false;
            }
            let possessive =
                self.tokens[at].text.ends_with("'s") || self.tokens[at].text.ends_with("’s");
            let before_verb = self
                .tokens
                .get(at + 1)
                .is_some_and(|next| is_persons_verb(&fold(next.text)));
            return in_characters
                || !shouting && self.goes_on(at)
                || possessive
                || before_verb
                || self.is_capital_elsewhere(at);
        }
        true
    }

    /// Whether a capitalised word follows, as part of the same name.
    fn goes_on(&self, at: usize) -> bool {
        self.tokens.get(at + 1).is_some_and(|next| {
            next.kind == TokenKind::Word
                && next.text.starts_with(char::is_uppercase)
                && matches!(self.gap(at), " " | ". ")
                && !is_calendar_word(&fold(next.text))
                && lexicon()
                    .get(&fold(next.text))
                    .is_none_or(|known| known.stop_in & Language::English.bit() == 0)
        })
    }

    /// Whether the same word stands with a capital inside some sentence nearby.
    fn is_capital_elsewhere(&self, at: usize) -> bool {
        // A bound keeps long texts linear.
        const REACH: usize = 60;
        let from = at.saturating_sub(REACH);
        let to = (at + REACH).min(self.tokens.len());
        (from..to).any(|other| {
            other != at
                && self.tokens[other].text == self.tokens[at].text
                && self.language != Language::German
                && !self.begins_sentence(other)
        })
    }

    /// The token after the name that begins at a token.
    fn name_end(&self, at: usize, shouting: bool) -> Option<usize> {
        const LONGEST: usize = 6;
        let first = self
            .candidate(&self.tokens[at])
            .filter(|first| first.capital)?;
        if shouting {
            return Some(at + 1);
        }
        let mut end = at + 1;
        let mut next = at + 1;
        while next < self.tokens.len() && next < at + LONGEST {
            let gap = self.gap(next - 1);
            let joined =
                matches!(gap, " " | "-" | "&" | " & ") || gap == ". " && self.is_initial(next - 1);
            if !joined
                || self.tokens[next - 1].text.ends_with("'s")
                || self.tokens[next - 1].text.ends_with("’s")
            {
                break;
            }
            let token = &self.tokens[next];
            if token.kind == TokenKind::Number {
                // GPT-4, iPhone 15: a version belongs to the name of a thing.
                if (gap == "-" || first.unmistakable && gap == " ")
                    && token.text.len() <= 3
                    && end == next
                {
                    end = next + 1;
                }
                break;
            }
            let Some(word) = self.candidate(token) else {
                break;
            };
            if word.capital {
                let known = lexicon().get(&word.folded);
                let stop = known.is_some_and(|known| known.stop_in & Language::English.bit() != 0);
                if is_calendar_word(&word.folded)
                    || stop && !is_particle(&word.folded) && !word.unmistakable
                {
                    break;
                }
                end = next + 1;
            } else if !(is_particle(&word.folded) && gap == " ") {
                break;
            }
            next += 1;
        }
        Some(end)
    }

    fn is_initial(&self, at: usize) -> bool {
        let text = self.tokens[at].text;
        text.chars().nth(1).is_none() && text.starts_with(char::is_uppercase)
            || is_title(&fold(text))
    }
}
