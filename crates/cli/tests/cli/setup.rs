//! Configuration, the state of the store, and its health.

use crate::program::Program;

#[test]
fn configuration_is_shown_with_origins_and_without_secrets() {
    let program = Program::new();
    assert!(program.ok(&["config", "path"]).contains("store"));
    program.ok(&["config", "set", "llm.provider", "openai"]);
    program.ok(&["config", "set", "llm.api_key", "sk-very-secret-0123456789"]);
    program.ok(&["config", "set", "user_id", "小明"]);
    let shown = program.ok(&["config", "show"]);
    assert!(
        shown.contains("llm.provider") && shown.contains("openai") && shown.contains("default")
    );
    for words in [
        &["config", "show"][..],
        &["config", "show", "--json"],
        &["config", "get", "llm.api_key"],
        &["doctor"],
        &["-v", "status"],
    ] {
        let answer = program.run(words);
        assert!(
            !format!("{}{}", answer.out, answer.err).contains("very-secret"),
            "{words:?}"
        );
    }
    assert_eq!(program.ok(&["config", "get", "user_id"]), "小明\n");
    assert_eq!(program.run(&["config", "get", "llm.modle"]).code, 1);
    let wrong = program.run(&["config", "set", "usr_id", "x"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("user_id"),
        "the nearest setting is named: {}",
        wrong.err
    );
    program.ok(&["config", "unset", "llm.provider"]);

    program.ok(&["add", "我喜欢茶。", "--no-infer"]);
    assert_eq!(program.envelope(&["list"])["scope"]["user_id"], "小明");
}

#[test]
fn the_environment_names_whom_unless_somebody_is_typed() {
    let program = Program::new();
    let add = |words: &[&str]| {
        let mut command = program.command(words);
        let output = command
            .env("MEM0_USER_ID", "ann")
            .env("MEM0_RUN_ID", "monday")
            .output();
        let output = output.unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["scope"].clone()
    };
    let scope = add(&["add", "I like tea.", "--no-infer", "--json"]);
    assert_eq!(
        scope,
        serde_json::json!({"user_id": "ann", "run_id": "monday"})
    );
    let scope = add(&[
        "add",
        "I like jam.",
        "--no-infer",
        "--json",
        "--agent-id",
        "guide",
    ]);
    assert_eq!(scope, serde_json::json!({"agent_id": "guide"}));
}

#[test]
fn init_makes_a_store_and_remembers_who_is_meant() {
    let program = Program::new();
    let made = program.data(&["init", "-u", "ann"]);
    assert!(std::path::Path::new(made["store"].as_str().unwrap()).exists());
    program.ok(&["init"]);
    program.ok(&["add", "I like tea.", "--no-infer"]);
    assert_eq!(program.texts(&["list", "-u", "ann"]), ["I like tea."]);
}

#[test]
fn status_and_doctor_tell_what_is_there() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let status = program.data(&["status"]);
    assert_eq!(status["memories"], 1);
    assert_eq!(status["pipeline"], "local");
    assert!(program.ok(&["status"]).contains("memories"));
    let findings = program.data(&["doctor"]);
    for finding in findings.as_array().unwrap() {
        assert_eq!(finding["state"], "ok", "{finding}");
    }
    let checks: Vec<&str> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["check"].as_str().unwrap())
        .collect();
    for check in [
        "configuration",
        "extraction",
        "key",
        "store",
        "embedder",
        "signals",
    ] {
        assert!(checks.contains(&check), "{check} in {checks:?}");
    }
    assert!(program.ok(&["models", "list"]).contains("static"));
    assert!(program.ok(&["models", "path"]).contains("models"));
    assert_eq!(program.data(&["reembed"])["embedded"], 0);
}

#[test]
fn doctor_finds_a_damaged_file_and_says_what_to_do() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let store = program.data(&["status"])["store"]
        .as_str()
        .unwrap()
        .to_owned();
    for ending in ["-wal", "-shm"] {
        // Not there after a clean close.
        let _ = std::fs::remove_file(format!("{store}{ending}"));
    }
    std::fs::write(&store, "This is no store at all. ".repeat(400)).unwrap();
    let answer = program.run(&["doctor"]);
    assert_eq!(answer.code, 1, "{}{}", answer.out, answer.err);
    assert!(answer.out.contains("wrong"), "{}", answer.out);
    let answer = program.run(&["list", "--json"]);
    assert_eq!(answer.code, 1);
    assert!(!answer.json()["hint"].as_str().unwrap().is_empty());
}

#[test]
fn models_in_the_models_folder_are_listed_and_doctor_tells_what_is_wrong_with_one() {
    let program = Program::new();
    let models = program.folder.path().join("store/models");
    let configurations = [
        (
            "judge",
            r#"{"architectures": ["BertForSequenceClassification"]}"#,
        ),
        (
            "mine",
            r#"{"architectures": ["BertModel"], "hidden_size": 384}"#,
        ),
    ];
    for (name, configuration) in configurations {
        std::fs::create_dir_all(models.join(name)).unwrap();
        std::fs::write(models.join(name).join("tokenizer.json"), "{}").unwrap();
        std::fs::write(models.join(name).join("config.json"), configuration).unwrap();
    }
    let listed = program.data(&["models", "list"]);
    let kinds: Vec<(&str, &str)> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|model| {
            (
                model["name"].as_str().unwrap(),
                model["kind"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        kinds[kinds.len() - 2..],
        [("judge", "reranker"), ("mine", "embedder")]
    );

    program.ok(&["config", "set", "embedder.provider", "local"]);
    program.ok(&["config", "set", "embedder.model", "mine"]);
    let shown = program.ok(&["config", "show"]);
    assert!(shown.contains("embedder.config.model"), "{shown}");
    let without_network = program.run(&["doctor"]);
    assert_eq!(without_network.code, 1);
    assert!(
        without_network.out.contains("has no model.onnx"),
        "{}",
        without_network.out
    );
    std::fs::write(models.join("mine/model.onnx"), "no network at all").unwrap();
    let damaged = program.run(&["doctor"]);
    assert_eq!(damaged.code, 1);
    assert!(
        damaged.out.contains("embedder") && damaged.out.contains("mine/tokenizer.json"),
        "{}",
        damaged.out
    );
    program.ok(&["config", "set", "embedder.model", "bge-small-zh"]);
    let absent = program.run(&["search", "茶", "-u", "ann"]);
    assert_eq!(absent.code, 1);
    assert!(absent.err.contains("bge-small-zh-v1.5"), "{}", absent.err);
}

#[test]
fn a_key_in_the_environment_does_not_lock_a_store_that_works_without_one() {
    let program = Program::new();
    program.add("ann", "I like tea.");
    let with_key = |words: &[&str]| {
        let mut command = program.command(words);
        command.env("OPENAI_API_KEY", "sk-of-another-program");
        let output = command.output().unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (found, out) = with_key(&["search", "tea", "-u", "ann"]);
    assert!(found && out.contains("I like tea."), "{out}");
    let (added, out) = with_key(&["add", "I like jam.", "-u", "ann", "--no-infer"]);
    assert!(added, "{out}");
    let (well, out) = with_key(&["doctor"]);
    assert!(
        well && out.contains("static/") && out.contains("mem0 reembed"),
        "{out}"
    );
    assert!(
        out.contains("llm.config.api_key is set") && !out.contains("headers"),
        "only keys are told of: {out}"
    );
}

#[test]
fn messages_whose_extraction_failed_are_extracted_later_for_everybody() {
    let program = Program::new();
    for (key, value) in [
        ("llm.provider", "openai"),
        ("llm.api_key", "sk-test"),
        ("llm.openai_base_url", "http://127.0.0.1:9/v1"),
        ("llm.max_retries", "0"),
    ] {
        program.ok(&["config", "set", key, value]);
    }
    for user in ["ann", "李雷"] {
        let refused = program.run(&["add", "I live in Lisbon.", "-u", user]);
        assert_eq!(refused.code, 1, "{}", refused.out);
        assert!(
            refused.err.contains("the message is kept"),
            "{}",
            refused.err
        );
    }
    program.ok(&["config", "set", "llm.provider", "none"]);
    let doctor = program.ok(&["doctor"]);
    assert!(doctor.contains("2 messages wait"), "{doctor}");
    program.ok(&["retry"]);
    for user in ["ann", "李雷"] {
        let texts = program.texts(&["list", "-u", user]);
        assert_eq!(texts, ["I live in Lisbon."], "{user}");
    }
    assert!(!program.ok(&["doctor"]).contains("wait"));
    assert_eq!(program.data(&["retry"]), serde_json::json!([]));
}
