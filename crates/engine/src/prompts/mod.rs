//! What we say to language models, one file for each prompt, with its typed reply beside it.
//!
//! | prompt | asked by | reply |
//! | --- | --- | --- |
//! | [`reconcile`] | the pipeline of the same name, once for each `add` | operations |
//! | [`two_phase::extraction`] | the pipeline `two_phase`, first | facts |
//! | [`two_phase::decision`] | the pipeline `two_phase`, where something like the facts is known | operations |
//! | [`additive`] | the pipeline of the same name, once for each `add` | memories |
//! | [`again()`] | the latter three, when an answer can't be read | the same once more |
//! | [`image`] | `add`, once for each image | prose |
//! | [`procedure`] | `add` with `memory_type="procedural_memory"` | prose |
//! | [`rerank`] | a search with the reranker `llm_reranker`, once for many documents | scores |
//!
//! Prompts are plain text with `{{places}}`. They are filled by replacing, in one pass: what is
//! put in is never looked at again, so that no text can smuggle a place or a format in.

pub mod additive;
mod again;
mod elements;
pub mod image;
pub mod procedure;
pub mod reconcile;
pub mod rerank;
mod transcript;
pub mod two_phase;

pub use again::again;
pub use transcript::MessageLine;

/// Puts values into the `{{places}}` of a template. A place without a value stays as it is, and
/// so does whatever looks like a place inside a value.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find("{{") {
        let (before, place) = rest.split_at(start);
        filled.push_str(before);
        let value = place[2..].split_once("}}").and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        match value {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push_str("{{");
                rest = &place[2..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let filled = fill("{{a}} and {{b}}", &[("a", "{{b}} {} %s {0}"), ("b", "B")]);
        assert_eq!(filled, "{{b}} {} %s {0} and B");
    }

    #[test]
    fn braces_that_are_no_places_stay() {
        for text in [
            "{\"facts\": [{\"a\": {}}]}",
            "{{unknown}}",
            "{{",
            "}} {{ a",
            "{{{{",
        ] {
            assert_eq!(fill(text, &[("a", "A")]), text);
        }
        assert_eq!(fill("{{{a}}}", &[("a", "A")]), "{{{a}}}");
        assert_eq!(fill("{{{{a}}", &[("a", "A")]), "{{A");
    }
}
