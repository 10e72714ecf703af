//! Import and export.

use serde_json::{Value, json};

use crate::program::Program;

/// The records of an export, without the sequences, which every store gives anew.
fn records(export: &str) -> Vec<Value> {
    export
        .lines()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            for change in record["history"].as_array_mut().into_iter().flatten() {
                change["sequence"] = Value::Null;
                if !change["undoes"].is_null() {
                    change["undoes"] = json!("something");
                }
            }
            record
        })
        .collect()
}

#[test]
fn an_export_comes_back_as_it_went() {
    let program = Program::new();
    let rome = program.add("ann", "I live in Rome.");
    let tea = program.add("ann", "I like tea.");
    program.add("李雷", "我喜欢披萨，\"真的\"。\n第二行");
    program.ok(&[
        "add",
        "Ann plays chess",
        "-u",
        "ann",
        "-m",
        r#"{"n": [1, {"a": null}]}"#,
        "--no-infer",
        "--expires",
        "2020-01-01",
        "--categories",
        "games",
        "--immutable",
    ]);
    program.ok(&["update", &rome, "I live in Bern."]);
    program.ok(&["delete", &tea]);
    program.ok(&["delete", &rome]);
    program.ok(&["undo", &rome]);
    for (name, layout) in [("a.jsonl", "jsonl"), ("a.json", "json")] {
        let file = program.store().join(name);
        let file = file.to_str().unwrap();
        let wrote = program.data(&["export", file, "--format", layout]);
        assert_eq!(wrote["memories"], 4, "{wrote}");

        let other = Program::new();
        let came = other.data(&["import", file]);
        assert_eq!(
            (&came["added"], &came["failed"]),
            (&json!(4), &json!(0)),
            "{came}"
        );
        assert_eq!(
            records(&other.ok(&["export"])),
            records(&program.ok(&["export"]))
        );
        assert_eq!(
            other.texts(&["list", "-u", "李雷"]),
            ["我喜欢披萨，\"真的\"。\n第二行"]
        );
        assert_eq!(other.data(&["history", &tea]).as_array().unwrap().len(), 2);
        other.ok(&["undo", &tea]);
        assert_eq!(other.data(&["get", &tea])["memory"], "I like tea.");
        let again = other.data(&["import", file]);
        assert_eq!((&again["added"], &again["skipped"]), (&json!(0), &json!(4)));
    }
    let scoped = program.ok(&["export", "-u", "李雷"]);
    assert!(scoped.contains("披萨") && !scoped.contains("Rome"));
    let table = program.ok(&["export", "--format", "csv"]);
    assert!(
        table.starts_with("id,memory,") && table.contains("\"\"真的\"\""),
        "{table}"
    );
}

#[test]
fn an_export_replaces_a_file_whole() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let file = program.file("out.jsonl", "old\n");
    program.ok(&["export", file.to_str().unwrap(), "--no-messages"]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert!(text.starts_with("{\"record\":\"memory\""));
    let missing = program.run(&["export", "/no/such/folder/out.jsonl"]);
    assert_ne!(missing.code, 0);
    assert_eq!(program.run(&["export", "--json"]).code, 2);
}

#[test]
fn the_originals_list_keeps_its_ids_and_times() {
    let program = Program::new();
    let id = "5b0e1a4e-0000-4000-8000-000000000001";
    let list = json!({"results": [
        {"id": id, "memory": "喜欢披萨", "hash": "x", "metadata": {"mood": "good"},
         "created_at": "2024-01-02T03:04:05.678901-07:00", "updated_at": null, "user_id": "李雷"},
        {"id": "other", "memory": "Likes tea", "created_at": "2024-01-03T00:00:00"},
    ]});
    let file = program.file("list.json", &list.to_string());
    let file = file.to_str().unwrap();
    let partly = program.run(&["import", file, "--json"]);
    assert_eq!(partly.code, 1, "one line names nobody");
    let data = &partly.json()["data"];
    assert_eq!((&data["added"], &data["failed"]), (&json!(1), &json!(1)));
    assert_eq!(data["failures"][0]["line"], 1);
    let item = program.data(&["get", id]);
    assert_eq!(item["created_at"], "2024-01-02T10:04:05.678901+00:00");
    assert_eq!(item["metadata"]["mood"], "good");
    assert_eq!(program.data(&["history", id]).as_array().unwrap().len(), 1);
    assert_eq!(
        program.texts(&["search", "食物", "-u", "李雷"]),
        ["喜欢披萨"]
    );
    let rest = program.data(&["import", file, "-u", "bob"]);
    assert_eq!((&rest["added"], &rest["skipped"]), (&json!(1), &json!(1)));
    assert_eq!(program.texts(&["list", "-u", "bob"]), ["Likes tea"]);
}

#[test]
fn messages_and_a_chatgpt_export_come_in_word_for_word_once() {
    let program = Program::new();
    let messages = program.file(
        "chat.json",
        r#"[{"role":"user","content":"I like tea."},{"role":"assistant","content":"Noted."}]"#,
    );
    let node = |id: &str, parent: Value, message: Value| json!({"id": id, "parent": parent, "message": message});
    let said = json!({"id": "m1", "author": {"role": "user"}, "create_time": 1_700_000_000.5,
        "content": {"content_type": "text", "parts": ["我搬到北京了"]}});
    let chat = json!([{"title": "搬家", "conversation_id": "c1", "current_node": "m1",
        "mapping": {"root": node("root", Value::Null, Value::Null), "m1": node("m1", json!("root"), said)}}]);
    let chat = program.file("conversations.json", &chat.to_string());
    for _ in 0..2 {
        program.ok(&["import", messages.to_str().unwrap(), "-u", "ann"]);
        program.ok(&["import", chat.to_str().unwrap(), "-u", "ann"]);
    }
    assert_eq!(program.texts(&["list", "-u", "ann"]).len(), 3);
    assert_eq!(program.texts(&["list", "--run-id", "c1"]), ["我搬到北京了"]);
    assert_eq!(program.data(&["status"])["messages"], 3);
}

#[test]
fn a_list_of_our_own_comes_in_through_a_pipe_as_it_was() {
    let program = Program::new();
    program.ok(&[
        "add",
        "I like tea.",
        "-u",
        "ann",
        "-m",
        "{\"mood\": \"calm\"}",
    ]);
    let list = program.ok(&["list", "-u", "ann", "-o", "json"]);
    let other = Program::new();
    let answer = other.run_with(&["import", "-"], &list);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(other.ok(&["list", "-u", "ann", "-o", "json"]), list);
}
