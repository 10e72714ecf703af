//! One conversation, read as a whole: repetitions joined, what was corrected later left out.

use std::collections::HashMap;

use super::duplicates::{Relation, relation};
use super::forgetting::is_meant;
use super::settle::Reading;
use super::statements::{Draft, Rejections, Wish};

/// Among how many earlier statements a repetition is looked for; keeps a long conversation
/// linear.
const REACH: usize = 64;

/// The readings without those that others of the same conversation make superfluous.
pub(super) fn joined(drafts: Vec<Draft>, rejections: &mut Rejections) -> Vec<Reading> {
    let mut kept: Vec<Option<Reading>> = Vec::with_capacity(drafts.len());
    // Statements that hold a word, by the word.
    let mut with_word: HashMap<String, Vec<usize>> = HashMap::new();
    let mut with_claims: Vec<usize> = Vec::new();
    for mut reading in drafts.into_iter().map(Reading::of) {
        if let Wish::Forget { about } = reading.draft.wish {
            for earlier in kept.iter_mut().rev().take(REACH) {
                let meant = earlier.as_ref().is_some_and(|earlier| {
                    earlier.draft.wish == Wish::Remember
                        && same_speaker(&earlier.draft, &reading.draft)
                        && is_meant(
                            &reading.draft.text,
                            &reading.wording,
                            about,
                            &earlier.draft.text,
                            &earlier.wording,
                        )
                });
                if meant && let Some(earlier) = earlier.take() {
                    rejections.note(&earlier.draft.text, "taken back");
                }
            }
            kept.push(Some(reading));
            continue;
        }
        let mut superfluous = false;
        for place in candidates(&reading, &with_word, &with_claims) {
            let Some(earlier) = kept[place].as_mut() else {
                continue;
            };
            if !same_speaker(&earlier.draft, &reading.draft) {
                continue;
            }
            match relation(&reading.wording, &earlier.wording) {
                Relation::Same | Relation::KnownSaysMore => {
                    push_sources(&mut earlier.sources, &reading.sources);
                    superfluous = true;
                    break;
                }
                Relation::NewSaysMore => {
                    push_sources(&mut reading.sources, &earlier.sources);
                    rejections.note(&earlier.draft.text, "said more fully later");
                    kept[place] = None;
                }
                Relation::Different
                    if reading.replaces(earlier.draft.occurred_at, &earlier.claims) =>
                {
                    rejections.note(&earlier.draft.text, "changed later in the conversation");
                    kept[place] = None;
                }
                Relation::Different => {}
            }
        }
        if superfluous {
            rejections.note(&reading.draft.text, "said before");
            continue;
        }
        let place = kept.len();
        for word in reading.wording.distinct_words() {
            with_word.entry(word.to_owned()).or_default().push(place);
        }
        if !reading.claims.is_empty() {
            with_claims.push(place);
        }
        kept.push(Some(reading));
    }
    kept.into_iter().flatten().collect()
}

/// Earlier statements that share a word or may be changed, the latest first.
fn candidates(
    reading: &Reading,
    with_word: &HashMap<String, Vec<usize>>,
    with_claims: &[usize],
) -> Vec<usize> {
    // The rarest word leads to the fewest; a repetition shares it unless it says less.
    let mut lists: Vec<&Vec<usize>> = reading
        .wording
        .distinct_words()
        .into_iter()
        .filter_map(|word| with_word.get(word))
        .collect();
    lists.sort_by_key(|list| list.len());
    let mut places: Vec<usize> = lists
        .into_iter()
        .take(6)
        .flat_map(|list| list.iter().rev().take(REACH))
        .copied()
        .collect();
    if !reading.claims.is_empty() {
        places.extend(with_claims.iter().rev().take(REACH * 4));
    }
    places.sort_unstable_by(|a, b| b.cmp(a));
    places.dedup();
    places
}

fn same_speaker(one: &Draft, other: &Draft) -> bool {
    one.name == other.name && one.role == other.role
}

fn push_sources(sources: &mut Vec<usize>, more: &[usize]) {
    sources.extend_from_slice(more);
    sources.sort_unstable();
    sources.dedup();
}
