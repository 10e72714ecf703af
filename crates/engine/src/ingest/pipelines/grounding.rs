//! Where a statement comes from: the message whose words it repeats, also when the model names
//! none; and whether it comes from the messages at all.
//!
//! Two things must not be stored. *Invention*: hardly a word of the statement stands in a message.
//! *Echo*: it stands in what else the model was shown (our examples, known memories, messages of
//! earlier days) and hardly in the messages. Honest statements differ from their message too: they
//! name who is spoken of, resolve dates, paraphrase, answer a question in one word, or are in
//! another language. So the subject and dates are not compared; a short answer is read with the
//! message before it; a paraphrase without common words is compared by meaning; and a text in
//! another script than every message is believed unless it is an echo.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use mem0_core::Result;
use mem0_text::{
    QueryTerm, TermCounts, is_question, query_terms, sentences, shorten, term_counts, times,
};

use super::Recollection;
use super::reconcile::windows::Passage;
use crate::ingest::conversation::{Conversation, Utterance};
use crate::time::civil;

/// The share of a statement's words, each by how much it says, that its message must have. An
/// invention shares a verb with any message, rarely more; a paraphrase keeps its nouns.
const MIN_SHARED: f32 = 0.34;

/// The same over all messages, for a statement that sums several of them up.
const MIN_SHARED_BY_ALL: f32 = 0.6;

/// From this share on a statement stands in a sentence word for word.
const WHOLE: f32 = 0.9;

/// Below [`MIN_SHARED`] a statement must be as near its message in meaning: 0 for unrelated texts,
/// 1 for a question and its answer. With the built-in table this keeps a vegetarian of "I don't
/// eat meat or fish" and drops a yacht of "I like tea", also in Chinese; a conclusion ("gluten
/// makes me sick": no wheat bread) falls below, and is left out.
const MIN_ALIKE: f32 = 0.6;

/// How many messages a statement that names none is compared with by meaning.
const MAX_COMPARED: usize = 6;

/// What is compared by meaning, in characters.
const COMPARED_CHARACTERS: usize = 600;

/// A message of at most so many words of weight may be an answer to a question before it.
const SHORT: usize = 4;

const NOT_SAID: &str = "not found in the conversation";

/// Words for whose memories these are; they stand in no message.
const SUBJECTS: [&str; 12] = [
    "the assistant",
    "this user",
    "assistant",
    "the agent",
    "the user",
    "users",
    "agent",
    "user",
    "智能体",
    "用户",
    "助手",
    "本人",
];

/// A statement to check.
pub(super) struct Claim<'a> {
    /// The statement.
    pub text: &'a str,
    /// The passages that it names, by their numbers from 1, unchecked.
    pub cited: &'a [i64],
    /// A memory that it changes: its words need not be said again.
    pub beside: Option<&'a str>,
}

/// What statements are checked against.
pub(super) struct Ground<'a> {
    passages: Vec<Heard<'a>>,
    shown: Vec<Shown>,
    subjects: Vec<String>,
}

/// A passage of the conversation.
struct Heard<'a> {
    source: usize,
    text: &'a str,
    terms: TermCounts,
    /// The terms of its questions.
    asks: TermCounts,
    may_tell: bool,
    is_short: bool,
}

/// Something else that the model was shown.
struct Shown {
    terms: TermCounts,
    reason: &'static str,
}

enum Verdict {
    Said(Vec<usize>),
    NotSaid(&'static str),
    /// Its words don't show it: these passages may say the same in other words.
    InOtherWords(Vec<usize>),
}

impl<'a> Ground<'a> {
    /// The passages of a window; statements come from those whose speaker `may_tell`.
    pub(super) fn new(
        conversation: &'a Conversation,
        passages: &[Passage<'a>],
        may_tell: impl Fn(&Utterance) -> bool,
    ) -> Self {
        let heard = passages.iter().map(|passage| {
            let said = &conversation.utterances[passage.source];
            let speaker = said.name.as_deref().unwrap_or_default();
            Heard {
                source: passage.source,
                text: passage.text,
                terms: term_counts(&format!("{speaker} {}", passage.text)),
                asks: term_counts(&questions(passage.text)),
                may_tell: may_tell(said),
                is_short: query_terms(passage.text).len() <= SHORT,
            }
        });
        let mut subjects: Vec<String> = SUBJECTS.iter().map(|word| (*word).to_owned()).collect();
        subjects.extend(conversation.scope.ids().map(|(_, id)| id.to_lowercase()));
        let names = conversation
            .utterances
            .iter()
            .filter_map(|said| said.name.as_ref());
        subjects.extend(names.map(|name| name.to_lowercase()));
        // A longer one goes before one that it begins with.
        subjects.sort_by_key(|word| std::cmp::Reverse(word.len()));
        subjects.dedup();
        Self {
            passages: heard.collect(),
            shown: Vec::new(),
            subjects,
        }
    }

    /// Tells of something else that the model was shown, and why nothing may come from there.
    pub(super) fn show(&mut self, text: &str, reason: &'static str) {
        let parts = text.lines().flat_map(sentences);
        self.shown.extend(parts.map(|part| Shown {
            terms: term_counts(part),
            reason,
        }));
    }

    /// For each claim the messages it comes from, as places in the conversation, the best first;
    /// or why it is not believed.
    pub(super) async fn sources(
        &self,
        claims: &[Claim<'_>],
        recollection: &dyn Recollection,
    ) -> Result<Vec<Result<Vec<usize>, &'static str>>> {
        let verdicts: Vec<Verdict> = claims.iter().map(|claim| self.judge(claim)).collect();
        let mut pairs = Vec::new();
        for (claim, verdict) in claims.iter().zip(&verdicts) {
            if let Verdict::InOtherWords(places) = verdict {
                pairs.extend(places.iter().map(|place| {
                    let said = self.passages[*place].text;
                    let said = shorten(said, COMPARED_CHARACTERS).into_owned();
                    (claim.text.to_owned(), said)
                }));
            }
        }
        let alike = if pairs.is_empty() {
            Vec::new()
        } else {
            recollection.alike(&pairs).await?
        };
        let mut alike = alike.into_iter();
        let settled = verdicts.into_iter().map(|verdict| match verdict {
            Verdict::Said(sources) => Ok(sources),
            Verdict::NotSaid(reason) => Err(reason),
            Verdict::InOtherWords(places) => {
                let best = places
                    .into_iter()
                    .map(|place| (alike.next().unwrap_or_default(), place))
                    .max_by(|(one, _), (other, _)| one.total_cmp(other));
                match best {
                    Some((near, place)) if near >= MIN_ALIKE => {
                        Ok(vec![self.passages[place].source])
                    }
                    _ => Err(NOT_SAID),
                }
            }
        });
        Ok(settled.collect())
    }

    fn judge(&self, claim: &Claim<'_>) -> Verdict {
        let terms = self.terms(claim);
        let cited = self.cited(claim);
        let tellers = || (0..self.passages.len()).filter(|place| self.passages[*place].may_tell);
        if tellers().next().is_none() {
            return Verdict::NotSaid("nobody says it whose word counts here");
        }
        if terms.is_empty() {
            // Nothing but the subject, a date, or what is known: the model's word has to do.
            return match cited.first() {
                Some(_) => Verdict::Said(self.sources_of(&cited)),
                None => Verdict::InOtherWords(tellers().take(MAX_COMPARED).collect()),
            };
        }
        let by_all = share(&terms, |term| {
            self.passages.iter().any(|said| has(&said.terms, term))
        });
        let by_tellers = share(&terms, |term| {
            tellers().any(|place| has(&self.passages[place].terms, term))
        });
        if let Some(reason) = self.echoed(&terms, by_all) {
            return Verdict::NotSaid(reason);
        }
        let score = |place: usize| self.score(&terms, place, cited.contains(&place));
        let best_of = |places: &mut dyn Iterator<Item = usize>| {
            places
                .map(|place| (score(place), place))
                .max_by(|(one, first), (other, second)| {
                    one.total_cmp(other).then(second.cmp(first))
                })
        };
        let best_cited = best_of(&mut cited.iter().copied());
        if let Some((score, place)) = best_cited
            && score >= MIN_SHARED
        {
            let all: Vec<usize> = std::iter::once(place)
                .chain(cited.iter().copied())
                .collect();
            return Verdict::Said(self.sources_of(&all));
        }
        let best = best_of(&mut tellers());
        if let Some((score, place)) = best
            && (score >= MIN_SHARED || by_tellers >= MIN_SHARED_BY_ALL)
        {
            return Verdict::Said(self.sources_of(&[place]));
        }
        if tellers().all(|place| other_script(claim.text, self.passages[place].text)) {
            // A translation: words can't tell, names and numbers may.
            let place = cited.first().copied().or(best.map(|(_, place)| place));
            return Verdict::Said(self.sources_of(place.as_slice()));
        }
        if by_all >= MIN_SHARED && by_tellers == 0.0 && cited.is_empty() {
            return Verdict::NotSaid("only somebody else says it");
        }
        let compared = if cited.is_empty() {
            let mut places: Vec<usize> = tellers().collect();
            places.sort_by(|one, other| score(*other).total_cmp(&score(*one)));
            places.truncate(MAX_COMPARED);
            places
        } else {
            cited
        };
        Verdict::InOtherWords(compared)
    }

    /// How much of a statement a passage says; an answer says what it was asked, too.
    fn score(&self, terms: &[QueryTerm], place: usize, is_cited: bool) -> f32 {
        let said = &self.passages[place];
        let own = share(terms, |term| has(&said.terms, term));
        let Some(before) = place.checked_sub(1).map(|before| &self.passages[before]) else {
            return own;
        };
        // A model that names an answer means also what it answers, asked or supposed.
        let answered = match (is_cited, said.is_short) {
            (true, _) => &before.terms,
            (false, true) => &before.asks,
            (false, false) => return own,
        };
        // What was asked and only nodded to counts for less than what was said.
        own.max(0.99 * share(terms, |term| has(&said.terms, term) || has(answered, term)))
    }

    /// Why a statement is taken for an echo, if it is one.
    fn echoed(&self, terms: &[QueryTerm], by_all: f32) -> Option<&'static str> {
        if by_all >= MIN_SHARED_BY_ALL {
            return None;
        }
        let echo = self
            .shown
            .iter()
            .find(|shown| share(terms, |term| has(&shown.terms, term)) >= WHOLE)?;
        Some(echo.reason)
    }

    /// The terms of a statement that a message must show.
    fn terms(&self, claim: &Claim<'_>) -> Vec<QueryTerm> {
        let bare = without_subject(claim.text, &self.subjects);
        let timeless = without_times(bare);
        let mut terms = query_terms(&timeless);
        if terms.is_empty() {
            terms = query_terms(bare);
        }
        if let Some(old) = claim.beside {
            let old = term_counts(old);
            terms.retain(|term| !has(&old, term));
        }
        terms
    }

    /// The passages that a claim names and whose speaker may tell.
    fn cited(&self, claim: &Claim<'_>) -> Vec<usize> {
        let mut seen = HashSet::new();
        claim
            .cited
            .iter()
            .filter_map(|number| usize::try_from(*number).ok()?.checked_sub(1))
            .filter(|place| self.passages.get(*place).is_some_and(|said| said.may_tell))
            .filter(|place| seen.insert(*place))
            .collect()
    }

    /// The messages of passages, each once, in order.
    fn sources_of(&self, places: &[usize]) -> Vec<usize> {
        let mut sources = Vec::new();
        for place in places {
            let source = self.passages[*place].source;
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }
}

/// How much of a statement's weight stands in a text, whoever they are about: 0..1.
pub(super) fn share_in(statement: &str, text: &str) -> f32 {
    let text = term_counts(text);
    let bare = without_subject(statement, &SUBJECTS);
    share(&query_terms(bare), |term| has(&text, term))
}

fn share(terms: &[QueryTerm], is_said: impl Fn(&QueryTerm) -> bool) -> f32 {
    let (said, all) = terms.iter().fold((0.0, 0.0), |(said, all), term| {
        let weight = if is_said(term) { term.weight } else { 0.0 };
        (said + weight, all + term.weight)
    });
    if all > 0.0 { said / all } else { 0.0 }
}

fn has(text: &TermCounts, term: &QueryTerm) -> bool {
    text.count(term.id) > 0
}

/// The statement without the words at its beginning that say whom it is about.
fn without_subject<'t>(text: &'t str, subjects: &[impl AsRef<str>]) -> &'t str {
    let text = text.trim();
    for subject in subjects.iter().map(AsRef::as_ref) {
        // Lower case has the length of nearly every text; where not, the subject stays.
        let begins = text.get(..subject.len()).unwrap_or_default();
        if begins.is_empty() || begins.to_lowercase() != subject {
            continue;
        }
        let rest = &text[subject.len()..];
        let next = rest.chars().next();
        let ends_word = next.is_none_or(|next| !next.is_alphanumeric()) || !subject.is_ascii();
        if ends_word {
            let rest = rest
                .strip_prefix("'s")
                .or(rest.strip_prefix("’s"))
                .unwrap_or(rest);
            let says_more = rest.chars().any(char::is_alphanumeric);
            return if says_more { rest } else { text };
        }
    }
    text
}

/// A text without its times: the statement has the calendar's, the message has "yesterday".
fn without_times(text: &str) -> String {
    // Only the words matter here, not the day that they mean.
    let mut timeless = String::with_capacity(text.len());
    let mut at = 0;
    for time in times(text, civil(mem0_core::Timestamp::UNIX_EPOCH)) {
        timeless.push_str(text.get(at..time.offset).unwrap_or_default());
        timeless.push(' ');
        at = time.offset + time.text.len();
    }
    timeless.push_str(text.get(at..).unwrap_or_default());
    timeless
}

/// The questions of a text.
fn questions(text: &str) -> String {
    let asked = sentences(text).into_iter().filter(|part| is_question(part));
    asked.collect::<Vec<_>>().join("\n")
}

/// Whether two texts are written in different scripts, so that their words can't be compared.
pub(super) fn other_script(one: &str, other: &str) -> bool {
    let mostly_latin = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let (latin, all) = letters.fold((0_usize, 0_usize), |(latin, all), letter| {
            (latin + usize::from((letter as u32) < 0x250), all + 1)
        });
        (all > 0).then_some(latin * 2 > all)
    };
    match (mostly_latin(one), mostly_latin(other)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}
