//! Answers that are not what was asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mem0_core::ModelError;
use serde_json::{Value, json};

use crate::house::{House, ann, assert_kept, reply};
use crate::pipelines::{WAYS, Way, add};

const SAID: &str = "I like green tea, and I live in Porto.";
const TEA: &str = "User likes green tea";
const PORTO: &str = "User lives in Porto";

/// How a right answer is spoiled.
type Spoil = fn(&str) -> String;

/// Spoiled answers that still say everything.
const READABLE: &[(&str, Spoil)] = &[
    ("as it should be", str::to_owned),
    ("indented", |it| {
        serde_json::to_string_pretty(&value(it)).unwrap()
    }),
    ("with a byte order mark", |it| format!("\u{feff}{it}\n")),
    ("in a fence", |it| format!("```json\n{it}\n```")),
    ("in a fence without a name", |it| format!("```\n{it}\n```")),
    ("in a fence that isn't closed", |it| {
        format!("```json\n{it}")
    }),
    ("in tildes and prose", |it| {
        format!("Sure!\n~~~\n{it}\n~~~\nAnything else?")
    }),
    ("after prose with brackets", |it| {
        format!("Here you are [as asked] {{yes}}: {it} Bye {{}}")
    }),
    ("in Chinese prose", |it| {
        format!("好的，以下是【结果】：{it}。希望有帮助！")
    }),
    ("after thoughts", |it| {
        format!("<think>two facts: {{\"facts\": []}}?</think>{it}")
    }),
    ("after two thoughts", |it| {
        format!("<think>a</think>\n<thinking>[1]</thinking>\n{it}")
    }),
    ("after thoughts without a beginning", |it| {
        format!("I think so.\n</think>\n{it}")
    }),
    ("in thoughts that aren't closed", |it| {
        format!("<think>I answer {it}")
    }),
    ("thoughts, then a fence", |it| {
        format!("<think>hm</think>\n```json\n{it}\n```")
    }),
    ("a fence in thoughts, then a fence", |it| {
        format!("<think>\n```json\n[]\n```\n</think>\n```json\n{it}\n```")
    }),
    ("thoughts not closed, then an open fence", |it| {
        format!("<think>hm\n```json\n{it}")
    }),
    ("with trailing commas", |it| {
        it.replace('}', ",}").replace(']', ",]")
    }),
    ("in single quotes", |it| it.replace('"', "'")),
    ("in typographic quotes", |it| it.replace('"', "”")),
    ("in Python's words", |it| {
        it.replace('"', "'").replace("null", "None")
    }),
    ("with comments", |it| {
        it.replacen('[', "[ // all of them\n", 1)
            .replacen(']', "/* end */]", 1)
    }),
    ("without commas between lines", |it| {
        serde_json::to_string_pretty(&value(it))
            .unwrap()
            .replace(",\n", "\n")
    }),
    ("with full-width punctuation", |it| {
        it.replace("\":", "\"：").replace(",\"", "，\"")
    }),
    ("without its end", |it| {
        it.strip_suffix("]}").unwrap_or(it).to_owned()
    }),
    ("twice", |it| format!("{it}\n{it}")),
    ("as a string", |it| Value::from(it).to_string()),
    ("as a string in a fence", |it| {
        format!("```json\n{}\n```", Value::from(it))
    }),
    ("the list alone", |it| list(it).to_string()),
    ("a list in a list", |it| json!([list(it)]).to_string()),
    ("an object where the list should be", |it| {
        let elements = list(it);
        let numbered = elements.as_array().unwrap().iter().enumerate();
        let object: serde_json::Map<String, Value> = numbered
            .map(|(place, element)| (place.to_string(), element.clone()))
            .collect();
        with_list(it, Value::Object(object))
    }),
    ("with control characters", |it| {
        it.replace("likes ", "likes\u{1}\t")
            .replace('{', "{\u{0}\n")
            .replace("\u{0}", "")
            .replace("\u{1}\t", " ")
            + "\u{7}"
    }),
    ("with nothing before it under the same key", |it| {
        let key = list_key(it);
        it.replacen('{', &format!("{{\"{key}\": [], "), 1)
    }),
    ("with numbers beyond all numbers", |it| {
        it.replacen(
            '{',
            "{\"confidence\": 1e999, \"n\": 123456789012345678901234567890, ",
            1,
        )
    }),
    ("with half a character", |it| {
        it.replacen('{', "{\"note\": \"\\ud83e \\udc00\", ", 1)
    }),
    ("with a deep value beside it", |it| {
        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        format!(
            "{}, \"more\": {deep}}}",
            it.trim_end_matches('}').to_owned() + if it.ends_with("]}") { "" } else { "}" }
        )
    }),
    ("before a deep value", |it| {
        format!("{it}\n{}", "{\"a\":".repeat(10_000))
    }),
    ("after a megabyte of prose", |it| {
        format!("{} {it}", "Well, let me think. ".repeat(52_000))
    }),
    ("before a megabyte of prose", |it| {
        format!("{it} {}", "And so it goes on. ".repeat(55_000))
    }),
    ("with unknown keys", |it| {
        it.replacen('{', "{\"thoughts\": {\"a\": [1]}, \"lang\": \"en\", ", 1)
    }),
    ("with nothings in the list", |it| {
        it.replacen('[', "[null, {}, \"\", ", 1)
    }),
];

/// Answers that say nothing, and say it rightly.
const EMPTY: &[&str] = &[
    "null",
    "[]",
    "{}",
    "```json\n{}\n```",
    "<think>nothing here</think>[]",
    "{\"operations\": null}",
    "{\"facts\": []}",
    "{\"memory\": []}",
];

/// Answers of which nothing can be made.
fn unusable() -> Vec<String> {
    let mut answers: Vec<String> = [
        "",
        " \n\t ",
        "\u{0}\u{1}\u{2}",
        "I'm sorry, but I can't help with that.",
        "抱歉，我无法处理这个请求。",
        "Ich kann dabei leider nicht helfen.",
        "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
        "<think>What would be right here? I don't know",
        "42",
        "true",
        "\"User likes green tea\"",
        "{\"answer\": 42}",
        "{\"error\": {\"message\": \"overloaded\"}}",
        "[1, 2, 3]",
        "{\"operations\": [{\"op\": \"ad",
        "{",
        "}{",
        "```json\n```",
        "data: [DONE]",
    ]
    .map(str::to_owned)
    .to_vec();
    answers.push("[".repeat(10_000) + &"]".repeat(10_000));
    answers.push("{\"operations\":".repeat(10_000));
    answers.push("Lorem ipsum dolor sit amet. ".repeat(40_000));
    answers.push("\"".repeat(200_000));
    answers
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The key of the one list in a right answer.
fn list_key(text: &str) -> String {
    let value = value(text);
    let mut members = value.as_object().unwrap().iter();
    members.find(|(_, it)| it.is_array()).unwrap().0.clone()
}

fn list(text: &str) -> Value {
    value(text)[&list_key(text)].clone()
}

fn with_list(text: &str, list: Value) -> String {
    json!({ list_key(text): list }).to_string()
}

fn wanted(way: &Way, request: &mem0_core::ChatRequest) -> String {
    let wishes = [add(TEA, "I like green tea"), add(PORTO, "I live in Porto")];
    (way.answer)(request, &wishes)
}

#[tokio::test]
async fn what_can_be_read_is_read() {
    for way in WAYS {
        for (case, spoil) in READABLE {
            let house = House::new(way, move |_, request| {
                Ok(reply(spoil(&wanted(way, request))))
            });
            let added = house.say(SAID).await;
            assert!(added.is_ok(), "{}, {case}: {added:?}", way.name);
            assert_eq!(
                house.texts(ann()).await,
                [TEA, PORTO],
                "{}, {case}",
                way.name
            );
            assert_eq!(house.pending().await, 0, "{}, {case}", way.name);
        }
    }
}

#[tokio::test]
async fn an_answer_that_says_nothing_is_no_failure() {
    for way in WAYS {
        for answer in EMPTY {
            let house = House::new(way, |_, _| Ok(reply(*answer)));
            let added = house.say("Hi there!").await.unwrap();
            assert_eq!(added.results, [], "{}: {answer}", way.name);
            assert_eq!(house.pending().await, 0, "{}: {answer}", way.name);
        }
    }
}

#[tokio::test]
async fn of_an_answer_cut_anywhere_only_what_is_complete_is_kept() {
    for way in WAYS {
        let probe = House::new(way, move |_, request| Ok(reply(wanted(way, request))));
        probe.say(SAID).await.unwrap();
        let whole = wanted(way, &probe.llm.requests()[0]);
        for end in (0..whole.len()).step_by(7) {
            let cut = whole[..whole.floor_char_boundary(end)].to_owned();
            let house = House::new(way, move |_, _| Ok(reply(cut.clone())));
            let outcome = house.say(SAID).await;
            let texts = house.texts(ann()).await;
            assert!(
                texts.iter().all(|text| text == TEA || text == PORTO),
                "{}, cut at {end}: {texts:?}",
                way.name
            );
            match outcome {
                Ok(_) => assert_eq!(house.pending().await, 0, "{}, {end}", way.name),
                Err(_) => assert_eq!((house.pending().await, texts.len()), (1, 0), "{end}"),
            }
        }
    }
}

#[tokio::test]
async fn what_can_not_be_read_is_an_error_and_the_messages_are_kept_until_retry() {
    for way in WAYS {
        for answer in unusable() {
            let case = format!("{}: {:.60}", way.name, answer);
            let healed = Arc::new(AtomicBool::new(false));
            let is_healed = Arc::clone(&healed);
            let house = House::new(way, move |_, request| {
                Ok(reply(if is_healed.load(Ordering::Relaxed) {
                    wanted(way, request)
                } else {
                    answer.clone()
                }))
            });
            let error = assert_kept(house.say(SAID).await, 1, &case);
            let ModelError::Unusable { problem, .. } = &error else {
                panic!("{case}: {error}")
            };
            assert!(
                problem.len() < 1_000,
                "{case}: the error repeats the answer"
            );
            assert_eq!(house.llm.requests().len(), 2, "{case}: asked again once");
            assert_eq!(house.texts(ann()).await.len(), 0, "{case}");
            assert_eq!(house.pending().await, 1, "{case}");

            assert!(house.retry().await.is_err(), "{case}");
            assert_eq!(house.pending().await, 1, "{case}");
            healed.store(true, Ordering::Relaxed);
            house.retry().await.unwrap();
            assert_eq!(house.texts(ann()).await, [TEA, PORTO], "{case}");
            assert_eq!(house.pending().await, 0, "{case}");
            house.retry().await.unwrap();
            assert_eq!(house.texts(ann()).await.len(), 2, "{case}: stored twice");
        }
    }
}

#[tokio::test]
async fn a_repaired_answer_is_as_good_as_a_right_one() {
    for way in WAYS {
        for answer in unusable() {
            let case = format!("{}: {:.60}", way.name, answer);
            let house = House::new(way, move |call, request| {
                Ok(reply(if call == 0 {
                    answer.clone()
                } else {
                    wanted(way, request)
                }))
            });
            let added = house.say(SAID).await.unwrap();
            assert_eq!(house.texts(ann()).await, [TEA, PORTO], "{case}");
            assert!(added.usage.calls >= 2, "{case}: both calls are counted");
        }
    }
}
