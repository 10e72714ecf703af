//! The second hop: the best memories of the first look say things that the question lacks, and
//! those things lead on to other memories.
//!
//! "What does the person who joins me in Penang study?" finds who joins; what that person studies
//! stands in a memory that has no word of the question, but the name. Any telling word may lead on
//! like this, not only what is recognised as a name. A link never lifts a memory above the one
//! that leads to it: at most half the way up. It is looked for among the memories that are read
//! closely.

use std::collections::HashMap;

use mem0_text::query_terms;
use memchr::memmem::Finder;

use super::score::{Context, Scored, link_weight, logit};

/// How many of the best memories lead on.
const LEADING: usize = 3;
/// A memory with a lower score leads nowhere, nor does one without any word of the question.
const LEADING_SCORE: f32 = 0.2;
/// Words of one memory that lead on, the most telling ones.
const LINKS_OF_ONE: usize = 8;
/// How far a link lifts a memory towards the one that leads to it, at most.
const WAY_UP: f32 = 0.5;

/// How a memory was come by in the second hop.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// How strong the link is, 0..1: the score of the memory that leads here, times how telling
    /// the word is, squared.
    pub strength: f32,
    /// The word that both memories have.
    pub word: String,
}

/// Where the words of the best memories lead, by place. `scored` is the first look, best first,
/// `texts` what its memories say, by their places.
pub fn follow(
    context: &Context<'_>,
    scored: &[Scored],
    texts: &HashMap<usize, &str>,
) -> HashMap<usize, Linked> {
    let texts: HashMap<usize, String> = texts
        .iter()
        .map(|(place, text)| (*place, text.to_lowercase()))
        .collect();
    let mut linked: HashMap<usize, Linked> = HashMap::new();
    let leading = scored
        .iter()
        .filter(|hit| hit.score >= LEADING_SCORE && context.coverage.own[hit.place] > 0.0)
        .take(LEADING);
    for from in leading {
        let Some(text) = texts.get(&from.place) else {
            continue;
        };
        for (word, weight) in leading_on(context, text) {
            let finder = Finder::new(&word);
            let others = scored.iter().filter(|hit| hit.place != from.place);
            for hit in others {
                if !texts.get(&hit.place).is_some_and(|it| says(it, &finder)) {
                    continue;
                }
                let strength = (from.score * weight * weight).min(way_up(context, from, hit));
                let known = linked.get(&hit.place).map_or(0.0, |it| it.strength);
                if strength > known {
                    let word = word.clone();
                    linked.insert(hit.place, Linked { strength, word });
                }
            }
        }
    }
    linked
}

/// The most telling words of a text that the question lacks, each with its weight, 0..1: how rare it
/// is in the language. How many memories have it doesn't count, so that none of them changes the
/// score of another.
fn leading_on(context: &Context<'_>, text: &str) -> Vec<(String, f32)> {
    let asked = &context.question.terms;
    let mut terms = query_terms(text);
    terms.retain(|term| {
        let new = asked.iter().all(|it| it.id != term.id);
        new && term.id.is_primary() && term.text.chars().count() > 1
    });
    terms.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    terms.truncate(LINKS_OF_ONE);
    terms
        .into_iter()
        .map(|term| (term.text.to_lowercase(), term.weight))
        .collect()
}

/// Whether a text has a word, in this or a longer form.
fn says(text: &str, word: &Finder<'_>) -> bool {
    let spaced = word.needle().first().is_some_and(u8::is_ascii_alphanumeric);
    word.find_iter(text.as_bytes()).any(|start| {
        let before = text[..start].chars().next_back();
        !(spaced && before.is_some_and(char::is_alphanumeric))
    })
}

/// The strength with which a link lifts a memory half the way to the one that leads to it.
fn way_up(context: &Context<'_>, from: &Scored, to: &Scored) -> f32 {
    let gap = logit(context, from.place) - logit(context, to.place);
    (WAY_UP * gap / link_weight(context, to.place)).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_as_a_word_and_in_longer_forms() {
        let says = |text, word| says(text, &Finder::new(word));
        assert!(says("she dances with kim", "dance"));
        assert!(!says("the party was fun", "art"));
        assert!(says("和金珊去槟城", "金珊"));
        assert!(says("我和kim去槟城", "去槟"));
    }
}
