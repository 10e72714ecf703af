use std::io::Cursor;

use serde_json::json;

use super::Records;
use super::pieces::Pieces;
use crate::moving_in::{Entry, Position, Whose};
use crate::{ImportRecord, MemoryItem, MemoryKind, Scope};

fn whose(fill: Scope) -> Whose {
    Whose {
        fill,
        fallback: Scope::default(),
        now: "2024-06-01T00:00:00Z".parse().unwrap(),
    }
}

fn read(file: &str, given: Scope) -> Vec<Entry> {
    let records = Records::new(Cursor::new(file.as_bytes().to_vec()), whose(given)).unwrap();
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
    let pretty = "\n{\n  \"a\": [1],\n  \"b\": {}\n}\n{\"c\": 2}";
    assert_eq!(
        pieces(pretty),
        [
            (2, r#"{"a":[1],"b":{}}"#.to_owned()),
            (6, r#"{"c": 2}"#.to_owned())
        ]
    );
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
fn a_file_that_was_cut_off_says_so_wherever_that_was() {
    let file = r#"{"results": [{"id": "1", "memory": "one"}, {"id": "2", "memory": "二"}]}"#;
    let pretty = "{\n\"id\": \"1\",\n\"memory\": \"one\"\n}\n";
    for (whole, count) in [(file, 2), (pretty, 1)] {
        let entries = read(whole, Scope::user("mia"));
        assert_eq!(items(&entries).len(), count, "{whole}");
        let end = whole.trim_end().len() - 1;
        for cut in (1..end).filter(|cut| whole.is_char_boundary(*cut)) {
            let entries = read(&whole[..cut], Scope::user("mia"));
            let told = entries.iter().any(|entry| entry.records.is_err());
            assert!(told, "{}", &whole[..cut]);
        }
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
        .map(|entry| match entry.position {
            Position::Line { line, .. } => line,
            _ => 0,
        })
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
fn given_ids_fill_only_what_the_file_leaves_open() {
    let file = r#"{"memory":"x","user_id":"a","run_id":"r"}
{"memory":"y","run_id":"r"}
{"memory":"z"}"#;
    let given = Scope {
        agent_id: Some("guide".to_owned()),
        ..Scope::user("b")
    };
    let found = items(&read(file, given));
    let scopes = found.iter().map(|item| {
        let scope = &item.scope;
        let ids = [&scope.user_id, &scope.agent_id, &scope.run_id];
        ids.map(|id| id.as_deref().unwrap_or("-")).join(" ")
    });
    let scopes: Vec<String> = scopes.collect();
    assert_eq!(scopes, ["a guide r", "b guide r", "b guide -"]);
}

#[test]
fn pages_of_the_hosted_api_are_read_to_the_last_one() {
    let page = |number: u32| {
        json!({"count": 4, "next": null, "previous": null, "results": [
            {"id": format!("{number}a"), "memory": format!("first of {number}"), "user_id": "mia",
             "categories": ["food"], "structured_attributes": {"day": 1}},
            {"id": format!("{number}b"), "memory": format!("第{number}页"), "user_id": "mia"},
        ]})
    };
    let (one, two) = (page(1), page(2));
    for file in [
        format!("{one}\n{two}\n"),
        format!("{one:#}\n{two:#}\n"),
        json!([one, two]).to_string(),
        format!("{:#}", json!([one, two])),
        json!({"data": [one, two]}).to_string(),
        format!("{one} {two}"),
    ] {
        let found = items(&read(&file, Scope::default()));
        let ids: Vec<&str> = found.iter().map(|item| item.id.as_str()).collect();
        assert_eq!(ids, ["1a", "1b", "2a", "2b"], "{file}");
        assert_eq!(found[3].text, "第2页");
        assert_eq!(found[0].categories, ["food"]);
    }
}

#[test]
fn records_behind_a_page_and_faults_within_one_are_not_lost() {
    let file = "{\"results\": [{\"memory\":\"one\",\"user_id\":\"a\"}]}\n\
                {\"memory\":\"two\",\"user_id\":\"a\"}\n\
                {\"results\": [{\"memory\":\"\"}, {\"memory\":\"three\",\"user_id\":\"a\"}]}\n";
    let entries = read(file, Scope::default());
    let texts: Vec<String> = items(&entries).into_iter().map(|item| item.text).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    let failed = entries.iter().filter(|entry| entry.records.is_err());
    let failed: Vec<String> = failed.map(|entry| entry.position.to_string()).collect();
    assert_eq!(failed, ["line 3"]);
}

#[test]
fn lists_of_the_typescript_library_read_like_the_others() {
    let file = json!({"results": [{
        "id": "t1", "memory": "Likes figs", "hash": "h", "metadata": {"userId": "kept"},
        "createdAt": "2024-01-02T03:04:05.678Z", "updatedAt": "2024-02-02T03:04:05Z",
        "userId": "mia", "agentId": "guide", "expirationDate": "2031-03-01",
    }]});
    let item = items(&read(&file.to_string(), Scope::default())).remove(0);
    assert_eq!(item.scope.user_id.as_deref(), Some("mia"));
    assert_eq!(item.scope.agent_id.as_deref(), Some("guide"));
    assert_eq!(item.created_at.to_string(), "2024-01-02T03:04:05.678Z");
    assert_eq!(item.updated_at.to_string(), "2024-02-02T03:04:05Z");
    assert_eq!(item.expires_on.unwrap().to_string(), "2031-03-01");
    assert_eq!(
        serde_json::Value::from(item.metadata),
        json!({"userId": "kept"})
    );
}

#[test]
fn dates_that_cannot_be_read_stay_in_the_metadata() {
    let file = json!([{
        "memory": "x", "user_id": "a", "created_at": "last spring", "expiration_date": "soon",
    }]);
    let item = items(&read(&file.to_string(), Scope::default())).remove(0);
    assert_eq!(item.metadata["created_at"], "last spring");
    assert_eq!(item.metadata["expiration_date"], "soon");
    assert_eq!(item.created_at.to_string(), "2024-06-01T00:00:00Z");
    assert_eq!(item.expires_on, None);
}
