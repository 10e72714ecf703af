//! From messages to statements.

use std::ops::Range;

use jiff::tz::TimeZone;
use mem0_core::Timestamp;
use mem0_text::{sentences, shorten};

use super::attributes::separate;
use super::corrections::{amended, corrected};
use super::framing::Listening;
use super::information::{content, is_dense};
use super::prose::{MOST_BYTES, prose};
use super::speakers::{Voice, names, voice};
use super::tokens::{is_glyph, tokens};
use super::worth::{Verdict, judge};
use crate::ingest::conversation::{Conversation, Utterance};
use crate::ingest::operation::Rejection;

/// The most statements kept of one message, and of one `add`; the most informative stay.
pub(super) const MOST_PER_MESSAGE: usize = 100;
/// See [`MOST_PER_MESSAGE`].
pub(super) const MOST_PER_ADD: usize = 1000;
/// A statement is not extended beyond this many bytes.
const LONGEST_JOINED: usize = 600;
/// A longer sentence is cut into pieces of at most this many bytes.
const LONGEST_SENTENCE: usize = 1500;
/// The most rejections reported.
const MOST_REJECTIONS: usize = 200;

/// What a message says, before it is compared with what is known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// The message, as a place in the conversation.
    pub source: usize,
    /// Where in the message it stands.
    pub place: Range<usize>,
    /// How it reads.
    pub text: String,
    /// When it was said.
    pub occurred_at: Timestamp,
    /// Who said it.
    pub name: Option<String>,
    /// In which role.
    pub role: String,
    /// Whether it should be remembered or forgotten.
    pub wish: Wish,
    /// How much it says.
    pub rank: f32,
}

/// What should become of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// It is remembered.
    Remember,
    /// What it says is forgotten; with `about`, everything that speaks of it.
    Forget {
        /// See there.
        about: bool,
    },
}

/// Everything that the conversation's messages state, in order.
pub(super) fn statements(conversation: &Conversation) -> (Vec<Draft>, Rejections) {
    let names = names(conversation);
    let mut rejections = Rejections::default();
    let mut drafts = Vec::new();
    for (source, utterance) in conversation.utterances.iter().enumerate() {
        let voice = voice(utterance, &conversation.scope);
        if voice == Voice::Unheard {
            continue;
        }
        if utterance.text.len() > MOST_BYTES {
            rejections.note(&utterance.text[..0], "beyond what is read of one message");
        }
        let listening = Listening {
            voice,
            names: &names,
        };
        let mut said = of_message(
            source,
            utterance,
            listening,
            drafts.last_mut(),
            &mut rejections,
        );
        keep_best(&mut said, MOST_PER_MESSAGE, &mut rejections);
        drafts.append(&mut said);
    }
    keep_best(&mut drafts, MOST_PER_ADD, &mut rejections);
    (drafts, rejections)
}

/// What one message states; it may put right the last statement of those before.
fn of_message(
    source: usize,
    utterance: &Utterance,
    listening: Listening<'_>,
    mut last: Option<&mut Draft>,
    rejections: &mut Rejections,
) -> Vec<Draft> {
    let text = utterance.text.as_str();
    let mut telling = Telling {
        source,
        utterance,
        drafts: Vec::new(),
        before: Before::Nothing,
    };
    let mut corrects = false;
    for sentence in prose(text).into_iter().flat_map(sentences).flat_map(pieces) {
        let correction = corrected(sentence).or(corrects.then_some(0));
        corrects = correction == Some(sentence.len());
        if corrects {
            continue;
        }
        let sentence = match correction.map(|at| &sentence[at..]) {
            Some(right) if telling.amend(right, last.as_deref_mut()) => {
                rejections.note(sentence, "puts right what was said before");
                continue;
            }
            Some(right) if matches!(judge(right, listening), Verdict::Keep { .. }) => right,
            // What can't be put right by itself stays with what it speaks of.
            Some(right) if telling.append(sentence, right) => continue,
            _ => sentence,
        };
        let start = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let at = |place: Range<usize>| start + place.start..start + place.end;
        match judge(sentence, listening) {
            Verdict::Keep { place, asked } => {
                telling.keep(at(place.clone()), place.start > 0, asked);
            }
            Verdict::Leans { place, can_stand } => {
                if !telling.lean(at(place), can_stand) {
                    rejections.note(sentence, "leans on what is not there");
                }
            }
            Verdict::Forget { place, about } => telling.forget(at(place), about),
            Verdict::Material => {
                rejections.note(sentence, "a task and its material");
                break;
            }
            Verdict::Drop(reason) => {
                rejections.note(sentence, reason);
                let of_own = sentence.contains("my ") || sentence.contains('我');
                telling.before = match reason {
                    "a question" if of_own => Before::Question(at(0..sentence.len())),
                    _ => Before::Nothing,
                };
            }
        }
    }
    telling.drafts
}

/// A message while it is read.
struct Telling<'a> {
    source: usize,
    utterance: &'a Utterance,
    drafts: Vec<Draft>,
    before: Before,
}

/// What became of the sentence before, on which the next one may lean.
enum Before {
    /// Nothing that could be leaned on.
    Nothing,
    /// It is the last draft, or its end.
    Kept,
    /// A question about somebody of the speaker's: "What can I give my mother? She likes tea."
    Question(Range<usize>),
}

impl Telling<'_> {
    fn text(&self, place: &Range<usize>) -> &str {
        self.utterance.text.get(place.clone()).unwrap_or_default()
    }

    /// Puts right the statement before, in this message or the one before; whether that could
    /// be done.
    fn amend(&mut self, right: &str, last: Option<&mut Draft>) -> bool {
        let said = self
            .utterance
            .occurred_at
            .to_zoned(TimeZone::UTC)
            .datetime();
        // The answer to a message stands between it and the next one.
        const NEAR: usize = 2;
        let before = match self.drafts.last_mut() {
            Some(draft) => Some(draft),
            None => last.filter(|last| {
                last.source + NEAR >= self.source
                    && last.role == self.utterance.role
                    && last.name == self.utterance.name
            }),
        };
        let Some(draft) = before.filter(|draft| draft.wish == Wish::Remember) else {
            return false;
        };
        match amended(&draft.text, right, said) {
            Some(text) => {
                draft.text = text;
                true
            }
            None => false,
        }
    }

    /// Joins a correction to the statement before it; whether that could be done.
    fn append(&mut self, sentence: &str, right: &str) -> bool {
        let start = sentence.as_ptr() as usize - self.utterance.text.as_ptr() as usize;
        let says_something = content(&tokens(right)).amount >= 0.5;
        says_something
            && matches!(self.before, Before::Kept)
            && self.extend(&(start..start + sentence.len()))
    }

    fn keep(&mut self, place: Range<usize>, shortened: bool, asked: bool) {
        self.before = Before::Kept;
        let parts = separate(self.text(&place));
        if parts.is_empty() {
            let said = tidy(self.text(&place), shortened);
            return self.push(place, said, asked);
        }
        for part in parts {
            let part_at = place.start + part.place.start..place.start + part.place.end;
            self.push(part_at, tidy(&part.text, true), asked);
        }
    }

    /// Joins a sentence to the one it leans on, or keeps it alone; whether it is kept.
    fn lean(&mut self, place: Range<usize>, can_stand: bool) -> bool {
        let before = std::mem::replace(&mut self.before, Before::Nothing);
        let kept = match before {
            Before::Kept => self.extend(&place),
            Before::Question(question) if can_stand && self.is_gap(question.end, place.start) => {
                let both = question.start..place.end;
                let said = tidy(self.text(&both), false);
                self.push(both, said, false);
                true
            }
            _ => false,
        };
        if kept {
            self.before = Before::Kept;
        } else if can_stand {
            let said = tidy(self.text(&place), false);
            self.push(place, said, false);
            self.before = Before::Kept;
        }
        kept || can_stand
    }

    fn extend(&mut self, place: &Range<usize>) -> bool {
        let Some(last) = self.drafts.last() else {
            return false;
        };
        let fits = last.wish == Wish::Remember
            && place.end.saturating_sub(last.place.start) <= LONGEST_JOINED
            && self.is_gap(last.place.end, place.start);
        let more = tidy(self.text(&(last.place.end..place.end)), false);
        match self.drafts.last_mut().filter(|_| fits) {
            Some(last) => {
                let spaced = more.starts_with(|c: char| {
                    c.is_alphanumeric() && !is_glyph(c) || "\"([".contains(c)
                });
                if spaced {
                    last.text.push(' ');
                }
                last.text.push_str(&more);
                last.place.end = place.end;
                true
            }
            None => false,
        }
    }

    /// Whether nothing but spaces and marks stands between two places: no code was left out.
    fn is_gap(&self, from: usize, to: usize) -> bool {
        self.text(&(from..to))
            .chars()
            .all(|c| !c.is_alphanumeric() && c != '`')
    }

    fn forget(&mut self, place: Range<usize>, about: bool) {
        let said = tidy(self.text(&place), false);
        self.push(place, said, true);
        if let Some(request) = self.drafts.last_mut() {
            request.wish = Wish::Forget { about };
        }
        self.before = Before::Nothing;
    }

    fn push(&mut self, place: Range<usize>, text: String, asked: bool) {
        let rank = content(&tokens(&text)).rank() + if asked { 20.0 } else { 0.0 };
        self.drafts.push(Draft {
            source: self.source,
            place,
            text,
            occurred_at: self.utterance.occurred_at,
            name: self.utterance.name.clone(),
            role: self.utterance.role.clone(),
            wish: Wish::Remember,
            rank,
        });
    }
}

/// A long sentence in pieces that end at a space or a mark.
fn pieces(sentence: &str) -> impl Iterator<Item = &str> {
    let mut rest = sentence;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if rest.len() <= LONGEST_SENTENCE {
            rest.len()
        } else {
            let end = rest.floor_char_boundary(LONGEST_SENTENCE);
            let breaks = |c: char| c.is_whitespace() || matches!(c, '，' | '、' | ',' | '。');
            match rest[..end].rfind(breaks) {
                Some(at) if at > 0 => rest.ceil_char_boundary(at + 1),
                _ => end,
            }
        };
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece.trim())
    })
    .filter(|piece| !piece.is_empty())
}

/// One line, without control characters, beginning with a capital where something was left out
/// before it.
fn tidy(text: &str, shortened: bool) -> String {
    let mut tidied = String::with_capacity(text.len());
    // The items of a list, one after the other.
    let unlisted = text
        .replace("\n- ", "\n")
        .replace("\n* ", "\n")
        .replace("\n• ", "\n");
    for word in unlisted
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
    {
        let glued =
            tidied.is_empty() || is_dense(text) && tidied.ends_with(['。', '！', '？', '；']);
        if !glued {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    let kept = tidied
        .trim_end_matches([';', '；', ',', '，', ':', '：'])
        .len();
    tidied.truncate(kept);
    if shortened && let Some(first) = tidied.get_mut(..1) {
        // "iPhone" keeps its small letter.
        let second_is_capital = text.chars().nth(1).is_some_and(char::is_uppercase);
        if !second_is_capital {
            first.make_ascii_uppercase();
        }
    }
    tidied
}

/// Keeps the `most` best, in their order.
fn keep_best(drafts: &mut Vec<Draft>, most: usize, rejections: &mut Rejections) {
    if drafts.len() <= most {
        return;
    }
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by(|a, b| drafts[*b].rank.total_cmp(&drafts[*a].rank).then(a.cmp(b)));
    let mut kept = vec![false; drafts.len()];
    for place in order.into_iter().take(most) {
        kept[place] = true;
    }
    let mut place = 0;
    drafts.retain(|draft| {
        place += 1;
        if !kept[place - 1] {
            rejections.note(&draft.text, "others say more");
        }
        kept[place - 1]
    });
}

/// What was left out, as far as it is reported.
#[derive(Debug, Default)]
pub(super) struct Rejections(Vec<Rejection>);

impl Rejections {
    /// Notes something that was left out.
    pub fn note(&mut self, proposal: &str, reason: &'static str) {
        const LONGEST: usize = 120;
        if self.0.len() < MOST_REJECTIONS {
            let proposal = shorten(proposal, LONGEST).into_owned();
            self.0.push(Rejection { proposal, reason });
        }
    }

    /// The report.
    pub fn into_report(self) -> Vec<Rejection> {
        self.0
    }
}
