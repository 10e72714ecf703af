use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Found, prose, read, read_all};

/// The value found in `text`, whole or cut off.
fn value(text: &str) -> Value {
    read(text)
        .unwrap_or_else(|| panic!("nothing found in {text:?}"))
        .value
}

#[test]
fn json_is_found_in_whatever_stands_around_it() {
    let facts = json!({"facts": ["likes tea", "住在北京"]});
    let plain = facts.to_string();
    for text in [
        plain.clone(),
        format!("\u{feff}  {plain}\n"),
        format!("```json\n{plain}\n```"),
        format!("```\n{plain}"),
        format!("Sure! Here you are:\n\n```JSON\n{plain}\n```\nAnything else?"),
        format!("Here are the facts [as you asked] {{yes}}: {plain} Hope that helps!"),
        format!("<think>two facts, so {{\"facts\": []}}?</think>\n{plain}"),
        format!("<think>one</think><thinking>\ntwo [1]</thinking>```json\n{plain}```"),
        format!("the user said so\n</think>\n\n{plain}"),
        format!("<think>I have to answer, so: {plain}"),
        format!("<THINK>hm</THINK>{plain}"),
        format!("<think>\n```json\n[1]\n```\n</think>\n```json\n{plain}\n```"),
        format!("好的，结果如下：{plain}。"),
    ] {
        assert_eq!(value(&text), facts, "{text}");
    }
}

#[test]
fn what_models_write_instead_of_json_is_read() {
    for (text, expected) in [
        ("{\"a\": [1, 2,], }", json!({"a": [1, 2]})),
        (
            "{'a': 'it''s', 'b': None, 'c': True, 'd': false}",
            json!({"a": "it''s", "b": null, "c": true, "d": false}),
        ),
        (
            "{'a': 'I don't know', 'b': 'x'}",
            json!({"a": "I don't know", "b": "x"}),
        ),
        (
            "{\"a\": \"she said \"hi\" to me\", \"b\": 1}",
            json!({"a": "she said \"hi\" to me", "b": 1}),
        ),
        (
            "{\"a\": \"she said \"hi\", then left\"}",
            json!({"a": "she said \"hi\", then left"}),
        ),
        ("{a: 1, b_c: 'x'}", json!({"a": 1, "b_c": "x"})),
        (
            "{“a”：“我喜欢茶”，“b”：2}",
            json!({"a": "我喜欢茶", "b": 2}),
        ),
        (
            "{\"a\": \"line\nbreak\ttab\u{1}\"}",
            json!({"a": "line\nbreak\ttab\u{1}"}),
        ),
        (
            "{\"a\": \"\\' \\x \\u4f60 \\ud83e\\udd80 \\ud83e.\", }",
            json!({"a": "' x 你 🦀 \u{fffd}."}),
        ),
        (
            "{\"a\": 1 // one\n, /* two */ \"b\": 2}",
            json!({"a": 1, "b": 2}),
        ),
        ("{\"a\": 1\n\"b\": 2}", json!({"a": 1, "b": 2})),
        ("[{\"a\": 1} {\"a\": 2}]", json!([{"a": 1}, {"a": 2}])),
        ("[+1, .5, 1., 007, -2,]", json!([1, 0.5, 1.0, 7, -2])),
        ("[NaN, undefined, null]", json!([null, null, null])),
        ("[1e400, -1e400, 2]", json!([null, null, 2])),
        ("[[1,],[2,],]", json!([[1], [2]])),
        ("[,,]", json!([])),
    ] {
        let found = read(text).unwrap_or_else(|| panic!("nothing found in {text:?}"));
        assert_eq!(
            found,
            Found {
                value: expected,
                cut_off: false
            },
            "{text}"
        );
    }
}

#[test]
fn of_a_cut_off_value_the_complete_elements_are_kept() {
    for (text, expected) in [
        (
            "{\"facts\": [\"one\", \"two\", \"thr",
            json!({"facts": ["one", "two"]}),
        ),
        (
            "{\"o\": [{\"a\": 1}, {\"a\": 2, \"b\": \"x",
            json!({"o": [{"a": 1}]}),
        ),
        (
            "{\"o\": [{\"a\": 1}, {\"a\": 2}",
            json!({"o": [{"a": 1}, {"a": 2}]}),
        ),
        ("{\"o\": [{\"a\": 1}],", json!({"o": [{"a": 1}]})),
        ("{\"o\": [", json!({"o": []})),
        ("{\"o", json!({})),
        ("{\"o\"", json!({})),
        ("{\"o\":", json!({})),
        ("[1, 2", json!([1])),
        ("[true, fal", json!([true])),
        ("[\"a\\", json!([])),
        ("[[1, 2], [3, 4", json!([[1, 2], [3]])),
        ("```json\n{\"o\": [\"one\", \"t", json!({"o": ["one"]})),
    ] {
        let found = read(text).unwrap_or_else(|| panic!("nothing found in {text:?}"));
        assert_eq!(
            found,
            Found {
                value: expected,
                cut_off: true
            },
            "{text}"
        );
    }
}

#[test]
fn values_without_brackets_are_read_only_when_they_are_everything() {
    assert_eq!(value("null"), Value::Null);
    assert_eq!(value("```json\nnull\n```"), Value::Null);
    assert_eq!(value("<think>nothing here</think> None"), Value::Null);
    assert_eq!(value("\"text\""), json!("text"));
    assert_eq!(value(" 12 "), json!(12));
    for text in [
        "",
        "I found nothing.",
        "null and void",
        "<think>",
        "[as I said]",
        "{yes}",
        "```",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn several_values_are_found_once_each() {
    let text = "{\"op\": 1}\n{\"op\": 2}\n{\"op\": 1}";
    let values: Vec<Value> = read_all(text)
        .into_iter()
        .map(|found| found.value)
        .collect();
    assert_eq!(values, [json!({"op": 1}), json!({"op": 2})]);
}

#[test]
fn a_tag_inside_the_answer_is_not_a_thought() {
    let text = "{'text': 'The tag <think> opens and </think> closes', }";
    assert_eq!(
        value(text),
        json!({"text": "The tag <think> opens and </think> closes"})
    );
}

#[test]
fn brackets_without_end_take_bounded_time_and_depth() {
    for text in [
        "[".repeat(200_000),
        "{\"a\":".repeat(100_000),
        "{ ".repeat(100_000),
    ] {
        assert_eq!(read(&text), None);
    }
}

#[test]
fn prose_loses_its_thoughts_and_the_fence_around_it() {
    for text in [
        "Steps.\n1. Go",
        " <think>hm</think>\nSteps.\n1. Go ",
        "```markdown\nSteps.\n1. Go\n```",
    ] {
        assert_eq!(prose(text), "Steps.\n1. Go");
    }
    assert_eq!(prose("<think>never closed"), "");
    assert_eq!(prose("a ```b``` c"), "a ```b``` c");
}

/// Any JSON value.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |f| f.is_finite())
            .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,6}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn valid_json_is_read_as_serde_reads_it(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.unwrap();
        let expected: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read(&text), Some(Found { value: expected, cut_off: false }));
    }

    /// Also without the short cut for valid JSON: the generous parser is a JSON parser.
    #[test]
    fn the_generous_parser_agrees_on_valid_json(value in any_json()) {
        let text = value.to_string();
        let expected: Value = serde_json::from_str(&text).unwrap();
        if expected.is_object() || expected.is_array() {
            let (value, length, cut_off) = super::lenient::value(&text).unwrap();
            prop_assert_eq!((value, length, cut_off), (expected, text.len(), false));
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "(?s).{0,80}") {
        read_all(&text);
        prose(&text);
    }

    #[test]
    fn no_broken_json_makes_it_panic(text in "[\\[\\]{}\"',:\\\\ua0-9 \n<>/`thinkNoe“」]{0,60}") {
        read_all(&text);
        prose(&text);
    }

    #[test]
    fn no_cut_makes_it_panic_or_invent(value in any_json(), at in 0_usize..200) {
        let text = value.to_string();
        let cut: String = text.chars().take(at).collect();
        for found in read_all(&cut) {
            prop_assert!(found.value.is_array() || found.value.is_object() || cut == text
                || serde_json::from_str::<Value>(&cut).is_ok());
        }
    }
}
