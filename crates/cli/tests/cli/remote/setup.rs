//! Which server is asked, with which key, and what it says when that goes wrong.

use mem0_testkit::hosted::{Fault, KEY};
use serde_json::json;

use super::Remote;
use crate::program::Program;

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
