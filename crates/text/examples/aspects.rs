//! What is read of each line of the input: `cargo run -p mem0-text --example aspects`. Lines that
//! begin with a tab are read as questions.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::io::BufRead;

use mem0_text::{aspects_of_question, aspects_of_statement};

fn main() -> std::io::Result<()> {
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let aspects = match line.strip_prefix('\t') {
            Some(question) => aspects_of_question(question),
            None => aspects_of_statement(&line),
        };
        let names: Vec<_> = aspects.names().collect();
        println!("{}\t{}", aspects.to_bits(), names.join(" "));
    }
    Ok(())
}
