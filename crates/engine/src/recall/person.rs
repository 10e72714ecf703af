//! People who are named in a question.

/// Whether the text names this person: the whole name or one of its words, whatever the case, not
/// as a part of another word (scripts without spaces excepted).
pub fn names(text: &str, person: &str) -> bool {
    let text = text.to_lowercase();
    parts(person).any(|name| occurrence(&text, &name).is_some())
}

/// The text with a pronoun in place of this person: as somebody would be asked about their own
/// words. "What does Ann's dog eat?" becomes "what does their dog eat?".
pub fn impersonal(text: &str, person: &str) -> String {
    let mut text = text.to_lowercase();
    for name in parts(person) {
        while let Some(start) = occurrence(&text, &name) {
            let end = start + name.len();
            let (end, pronoun) = match possessive(&text[end..]) {
                Some(suffix) => (end + suffix, "their"),
                None if name.chars().any(is_unspaced) => (end, "他"),
                None => (end, "they"),
            };
            // A name that is itself a pronoun would be found for ever.
            if text[start..end] == *pronoun {
                break;
            }
            text.replace_range(start..end, pronoun);
        }
    }
    text
}

/// The whole name, then its words: what a person may be called by.
fn parts(person: &str) -> impl Iterator<Item = String> {
    let person = person.to_lowercase();
    let words: Vec<String> = person.split_whitespace().map(str::to_owned).collect();
    std::iter::once(person)
        .chain(words)
        .filter(|name| name.chars().count() > 1)
}

fn possessive(after: &str) -> Option<usize> {
    ["'s", "\u{2019}s"]
        .into_iter()
        .find(|it| after.starts_with(it))
        .map(str::len)
}

fn occurrence(text: &str, name: &str) -> Option<usize> {
    let spaced = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    text.match_indices(name)
        .map(|(start, _)| start)
        .find(|start| {
            let before = text[..*start].chars().next_back();
            let after = text[start + name.len()..].chars().next();
            let joins = |inner: Option<char>, outer: Option<char>| {
                inner.is_some_and(spaced) && outer.is_some_and(spaced)
            };
            !joins(name.chars().next(), before) && !joins(name.chars().next_back(), after)
        })
}

/// Characters of scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{0e00}'..='\u{0eff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_named_by_name_or_first_name_but_not_inside_a_word() {
        assert!(names("What did Ann cook?", "Ann Lee"));
        assert!(names("what did ANN LEE's dog eat?", "Ann Lee"));
        assert!(!names("What about the annual report?", "Ann"));
        assert!(names("小明喜欢什么？", "小明"));
        assert!(names("Ann喜欢什么？", "Ann"));
    }

    #[test]
    fn a_pronoun_stands_where_the_speaker_was_named() {
        assert_eq!(
            impersonal("What does Ann's dog eat?", "Ann"),
            "what does their dog eat?"
        );
        assert_eq!(
            impersonal("Did Ann Lee annoy Ann?", "Ann Lee"),
            "did they annoy they?"
        );
        assert_eq!(impersonal("小明喜欢什么？", "小明"), "他喜欢什么？");
        assert_eq!(impersonal("Who are they?", "They"), "who are they?");
    }
}
