//! How long each reading of a short text takes: `cargo run -p mem0-text --example speed`.
#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::hint::black_box;
use std::time::Instant;

use jiff::civil::date;

const ENGLISH: &str = "Yesterday I told my sister Melanie in San Francisco that we will probably move to a bigger apartment next summer";
const CHINESE: &str =
    "昨天我告诉住在上海的姐姐，我们明年夏天可能会搬到更大的公寓，同事李雷也来帮忙";

fn main() {
    let said = date(2024, 3, 5).at(9, 0, 0, 0);
    for text in [ENGLISH, CHINESE] {
        println!("{text}");
        time("detect", || mem0_text::detect(text));
        time("term_counts", || mem0_text::term_counts(text));
        time("query_terms", || mem0_text::query_terms(text));
        time("sentences", || mem0_text::sentences(text));
        time("clauses", || mem0_text::clauses(text));
        time("mentions", || mem0_text::mentions(text));
        time("times", || mem0_text::times(text, said));
        time("question_kind", || mem0_text::question_kind(text));
        time("text_features", || mem0_text::text_features(text));
        time("aspects", || mem0_text::aspects_of_statement(text));
        time("normalized", || mem0_text::normalized(text));
    }
}

/// Prints the mean time of one call, after a warm-up that also reads the word lists.
fn time<T>(name: &str, mut run: impl FnMut() -> T) {
    const CALLS: u32 = 20_000;
    for _ in 0..CALLS / 10 {
        black_box(run());
    }
    let start = Instant::now();
    for _ in 0..CALLS {
        black_box(run());
    }
    let each = start.elapsed() / CALLS;
    println!("  {name:<14} {:>7.2} µs", each.as_secs_f64() * 1e6);
}
