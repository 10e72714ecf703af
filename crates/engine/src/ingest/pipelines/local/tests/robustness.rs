//! Dates, repetitions within one conversation, limits, and any text at all.

use proptest::prelude::*;

use super::super::{EVENT_DATE, EVENT_DATE_END};
use super::support::{Memories, added, conversation, kept, memory, propose, tell};
use crate::ingest::operation::{Operation, Statement};

fn only(text: &str) -> Statement {
    match tell(text, &[]).operations.as_slice() {
        [Operation::Add(statement)] => statement.clone(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn times_are_resolved_against_the_message() {
    for (text, date) in [
        ("I bought a car yesterday", "2024-05-07"),
        ("I have an interview tomorrow", "2024-05-09"),
        ("My flight is on May 12, 2024", "2024-05-12"),
        ("I moved to Rome last month", "2024-04"),
        ("I graduated in 2019", "2019"),
        ("我昨天买了一辆车", "2024-05-07"),
        ("我明天有面试", "2024-05-09"),
        ("我的航班是2024年5月12日", "2024-05-12"),
        ("我上个月搬到了罗马", "2024-04"),
        ("我2019年毕业", "2019"),
    ] {
        let metadata = only(text).metadata;
        assert_eq!(
            metadata.get(EVENT_DATE).and_then(|date| date.as_str()),
            Some(date),
            "{text}"
        );
        assert!(!metadata.contains_key(EVENT_DATE_END), "{text}");
    }
    assert!(only("I like tea").metadata.is_empty());
    assert!(only("周末我一般去爬山").metadata.is_empty());
}

#[test]
fn stretches_have_an_end_and_several_times_are_a_list() {
    let week = only("I was ill last week").metadata;
    assert_eq!(week[EVENT_DATE], "2024-04-29");
    assert_eq!(week[EVENT_DATE_END], "2024-05-05");
    let two = only("I was in Rome in 2019 and in Paris in 2021").metadata;
    assert_eq!(two[EVENT_DATE], serde_json::json!(["2019", "2021"]));
}

#[test]
fn the_same_deed_on_another_day_is_another_memory() {
    let known = Memories(vec![memory("I went running today")]);
    let told = propose(
        &conversation(&[("user", None, "I went running today")]),
        &known,
    );
    assert_eq!(added(&told), ["I went running today"]);
}

#[test]
fn repetitions_and_corrections_within_a_conversation_are_joined() {
    let told = propose(
        &conversation(&[
            ("user", None, "I live in Paris."),
            ("user", None, "I have a dog."),
            ("user", None, "i have a dog"),
            ("user", None, "I have a dog named Max."),
            ("user", None, "I moved to Berlin last week."),
            ("user", None, "I like sushi."),
            ("user", None, "Forget that I like sushi."),
        ]),
        &Memories::default(),
    );
    assert_eq!(
        added(&told),
        ["I have a dog named Max.", "I moved to Berlin last week."]
    );
    let Operation::Add(dog) = &told.operations[0] else {
        panic!("{told:?}")
    };
    assert_eq!(dog.sources, [1, 2, 3]);
}

#[test]
fn every_rejection_has_its_reason_and_their_number_is_bounded() {
    let told = tell("Hello! What is my name?", &[]);
    let reasons: Vec<&str> = told
        .rejected
        .iter()
        .map(|rejection| rejection.reason)
        .collect();
    assert_eq!(reasons, ["small talk", "a question"]);
    let many = "What is this?\n".repeat(1000);
    assert_eq!(tell(&many, &[]).rejected.len(), 200);
}

#[test]
fn a_flood_of_statements_leaves_the_most_informative() {
    let mut text: String = (0..300)
        .map(|number| format!("I like tea{number}.\n"))
        .collect();
    text.push_str(
        "My daughter Anna was born in Lisbon on 4 May 2012 at the Santa Maria hospital.\n",
    );
    let kept = kept(&text);
    assert_eq!(kept.len(), 100);
    assert!(kept.last().is_some_and(|last| last.contains("Lisbon")));
}

#[test]
fn ten_megabytes_are_read_in_bounded_time() {
    let started = std::time::Instant::now();
    for unit in [
        "I like green tea and long walks in the park. ",
        "我喜欢喝绿茶，",
        "a",
        "，",
        "( [ ",
    ] {
        let text = unit.repeat(10_000_000 / unit.len());
        let told = tell(&text, &[]);
        assert!(told.operations.len() <= 100);
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

/// Text made of pieces that the rules look at.
fn talk() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "I ",
        "my ",
        "live in ",
        "Paris",
        "moved to ",
        "Berlin",
        "remember that ",
        "forget ",
        "no longer ",
        "don't ",
        "like ",
        "coffee",
        " anymore",
        "我",
        "住在",
        "上海",
        "搬到",
        "北京",
        "了",
        "不再",
        "喜欢",
        "记住",
        "忘掉",
        "，",
        "。",
        "？",
        "! ",
        "? ",
        ". ",
        ", ",
        "\n",
        "- ",
        "```",
        "http://a.b ",
        "@",
        ":",
        "“",
        "\"",
        "yesterday ",
        "昨天",
        "2024-05-12 ",
        "3",
        "é",
        "\u{0}",
        "🎉",
        "の",
        "한국",
        "and ",
        "'s ",
        "’t ",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn holds_what_is_promised(text: &str) -> Result<(), TestCaseError> {
    let known = Memories(vec![memory("I live in Paris"), memory("我喜欢咖啡")]);
    let said = conversation(&[("assistant", None, "ok"), ("user", None, text)]);
    let told = propose(&said, &known);
    prop_assert_eq!(&told, &propose(&said, &known));
    for operation in &told.operations {
        let (statement, sources, quote) = match operation {
            Operation::Add(statement) | Operation::Update { statement, .. } => {
                (Some(statement), statement.sources.clone(), &statement.quote)
            }
            Operation::Delete { source, quote, .. } => (None, vec![*source], quote),
        };
        prop_assert!(statement.is_none_or(|statement| !statement.text.trim().is_empty()));
        prop_assert!(!sources.is_empty() && sources.iter().all(|source| *source == 1));
        let quote = quote.as_deref().unwrap_or_default();
        prop_assert!(!quote.is_empty() && text.contains(quote), "{:?}", quote);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*|.*|(.|\n){0,200}") {
        holds_what_is_promised(&text)?;
    }

    #[test]
    fn any_talk_is_read(text in talk()) {
        holds_what_is_promised(&text)?;
    }
}
