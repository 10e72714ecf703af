//! What is related to each word of the command line, and how long a look takes:
//! `cargo run -p mem0-local --example related_words -- movie 电影`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::time::Instant;

use mem0_core::RelatedWords as _;
use mem0_local::{RelatedWordTable, RelatedWordsError};

const LOOKS: u32 = 10_000;

fn main() -> Result<(), RelatedWordsError> {
    let began = Instant::now();
    let table = RelatedWordTable::embedded()?;
    println!("opened in {:?}", began.elapsed());
    for word in std::env::args().skip(1) {
        let related = table.related(&word);
        let texts: Vec<_> = related
            .iter()
            .map(|word| format!("{} {:.2}", word.text, word.similarity))
            .collect();
        let began = Instant::now();
        let found: usize = (0..LOOKS).map(|_| table.related(&word).len()).sum();
        let each = began.elapsed() / LOOKS;
        println!(
            "{word} ({found} in {LOOKS} looks, {each:?} each): {}",
            texts.join(", ")
        );
    }
    Ok(())
}
