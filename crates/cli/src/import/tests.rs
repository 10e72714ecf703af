use std::io::Cursor;

use mem0::{ImportRecord, MemoryItem, MemoryKind, Scope};
use serde_json::json;

use super::pieces::Pieces;
use super::records::Entry;
use super::{Records, Source};

fn source(given: Scope) -> Source {
    Source {
        given,
        fallback: Scope::default(),
        now: "2024-06-01T00:00:00Z".parse().unwrap(),
    }
}

fn read(file: &str, given: Scope) -> Vec<Entry> {
    let records = Records::new(Cursor::new(file.as_bytes().to_vec()), source(given)).unwrap();
    records.map(Result::unwrap).collect()
}

fn items(entries: &[Entry]) -> Vec<MemoryItem> {
    let records = entries
        .iter()
        .filter_map(|entry| entry.records.as_ref().ok())
        .flatten();
    records
        .filter_map(|record| match record {
            ImportRecord::Memory { versions, .. } => versions.last().cloned(),
            ImportRecord::Episode(_) => None,
        })
        .collect()
}

fn pieces(file: &str) -> Vec<(usize, String)> {
    Pieces::new(Cursor::new(file.as_bytes().to_vec()))
        .unwrap()
        .map(Result::unwrap)
        .map(|piece| {
            (
                piece.line,
                String::from_utf8(piece.bytes).unwrap().trim().to_owned(),
            )
        })
        .collect()
}

#[test]
fn a_file_falls_into_its_values_with_their_lines() {
    let all = vec![
        (2, r#"{"a":1}"#.to_owned()),
        (4, r#"{"b":"]}, \" 中"}"#.to_owned()),
    ];
    assert_eq!(pieces("\n{\"a\":1}\n\n{\"b\":\"]}, \\\" 中\"}\n"), all);
    assert_eq!(pieces("[\n{\"a\":1},\n\n{\"b\":\"]}, \\\" 中\"}]"), all);
    let nested =
        "{\"next\": null, \"x\": [1, {}],\n\"results\": [{\"a\":1}, [2], \"t\", 5 ], \"y\": 1}";
    let values: Vec<String> = pieces(nested).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, [r#"{"a":1}"#, "[2]", "\"t\"", "5"]);
    assert!(pieces("").is_empty());
    assert!(pieces("{\n\"nothing\": 1}").is_empty());
    assert_eq!(
        pieces("{\"count\": 2, \"results\": [{\"a\":1}, {}]}").len(),
        2
    );
    assert_eq!(
        pieces("{\"messages\": [{}, {}]}\n{\"messages\": []}").len(),
        2
    );
}

#[test]
fn a_truncated_or_unbalanced_file_ends() {
    for file in [
        "[{\"a\":",
        "[}",
        "[1,,2",
        "{\"results\": [",
        "{\"a\": \n {",
        "[\"abc",
        "]",
        "[:]",
    ] {
        assert!(pieces(file).len() < 4, "{file}");
    }
}

#[test]
fn the_original_list_keeps_ids_times_metadata_and_whose_it_is() {
    let file = json!({"results": [{
        "id": "5b0e1a4e-0000-4000-8000-000000000001",
        "memory": "喜欢披萨", "hash": "x", "metadata": {"mood": "good"},
        "created_at": "2024-01-02T03:04:05.678901-07:00", "updated_at": null,
        "user_id": "李雷", "role": "user", "categories": ["food"], "expiration_date": "2030-01-01",
        "attributed_to": "user",
    }]});
    for file in [
        file.to_string(),
        format!("{file:#}"),
        file["results"].to_string(),
    ] {
        let entries = read(&file, Scope::default());
        let item = &items(&entries)[0];
        assert_eq!(item.id, "5b0e1a4e-0000-4000-8000-000000000001");
        assert_eq!(item.scope, Scope::user("李雷"));
        assert_eq!(item.created_at.to_string(), "2024-01-02T10:04:05.678901Z");
        assert_eq!(item.metadata["mood"], "good");
        assert_eq!(item.metadata["attributed_to"], "user");
        assert_eq!(item.categories, ["food"]);
        assert_eq!(item.expires_on.unwrap().to_string(), "2030-01-01");
    }
}

#[test]
fn one_bad_line_is_not_the_loss_of_the_rest() {
    let file = "{\"memory\":\"one\",\"user_id\":\"a\"}\n{broken\n{\"memory\":\"\",\"user_id\":\"a\"}\n\
                {\"memory\":\"two\"}\n{\"memory\":\"three\\ud83d\",\"user_id\":\"a\"}\n";
    let entries = read(file, Scope::default());
    let failed: Vec<usize> = entries
        .iter()
        .filter(|entry| entry.records.is_err())
        .map(|entry| entry.place.line)
        .collect();
    assert_eq!(failed, [2, 3, 4]);
    let texts: Vec<String> = items(&entries).into_iter().map(|item| item.text).collect();
    assert_eq!(texts, ["one", "three\u{fffd}"]);
}

#[test]
fn the_same_file_gives_the_same_ids() {
    let file = r#"[{"role":"user","content":"hi there"},{"role":"user","content":"hi there"}]"#;
    let ids = |given| {
        items(&read(file, given))
            .into_iter()
            .map(|item| item.id)
            .collect::<Vec<_>>()
    };
    let first = ids(Scope::user("ann"));
    assert_eq!(first, ids(Scope::user("ann")));
    assert_ne!(first[0], first[1]);
    assert_ne!(first, ids(Scope::user("bob")));
}

#[test]
fn a_chatgpt_export_gives_the_chosen_branch_only() {
    let node = |id: &str, parent: &str, role: &str, text: &str, time: u32| {
        json!({"id": id, "parent": parent, "message": {"id": id, "author": {"role": role},
            "create_time": f64::from(time), "content": {"content_type": "text", "parts": [text]}}})
    };
    let file = json!([{
        "title": "Tea", "conversation_id": "c1", "create_time": 1_700_000_000.0,
        "current_node": "d",
        "mapping": {
            "root": {"id": "root", "parent": null, "message": null},
            "a": node("a", "root", "system", "be nice", 1),
            "b": node("b", "a", "user", "I like tea", 2),
            "x": node("x", "a", "user", "I like cofee", 1),
            "d": node("d", "b", "assistant", "Noted", 3),
        },
    }]);
    let found = items(&read(&file.to_string(), Scope::user("ann")));
    let texts: Vec<&str> = found.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["I like tea", "Noted"]);
    assert!(found.iter().all(|item| item.kind == MemoryKind::Message));
    assert_eq!(found[0].scope.run_id.as_deref(), Some("c1"));
    assert_eq!(found[0].metadata["title"], "Tea");
    assert_eq!(found[1].role.as_deref(), Some("assistant"));
}

#[test]
fn a_given_user_takes_the_place_of_the_files() {
    let entries = read(
        r#"{"memory":"x","user_id":"a","run_id":"r"}"#,
        Scope::user("b"),
    );
    let scope = &items(&entries)[0].scope;
    assert_eq!(
        (scope.user_id.as_deref(), scope.run_id.as_deref()),
        (Some("b"), Some("r"))
    );
}
