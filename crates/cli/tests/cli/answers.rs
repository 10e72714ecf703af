//! The forms of answers, and exit codes.

use crate::program::Program;

#[test]
fn exit_codes_tell_usage_from_absence_from_a_missing_key() {
    let program = Program::new();
    assert_eq!(program.run(&[]).code, 2);
    assert_eq!(program.run(&["fly"]).code, 2);
    assert_eq!(
        program.run(&["add", "I like tea."]).code,
        2,
        "nobody is named"
    );
    assert_eq!(program.run(&["add", "-u", "ann"]).code, 2, "nothing to add");
    assert_eq!(
        program
            .run(&["search", "tea", "-u", "ann", "--threshold", "7"])
            .code,
        2
    );
    assert_eq!(
        program
            .run(&[
                "search",
                "tea",
                "-u",
                "ann",
                "--filter",
                "{\"a\": {\"no\": 1}}"
            ])
            .code,
        2
    );
    for metadata in ["[1]", "3", "{no"] {
        let words = ["add", "I like tea.", "-u", "ann", "-m", metadata];
        assert_eq!(program.run(&words).code, 2, "{metadata}");
    }
    for words in [
        ["--timestamp", "tomorrow"],
        ["--expires", "never"],
        ["--memory-type", "dream"],
    ] {
        let words = [&["add", "I like tea.", "-u", "ann"], &words[..]].concat();
        assert_eq!(program.run(&words).code, 2, "{words:?}");
    }
    assert!(program.texts(&["list"]).is_empty());
    assert_eq!(program.run(&["get", "nobody"]).code, 3);
    assert_eq!(program.run(&["delete", "nobody"]).code, 3);
    assert_eq!(program.run(&["update", "nobody", "x"]).code, 3);
    assert_eq!(program.run(&["undo", "nobody"]).code, 3);
    assert_eq!(program.run(&["history", "nobody"]).code, 3);
    assert_eq!(program.run(&["import", "/no/such/file"]).code, 3);
    program.ok(&["config", "set", "llm.provider", "openai"]);
    let refused = program.run(&["add", "I like tea.", "-u", "ann"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
}

#[test]
fn failures_are_json_on_standard_output_when_json_is_asked_for() {
    let program = Program::new();
    for (words, code, command) in [
        (&["get", "nobody", "--json"][..], 3, "get"),
        (&["--agent", "add", "I like tea."], 2, "add"),
        (&["search", "--json", "--no-such-flag"], 2, "search"),
        (&["fly", "--json"], 2, "fly"),
        (&["get", "nobody", "-o", "json"], 3, "get"),
        (
            &["--dir", "somewhere", "list", "--json", "--page", "0"],
            2,
            "list",
        ),
    ] {
        let answer = program.run(words);
        let error = answer.json();
        assert_eq!(answer.code, code, "{words:?}");
        assert_eq!(error["status"], "error");
        assert_eq!(error["command"], command);
        assert!(!error["error"].as_str().unwrap().is_empty());
        assert!(!error["hint"].as_str().unwrap().is_empty(), "{words:?}");
        assert!(answer.err.is_empty(), "{words:?} {}", answer.err);
    }
}

#[test]
fn the_same_answer_comes_as_text_table_ids_and_bare_json() {
    let program = Program::new();
    let id = program.add("ann", "I like tea.");
    let text = program.ok(&["list", "-u", "ann"]);
    assert!(text.contains("I like tea.") && text.contains(&id) && text.contains("user ann"));
    let table = program.ok(&["list", "-u", "ann", "-o", "table"]);
    assert!(table.starts_with("ID") && table.contains(&id), "{table}");
    assert_eq!(
        program.ok(&["list", "-u", "ann", "-o", "quiet"]),
        format!("{id}\n")
    );
    let bare: serde_json::Value =
        serde_json::from_str(&program.ok(&["list", "-u", "ann", "-o", "json"])).unwrap();
    assert_eq!(bare["results"][0]["id"], id.as_str());
    let added: serde_json::Value = serde_json::from_str(&program.ok(&[
        "add",
        "I like jam.",
        "-u",
        "ann",
        "--no-infer",
        "-o",
        "json",
    ]))
    .unwrap();
    assert_eq!(added["results"][0]["event"], "ADD");
    let searched = program.ok(&["search", "tea", "-u", "ann"]);
    assert!(searched.contains("I like tea."), "{searched}");
    let deleted = program.ok(&["delete", &id]);
    assert!(deleted.contains("mem0 undo"), "{deleted}");
    assert!(program.ok(&["history", &id]).contains("DELETE"));
}

#[test]
fn flags_without_effect_say_so() {
    let program = Program::new();
    let envelope = program.envelope(&[
        "add",
        "I like tea.",
        "-u",
        "ann",
        "--no-infer",
        "--graph",
        "--custom-categories",
        "{}",
    ]);
    assert_eq!(envelope["warnings"].as_array().unwrap().len(), 2);
    let answer = program.run(&["search", "tea", "-u", "ann", "--graph"]);
    assert!(
        answer.err.contains("--graph has no effect"),
        "{}",
        answer.err
    );
}

#[test]
fn a_field_that_no_memory_has_is_told() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let answer = program.run(&["search", "tea", "-u", "ann", "--fields", "memory,mood"]);
    assert_eq!(answer.code, 0);
    assert!(
        answer.err.contains("mood") && !answer.err.contains("memory,"),
        "{}",
        answer.err
    );
}
