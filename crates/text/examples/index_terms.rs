//! Tells how words are found: reads one word a line from standard input and writes, for each,
//! the id of its index term and what that term is worth, or a hyphen where it is not one term.
//!
//! `cargo run -p mem0-text --example index_terms < words > terms`; made for `tools/distil`.

use std::io::{BufRead as _, Write as _};

use mem0_text::{TermClass, TermId, background_weight, term_counts};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for word in std::io::stdin().lock().lines() {
        match only_term(&word?) {
            None => writeln!(out, "-")?,
            Some(id) => writeln!(out, "{:016x} {:.3}", id.to_bits(), background_weight(id))?,
        }
    }
    out.flush()
}

/// The one term that stands for the whole word: its primary term, or of a word of one character
/// that character.
fn only_term(word: &str) -> Option<TermId> {
    let terms = term_counts(word).counts;
    let mut of_word = terms.iter().filter(|(id, _)| id.is_primary());
    match (of_word.next(), of_word.next()) {
        (Some((id, 1)), None) => Some(*id),
        (None, _) if terms.len() == 1 && terms[0].0.class() == TermClass::Character => {
            Some(terms[0].0)
        }
        _ => None,
    }
}
