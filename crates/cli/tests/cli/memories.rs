//! Adding, finding, changing, deleting.

use serde_json::json;

use crate::program::Program;

#[test]
fn the_text_comes_from_a_file_before_messages_before_words_before_a_pipe() {
    let program = Program::new();
    let file = program.file("said.txt", "From the file.");
    let file = file.to_str().unwrap();
    let messages = r#"[{"role":"user","content":"From messages."}]"#;
    let add = |words: &[&str]| {
        let words = [&["add", "-u", "ann", "--no-infer", "--json"], words].concat();
        let answer = program.run_with(&words, "From the pipe.\n");
        assert_eq!(answer.code, 0, "{}", answer.out);
        answer.json()["data"][0]["memory"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        add(&["From words.", "--messages", messages, "-f", file]),
        "From the file."
    );
    assert_eq!(
        add(&["From words.", "--messages", messages]),
        "From messages."
    );
    assert_eq!(add(&["From words."]), "From words.");
    assert_eq!(add(&[]), "From the pipe.");
}

#[test]
fn a_file_of_messages_keeps_speakers_and_odd_characters() {
    let program = Program::new();
    let file = program.file(
        "chat.json",
        r#"[{"role":"user","content":"I play chess\ud83d","name":"Ann"},
            {"role":"assistant","content":"好的 👍"},{"role":"user","content":null}]"#,
    );
    let envelope = program.envelope(&[
        "add",
        "-f",
        file.to_str().unwrap(),
        "--no-infer",
        "--run-id",
        "a/b 🦀",
    ]);
    assert_eq!(envelope["status"], "success");
    assert_eq!(envelope["command"], "add");
    assert_eq!(envelope["scope"], json!({"run_id": "a/b 🦀"}));
    assert_eq!(envelope["count"], 2);
    assert!(envelope["duration_ms"].is_u64());
    let added = &envelope["data"];
    assert_eq!(added[0]["memory"], "I play chess\u{fffd}");
    assert_eq!(added[0]["actor_id"], "Ann");
    assert_eq!(added[1]["memory"], "好的 👍");
}

#[test]
fn a_memory_is_found_shown_listed_changed_and_taken_back() {
    let program = Program::new();
    let id = program.add("ann", "I live in Rome.");
    program.add("ann", "我对花生过敏。");
    program.add("bob", "I live in Oslo.");

    let hits = program.data(&[
        "search",
        "Which city do I live in?",
        "-u",
        "ann",
        "--explain",
    ]);
    assert_eq!(hits[0]["memory"], "I live in Rome.");
    let score = hits[0]["score"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&score));
    assert!(hits[0]["score_details"].is_object());
    assert_eq!(
        program.texts(&["search", "不能吃什么", "-u", "ann", "-k", "1"]),
        ["我对花生过敏。"]
    );
    let fields = program.data(&[
        "search", "city", "-u", "ann", "-k", "1", "--fields", "memory",
    ]);
    assert_eq!(fields[0].as_object().unwrap().len(), 2);

    assert_eq!(program.texts(&["list", "-u", "ann"]).len(), 2);
    assert_eq!(program.texts(&["list"]).len(), 3);
    assert_eq!(
        program
            .texts(&["list", "--page", "2", "--page-size", "2"])
            .len(),
        1
    );
    assert_eq!(program.data(&["get", &id])["memory"], "I live in Rome.");

    let updated = program.data(&["update", &id, "I live in Bern.", "-m", r#"{"sure": true}"#]);
    assert_eq!(updated["memory"], "I live in Bern.");
    assert_eq!(updated["metadata"], json!({"sure": true}));
    program.ok(&["delete", &id]);
    assert_eq!(program.run(&["get", &id]).code, 3);
    let events = |id: &str| {
        let history = program.data(&["history", id]);
        let rows = history.as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["event"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(events(&id), ["ADD", "UPDATE", "DELETE"]);
    program.ok(&["undo", &id]);
    assert_eq!(program.data(&["get", &id])["memory"], "I live in Bern.");
    program.ok(&["undo", &id]);
    assert_eq!(program.data(&["get", &id])["memory"], "I live in Rome.");
}

#[test]
fn time_expiry_and_categories_narrow_what_is_shown() {
    let program = Program::new();
    let add = |words: &[&str]| program.ok(&[&["add", "--no-infer", "-u", "ann"], words].concat());
    add(&[
        "I ate soup.",
        "--expires",
        "2020-01-01",
        "--timestamp",
        "1577800000",
    ]);
    add(&[
        "I like bread.",
        "--categories",
        "food,home",
        "--timestamp",
        "2024-03-01",
    ]);
    assert_eq!(program.texts(&["list", "-u", "ann"]), ["I like bread."]);
    assert_eq!(
        program
            .texts(&["list", "-u", "ann", "--show-expired"])
            .len(),
        2
    );
    assert_eq!(
        program.texts(&["list", "-u", "ann", "--category", "food"]),
        ["I like bread."]
    );
    assert!(
        program
            .texts(&["list", "-u", "ann", "--category", "work"])
            .is_empty()
    );
    assert_eq!(
        program
            .texts(&["list", "-u", "ann", "--after", "2024-01-01"])
            .len(),
        1
    );
    assert!(
        program
            .texts(&["list", "-u", "ann", "--before", "2024-01-01"])
            .is_empty()
    );
    let filter = r#"{"AND": [{"user_id": "ann"}, {"categories": {"contains": "home"}}]}"#;
    assert_eq!(
        program.texts(&["list", "--filter", filter]),
        ["I like bread."]
    );
    assert_eq!(
        program.texts(&["search", "bread", "--filter", filter]),
        ["I like bread."]
    );
}

#[test]
fn a_conversation_leaves_what_is_worth_keeping() {
    let program = Program::new();
    let said = r#"[{"role": "user", "content": "Hello! I live in Rome."},
                   {"role": "assistant", "content": "Nice to meet you!"},
                   {"role": "user", "content": "我对花生过敏。"}]"#;
    let answer = program.run_with(&["add", "-u", "ann", "--json"], said);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert_eq!(answer.json()["count"], 2, "{}", answer.out);
    let moved = program.data(&["add", "I moved to Oslo.", "-u", "ann"]);
    assert_eq!(moved[0]["event"], "UPDATE");
    let before = moved[0]["previous_memory"].as_str().unwrap();
    assert!(before.contains("Rome"), "{before}");
    let again = program.ok(&["add", "I moved to Oslo.", "-u", "ann"]);
    assert!(again.contains("Nothing new to remember."), "{again}");
    assert!(again.contains("left out"), "it says why: {again}");
    assert!(
        program
            .data(&["retry", "-u", "ann"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(program.run(&["retry"]).code, 0, "nothing waits for anybody");
}

#[test]
fn nothing_is_destroyed_unasked() {
    let program = Program::new();
    let id = program.add("ann", "I live in Rome.");
    program.add("ann", "I like tea.");
    program.add("bob", "I like jam.");

    let dry = program.data(&["delete", "--all", "-u", "ann", "--dry-run"]);
    assert_eq!(dry, json!({"would_delete": 2, "dry_run": true}));
    let refused = program.run(&["delete", "--all", "-u", "ann"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(program.run(&["reset"]).code, 2);
    assert_eq!(program.run(&["delete", &id, "--forget"]).code, 2);
    assert_eq!(
        program.run(&["delete", "--all", "--force"]).code,
        2,
        "nobody is named"
    );
    assert_eq!(program.run(&["delete"]).code, 2);
    assert_eq!(program.texts(&["list"]).len(), 3);

    assert_eq!(
        program.data(&["delete", "--all", "-u", "ann", "--force"])["deleted"],
        2
    );
    assert_eq!(program.texts(&["list"]), ["I like jam."]);
    program.ok(&["undo", &id]);
    let gone = program.data(&["delete", &id, "--forget", "--force"]);
    assert_eq!(gone["deleted"], 1);
    assert_eq!(program.run(&["history", &id]).code, 3);
    assert_eq!(
        program.data(&["delete", "--all", "--project", "--force"])["deleted"],
        1
    );
    assert!(program.texts(&["list"]).is_empty());
    program.ok(&["reset", "--force"]);
    assert_eq!(program.data(&["status"])["changes"], 0);
}

#[test]
fn what_is_forgotten_stands_in_no_byte_of_the_files() {
    let program = Program::new();
    let id = program.add("ann", "The password is xylophone-quartz-42.");
    program.add("ann", "I like tea.");
    program.ok(&[
        "update",
        &id,
        "The password was xylophone-quartz-42, now it is another.",
    ]);
    program.ok(&["delete", &id, "--forget", "--force"]);
    for file in std::fs::read_dir(program.store().join("store")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let found = bytes
            .windows(16)
            .any(|window| window == b"xylophone-quartz");
        assert!(!found, "it still stands there");
    }
    assert_eq!(program.texts(&["list"]), ["I like tea."]);
}

#[test]
fn entities_are_listed_and_deleted() {
    let program = Program::new();
    program.add("李雷", "我喜欢茶。");
    program.add("ann", "I like jam.");
    let users = program.data(&["entity", "list", "users"]);
    let names: Vec<&str> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["id"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&"李雷"));
    assert!(
        program
            .data(&["entity", "list", "agents"])
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(program.ok(&["entity", "list"]).contains("李雷"));
    assert_eq!(program.run(&["entity", "delete", "--force"]).code, 2);
    program.ok(&["entity", "delete", "-u", "李雷", "--force"]);
    assert_eq!(
        program
            .data(&["entity", "list", "users"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn programs_are_told_what_was_left_out_and_why() {
    let program = Program::new();
    let envelope = program.envelope(&[
        "add",
        "I love spicy ramen. I work at Stripe as a designer.",
        "-u",
        "ann",
        "--excludes",
        "work",
    ]);
    assert_eq!(envelope["count"], 1, "{envelope}");
    let left_out = envelope["left_out"].as_array().unwrap();
    let row = left_out
        .iter()
        .find(|row| row["proposal"].as_str().unwrap().contains("Stripe"))
        .unwrap();
    assert!(row["reason"].as_str().unwrap().contains("excludes"));
    assert!(envelope.get("usage").is_none(), "no model was asked");
}
