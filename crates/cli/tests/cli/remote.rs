//! The same commands, asked of a server.

use std::process::Command;

use mem0_testkit::hosted::{Fault, HostedDouble, KEY};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::program::{Answer, Program};

/// The program, a server, and the flags that bring them together.
struct Remote {
    program: Program,
    double: HostedDouble,
    _runtime: Runtime,
}

impl Remote {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        Self {
            program: Program::new(),
            double: runtime.block_on(HostedDouble::start()),
            _runtime: runtime,
        }
    }

    /// As set by the environment.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.program.command(words);
        command
            .env("MEM0_BASE_URL", self.double.url())
            .env("MEM0_API_KEY", KEY);
        command
    }

    fn run(&self, words: &[&str]) -> Answer {
        self.command(words).output().unwrap().into()
    }

    fn ok(&self, words: &[&str]) -> String {
        let answer = self.run(words);
        assert_eq!(answer.code, 0, "{words:?}\n{}\n{}", answer.out, answer.err);
        answer.out
    }

    fn envelope(&self, words: &[&str]) -> Value {
        let words = [words, &["--json"]].concat();
        serde_json::from_str(&self.ok(&words)).unwrap()
    }

    fn data(&self, words: &[&str]) -> Value {
        self.envelope(words)["data"].clone()
    }

    fn add(&self, user: &str, text: &str) -> String {
        let added = self.data(&["add", text, "-u", user, "--no-infer"]);
        added[0]["id"].as_str().unwrap().to_owned()
    }

    fn texts(&self, words: &[&str]) -> Vec<String> {
        let data = self.data(words);
        let texts = data
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["memory"].as_str().unwrap());
        texts.map(ToOwned::to_owned).collect()
    }
}

/// Nothing of it may be made on this machine.
fn untouched(program: &Program) {
    let store = program.store().join("store");
    let made = std::fs::read_dir(&store).map(|entries| {
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<Vec<_>>()
    });
    let made: Vec<String> = made.unwrap_or_default();
    assert!(made.iter().all(|name| !name.ends_with(".db")), "{made:?}");
}

#[test]
fn a_memory_lives_and_dies_on_the_server() {
    let remote = Remote::new();
    let id = remote.add("李雷", "我周日在河上划船");
    assert_eq!(remote.texts(&["list", "-u", "李雷"]), ["我周日在河上划船"]);
    assert_eq!(
        remote.texts(&["search", "划船", "-u", "李雷"]),
        ["我周日在河上划船"]
    );
    assert_eq!(remote.data(&["get", &id])["user_id"], "李雷");
    let updated = remote.data(&["update", &id, "我周六划船", "-m", "{\"心情\": \"好\"}"]);
    assert_eq!(
        (&updated["memory"], &updated["metadata"]),
        (&json!("我周六划船"), &json!({"心情": "好"}))
    );
    // Other keys stay, as on the local store.
    let updated = remote.data(&["update", &id, "-m", "{\"天气\": \"晴\"}"]);
    assert_eq!(updated["metadata"], json!({"心情": "好", "天气": "晴"}));
    assert_eq!(
        remote.data(&["update", &id, "--expires", "2999-12-31"])["expiration_date"],
        "2999-12-31"
    );
    assert_eq!(
        remote.data(&["update", &id, "--expires", "never"])["expiration_date"],
        Value::Null
    );
    let deleted = remote.data(&["delete", &id]);
    assert_eq!(
        (&deleted["deleted"], &deleted["memory"]),
        (&json!(true), &json!("我周六划船"))
    );
    let history = remote.ok(&["history", &id]);
    assert!(
        history.contains("ADD") && history.contains("UPDATE") && history.contains("DELETE"),
        "{history}"
    );
    untouched(&remote.program);
}

#[test]
fn flags_reach_the_server_under_its_names() {
    let remote = Remote::new();
    remote.ok(&[
        "add",
        "I row",
        "-u",
        "mia",
        "--run-id",
        "monday",
        "-m",
        "{\"k\": 1}",
        "--immutable",
        "--no-infer",
        "--expires",
        "2999-01-02",
        "--timestamp",
        "1772355600",
        "--includes",
        "sport",
        "--excludes",
        "food",
        "--custom-instructions",
        "be brief",
        "--custom-categories",
        "[{\"sport\": \"training\"}]",
        "--structured-data-schema",
        "{}",
        "--graph",
    ]);
    let request = remote.double.last_request();
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("POST", "/v1/memories/")
    );
    assert_eq!(
        request.body,
        json!({
            "messages": [{"role": "user", "content": "I row"}], "metadata": {"k": 1},
            "custom_categories": [{"sport": "training"}], "structured_data_schema": {},
            "timestamp": 1772355600, "expiration_date": "2999-01-02", "infer": false,
            "immutable": true, "enable_graph": true, "custom_instructions": "be brief",
            "includes": "sport", "excludes": "food", "user_id": "mia", "run_id": "monday",
            "async_mode": false, "output_format": "v1.1", "version": "v2",
        })
    );
    assert_eq!(request.headers["authorization"], format!("Token {KEY}"));
    assert_eq!(request.headers["x-mem0-source"], "cli");
    let words = [
        "search",
        "row",
        "-u",
        "mia",
        "-k",
        "3",
        "--threshold",
        "0.5",
        "--rerank",
        "--keyword",
        "--fields",
        "memory",
        "--filter",
        "{\"categories\": {\"in\": [\"sport\"]}}",
    ];
    remote.ok(&words);
    let request = remote.double.last_request();
    assert_eq!(request.path, "/v2/memories/search/");
    let filters = &request.body["filters"]["AND"];
    assert_eq!(filters[1], json!({"user_id": "mia"}), "{filters}");
    for (name, value) in [
        ("query", json!("row")),
        ("top_k", json!(3)),
        ("threshold", json!(0.5)),
        ("rerank", json!(true)),
        ("keyword_search", json!(true)),
        ("fields", json!(["memory"])),
    ] {
        assert_eq!(request.body[name], value, "{name}");
    }
}

#[test]
fn lists_are_filtered_and_come_by_pages() {
    let remote = Remote::new();
    for number in 0..3 {
        remote.add("mia", &format!("Fact {number}"));
    }
    remote.add("bo", "Skis");
    assert_eq!(
        remote.texts(&["list"]),
        ["Skis", "Fact 2", "Fact 1", "Fact 0"]
    );
    let first = remote.ok(&["list", "-u", "mia", "--page-size", "2"]);
    assert!(first.contains("1–2 of 3; more with --page 2"), "{first}");
    let second = remote.ok(&["list", "-u", "mia", "--page-size", "2", "--page", "2"]);
    assert!(
        second.contains("Fact 0") && second.contains("3–3 of 3"),
        "{second}"
    );
    let beyond = remote.ok(&["list", "-u", "mia", "--page-size", "2", "--page", "9"]);
    assert!(
        beyond.contains("Nothing on page 9: there are 3 memories."),
        "{beyond}"
    );
    assert_eq!(
        remote.texts(&["list", "--filter", "{\"user_id\": \"bo\"}"]),
        ["Skis"]
    );
    assert_eq!(
        remote.texts(&["list", "-u", "mia", "--after", "2999-01-01"]),
        Vec::<String>::new()
    );
}

#[test]
fn whole_scopes_are_deleted_after_a_look() {
    let remote = Remote::new();
    remote.add("mia", "Rows");
    remote.add("bo", "Skis");
    let dry = remote.data(&["delete", "--all", "-u", "mia", "--dry-run"]);
    assert_eq!(dry["would_delete"], 1);
    assert_eq!(
        remote.run(&["delete", "--all", "-u", "mia"]).code,
        2,
        "nobody confirmed it"
    );
    assert_eq!(
        remote.run(&["delete", "--all", "--force"]).code,
        2,
        "nobody is named"
    );
    assert_eq!(
        remote.data(&["delete", "--all", "-u", "mia", "--force"])["deleted"],
        1
    );
    assert_eq!(remote.texts(&["list"]), ["Skis"]);
    assert_eq!(
        remote.data(&["delete", "--all", "--project", "--force"])["deleted"],
        1
    );
    let query = remote.double.last_request().query;
    assert_eq!(query.len(), 4, "{query:?}");
    assert!(query.iter().all(|(_, value)| value == "*"), "{query:?}");
    remote.add("mia", "Rows");
    assert_eq!(remote.data(&["reset", "--force"])["deleted"], 1);
    assert_eq!(remote.data(&["reset", "--force"])["deleted"], 0);
}

#[test]
fn entities_are_listed_and_deleted() {
    let remote = Remote::new();
    remote.add("al ice/x", "Rows");
    remote.data(&["add", "Guides", "--agent-id", "guide", "--no-infer"]);
    let users = remote.data(&["entity", "list", "users"]);
    assert_eq!(
        (&users[0]["name"], &users[0]["total_memories"]),
        (&json!("al ice/x"), &json!(1))
    );
    assert_eq!(
        remote.data(&["entity", "list"]).as_array().unwrap().len(),
        2
    );
    let table = remote.ok(&["entity", "list", "agents"]);
    assert!(
        table.contains("guide") && !table.contains("al ice"),
        "{table}"
    );
    remote.ok(&["entity", "delete", "-u", "al ice/x", "--force"]);
    assert_eq!(
        remote.double.last_request().path,
        "/v2/entities/user/al%20ice%2Fx/"
    );
    let several = [
        "entity",
        "delete",
        "-u",
        "mia",
        "--agent-id",
        "guide",
        "--force",
    ];
    assert_eq!(remote.run(&several).code, 2);
    assert_eq!(
        remote
            .run(&["entity", "delete", "-u", "nobody", "--force"])
            .code,
        3
    );
}

#[test]
fn events_tell_what_was_worked_on() {
    let remote = Remote::new();
    remote.add("mia", "Rows");
    let events = remote.data(&["event", "list"]);
    let add = events
        .as_array()
        .unwrap()
        .iter()
        .find(|event| event["event_type"] == "ADD");
    let id = add.unwrap()["id"].as_str().unwrap();
    let status = remote.ok(&["event", "status", id]);
    assert!(
        status.contains("SUCCEEDED") && status.contains("Rows"),
        "{status}"
    );
    assert_eq!(remote.data(&["event", "status", id])["id"], id);
    assert_eq!(remote.run(&["event", "status", "no-such-event"]).code, 3);
    assert_eq!(
        remote.program.run(&["event", "list"]).code,
        2,
        "the local store has none"
    );
}

#[test]
fn answers_have_the_form_of_local_ones() {
    let remote = Remote::new();
    let local = Program::new();
    let (here, there) = (local.add("mia", "Rows"), remote.add("mia", "Rows"));
    let same_keys = |words: &[&str], here: Value, there: Value| {
        let keys = |value: &Value| {
            value
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&here), keys(&there), "{words:?}");
    };
    for words in [
        &["list", "-u", "mia"][..],
        &["search", "rows", "-u", "mia"],
        &["entity", "list"],
    ] {
        let (here, there) = (local.envelope(words), remote.envelope(words));
        same_keys(words, here.clone(), there.clone());
        assert_eq!(here["scope"], there["scope"], "{words:?}");
        assert_eq!(here["count"], there["count"], "{words:?}");
    }
    for (mine, theirs) in [
        (["get", &here], ["get", &there]),
        (["history", &here], ["history", &there]),
    ] {
        same_keys(&mine, local.envelope(&mine), remote.envelope(&theirs));
    }
    for format in ["text", "table"] {
        let listed = remote.ok(&["list", "-u", "mia", "-o", format]);
        assert!(
            listed.contains("Rows") && listed.contains(&there),
            "{listed}"
        );
    }
    assert_eq!(
        remote.ok(&["list", "-u", "mia", "-o", "quiet"]),
        format!("{there}\n")
    );
    let raw: Value =
        serde_json::from_str(&remote.ok(&["list", "-u", "mia", "-o", "json"])).unwrap();
    assert_eq!(raw["results"][0]["id"], there.as_str());
}

#[test]
fn exit_codes_are_those_of_local_commands() {
    let remote = Remote::new();
    let nothing = "00000000-0000-4000-8000-000000000000";
    for id in ["nobody", nothing] {
        for words in [
            &["get", id][..],
            &["update", id, "x"],
            &["delete", id],
            &["history", id],
        ] {
            assert_eq!(remote.run(words).code, 3, "{words:?}");
        }
    }
    assert_eq!(remote.run(&["add", "I row"]).code, 2, "nobody is named");
    assert_eq!(remote.run(&["search", "row"]).code, 2, "nobody is named");
    assert_eq!(
        remote
            .run(&["list", "--filter", "{\"a\": {\"no\": 1}}"])
            .code,
        2
    );
    for words in [
        &["undo", nothing][..],
        &["retry"],
        &["export"],
        &["doctor"],
        &["reembed"],
    ] {
        assert_eq!(
            remote.run(words).code,
            2,
            "{words:?} is for the local store"
        );
    }
    assert_eq!(remote.run(&["delete", nothing, "--forget"]).code, 2);
    let refused = remote.run(&["list", "--api-key", "m0-wrong"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(
        refused.err.contains("Invalid API key") && !refused.err.contains("m0-wrong"),
        "{}",
        refused.err
    );
    remote.double.fail(Fault::status(500));
    assert_eq!(remote.run(&["list"]).code, 1);
    let failure = remote.run(&["get", nothing, "--json"]);
    assert_eq!(
        (failure.code, &failure.json()["status"]),
        (3, &json!("error"))
    );
}

#[test]
fn without_a_key_or_a_server_it_says_so() {
    let program = Program::new();
    let no_key = program.run(&["list", "--base-url", "http://127.0.0.1:9"]);
    assert_eq!(no_key.code, 4, "{}", no_key.err);
    assert!(no_key.err.contains("MEM0_API_KEY"), "{}", no_key.err);
    let no_server = program.run(&["list", "--api-key", "m0-x"]);
    assert_eq!(no_server.code, 2, "{}", no_server.err);
    let nobody_there = program.run(&[
        "list",
        "--base-url",
        "http://127.0.0.1:9",
        "--api-key",
        "m0-x",
    ]);
    assert_eq!(nobody_there.code, 1, "{}", nobody_there.err);
    assert!(!nobody_there.err.contains("m0-x"), "{}", nobody_there.err);
    // A key alone in the environment says nothing about where to go.
    let output = program
        .command(&["list"])
        .env("MEM0_API_KEY", "m0-x")
        .output()
        .unwrap();
    assert!(output.status.success());
}

#[test]
fn init_remembers_the_server_for_its_owner_alone() {
    let remote = Remote::new();
    let program = &remote.program;
    let url = remote.double.url();
    let refused = program.run(&["init", "--base-url", &url, "--api-key", "m0-wrong"]);
    assert_eq!(refused.code, 4, "a key that the server refuses is not kept");
    let made = program.data(&["init", "--base-url", &url, "--api-key", KEY, "-u", "mia"]);
    assert_eq!(made["project_id"], "prj_31");
    let file = std::path::PathBuf::from(made["file"].as_str().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    program.ok(&["add", "I row", "--no-infer"]);
    assert_eq!(remote.double.last_request().body["user_id"], "mia");
    let status = program.data(&["status"]);
    assert_eq!(
        (&status["server"], &status["memories"]),
        (&json!(url), &json!(1))
    );
    for words in [
        &["status"][..],
        &["config", "show"],
        &["-vv", "list"],
        &["status", "--json"],
    ] {
        let answer = program.run(words);
        assert_eq!(answer.code, 0, "{words:?}: {}", answer.err);
        assert!(
            !format!("{}{}", answer.out, answer.err).contains(KEY),
            "{words:?}"
        );
    }
    // The saved key goes to the saved server only.
    let elsewhere = program.run(&["list", "--base-url", "http://127.0.0.1:9"]);
    assert_eq!(elsewhere.code, 4, "{}", elsewhere.err);
    program.ok(&["init", "--local"]);
    assert!(!file.exists());
    assert!(program.texts(&["list"]).is_empty(), "the local store");
}

#[test]
fn a_saved_server_that_cannot_be_read_is_told_and_can_be_replaced() {
    let remote = Remote::new();
    let program = &remote.program;
    let made = program.data(&["init", "--base-url", &remote.double.url(), "--api-key", KEY]);
    let file = made["file"].as_str().unwrap();
    std::fs::write(file, "{").unwrap();
    let told = program.run(&["list"]);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("mem0 init"), "{}", told.err);
    program.ok(&["version"]);
    program.ok(&["init", "--base-url", &remote.double.url(), "--api-key", KEY]);
    program.ok(&["list"]);
    std::fs::write(file, "{").unwrap();
    program.ok(&["init", "--local"]);
}
