//! Where in a window something was said, and whether it was said at all.

use mem0_text::{Language, detect, query_terms, term_counts};

use super::quote;
use super::windows::Window;
use crate::ingest::conversation::Conversation;
use crate::prompts::reconcile::Suggestion;

/// Without a quote, the share of a statement's words that its message must have. An invention
/// shares the subject and a verb with any message, rarely more.
pub(super) const MIN_SHARED: f32 = 0.34;

/// Where something was said.
pub(super) struct Evidence {
    /// Places in the conversation, at least one; the quote stands in the first.
    pub sources: Vec<usize>,
    /// Words of the first source, as they were said.
    pub quote: Option<String>,
}

/// Where in the window `text` was said: where the suggestion's quote stands, else the messages
/// it names (or the most alike, if it names none), if enough of `text` stands there.
pub(super) fn find(
    suggestion: &Suggestion,
    text: &str,
    conversation: &Conversation,
    window: &Window<'_>,
) -> Option<Evidence> {
    let cited: Vec<usize> = suggestion
        .sources
        .iter()
        .filter_map(|number| usize::try_from(*number).ok()?.checked_sub(1))
        .filter(|place| *place < window.passages.len())
        .collect();
    if let Some(quote) = &suggestion.quote {
        let found = cited
            .iter()
            .copied()
            .chain(0..window.passages.len())
            .find_map(|place| {
                let passage = window.passages[place].text;
                Some((place, quote::find(quote, passage)?))
            });
        if let Some((place, range)) = found {
            // Word for word as it was said, not as the model copied it.
            let quote = window.passages[place].text[range].to_owned();
            // A model that quotes right but miscounts has not read the messages it names.
            let others = if cited.contains(&place) {
                cited
            } else {
                Vec::new()
            };
            let places = std::iter::once(place).chain(others);
            return Some(Evidence {
                sources: sources(window, places),
                quote: Some(quote),
            });
        }
    }
    let candidates: Vec<usize> = if cited.is_empty() {
        (0..window.passages.len()).collect()
    } else {
        cited.clone()
    };
    let (share, best) = candidates
        .into_iter()
        .map(|place| {
            let passage = &window.passages[place];
            let said = with_speaker(conversation, passage.source, passage.text);
            (shared(text, &said), place)
        })
        .max_by(|(one, first), (other, second)| one.total_cmp(other).then(second.cmp(first)))?;
    let translated = || {
        suggestion.quote.is_none()
            && !cited.is_empty()
            && cited
                .iter()
                .all(|place| other_script(text, window.passages[*place].text))
    };
    if share < MIN_SHARED && !translated() {
        return None;
    }
    let first = std::iter::once(best).chain(cited.iter().copied());
    Some(Evidence {
        sources: sources(window, first),
        quote: None,
    })
}

/// Whether a statement with a true quote has anything to do with the conversation. One that
/// shares not a single word with it, in the same language, was made up and the quote picked at
/// random. A translation shares none either: where languages differ, the quote has to do.
pub(super) fn is_about(statement: &str, conversation: &Conversation, window: &Window<'_>) -> bool {
    let said = window.passages.iter().chain(&window.context);
    let said = said
        .filter(|passage| conversation.utterances[passage.source].role != "system")
        .map(|passage| with_speaker(conversation, passage.source, passage.text))
        .collect::<Vec<_>>()
        .join("\n");
    let language = detect(statement);
    shared(statement, &said) > 0.0
        || language == Language::Unknown
        || language != detect(&said)
        || other_script(statement, &said)
}

fn with_speaker(conversation: &Conversation, source: usize, text: &str) -> String {
    let speaker = conversation.utterances[source].name.as_deref();
    format!("{} {text}", speaker.unwrap_or_default())
}

/// The messages of these passages, each once, in the order given.
fn sources(window: &Window<'_>, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut sources = Vec::new();
    for place in places {
        let source = window.passages[place].source;
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// How statements call their subject by default. Whether a message has these words tells nothing.
const SUBJECTS: [&str; 10] = [
    "The user's ",
    "The user ",
    "User's ",
    "User ",
    "Agent's ",
    "Agent ",
    "用户的",
    "用户",
    "智能体的",
    "智能体",
];

/// The share of a statement's words that a message has, each by how much it says.
pub(super) fn shared(statement: &str, message: &str) -> f32 {
    let predicate = SUBJECTS
        .iter()
        .find_map(|subject| statement.strip_prefix(subject))
        .unwrap_or(statement);
    let message = term_counts(message);
    let (shared, all) =
        query_terms(predicate)
            .into_iter()
            .fold((0.0, 0.0), |(shared, all), term| {
                let said = if message.count(term.id) > 0 {
                    term.weight
                } else {
                    0.0
                };
                (shared + said, all + term.weight)
            });
    if all > 0.0 { shared / all } else { 0.0 }
}

/// Whether two texts are written in different scripts, so that their words can't be compared.
fn other_script(one: &str, other: &str) -> bool {
    let is_latin = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        let (latin, all) = letters.fold((0, 0), |(latin, all), letter| {
            (latin + usize::from((letter as u32) < 0x250), all + 1)
        });
        (latin * 2 > all, all > 0)
    };
    let ((one, has_one), (other, has_other)) = (is_latin(one), is_latin(other));
    has_one && has_other && one != other
}
