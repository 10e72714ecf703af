//! From a server to a file, and from a file to a server.

use mem0_testkit::hosted::Fault;
use serde_json::json;

use super::{Remote, untouched};

#[test]
fn what_a_server_has_is_exported_and_can_be_brought_to_another() {
    let (from, to) = (Remote::new(), Remote::new());
    from.ok(&[
        "add",
        "我喜欢披萨",
        "-u",
        "小明",
        "--no-infer",
        "-m",
        "{\"来源\": \"问卷\"}",
        "--expires",
        "2999-12-31",
        "--timestamp",
        "2025-01-02T03:04:05Z",
    ]);
    from.add("mia", "Rows, \"always\"");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for layout in ["jsonl", "json"] {
        let file = path(layout);
        assert_eq!(
            from.data(&["export", &file, "--format", layout])["memories"],
            2
        );
        let came = to.data(&["import", &file]);
        let (added, skipped) = if layout == "jsonl" { (2, 0) } else { (0, 2) };
        assert_eq!(
            (&came["added"], &came["skipped"], &came["failed"]),
            (&json!(added), &json!(skipped), &json!(0))
        );
    }
    assert_eq!(to.texts(&["list"]), ["Rows, \"always\"", "我喜欢披萨"]);
    let pizza = to.data(&["list", "-u", "小明"])[0].clone();
    assert_eq!(pizza["metadata"], json!({"来源": "问卷"}));
    assert_eq!(pizza["expiration_date"], "2999-12-31");
    let scoped = from.ok(&["export", "-u", "mia", "--format", "csv"]);
    assert!(scoped.contains("\"Rows, \"\"always\"\"\",mia"), "{scoped}");
    assert!(!scoped.contains("披萨"), "{scoped}");
    untouched(&from.program);
    untouched(&to.program);
}

#[test]
fn an_import_that_a_server_refuses_in_part_tells_which() {
    let remote = Remote::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list.json");
    let list = json!([
        {"memory": "Rows", "user_id": "mia"},
        {"memory": "Skis", "user_id": "mia"},
        {"memory": "Bakes", "user_id": "mia"},
    ]);
    std::fs::write(&file, list.to_string()).unwrap();
    let file = file.to_str().unwrap();
    let dry = remote.data(&["import", file, "--dry-run"]);
    assert_eq!(
        (&dry["added"], remote.texts(&["list"]).len()),
        (&json!(3), 0)
    );
    remote.double.fail(Fault::status(422).on("/v1/memories/"));
    let answer = remote.run(&["import", file, "--json"]);
    assert_eq!(answer.code, 1, "{}", answer.out);
    let data = answer.json()["data"].clone();
    assert_eq!((&data["added"], &data["failed"]), (&json!(2), &json!(1)));
    remote.double.fail(Fault::status(401).on("/v1/memories/"));
    assert_eq!(remote.run(&["import", file]).code, 4);
}
