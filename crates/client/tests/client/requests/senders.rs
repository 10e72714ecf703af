//! Who sends, and where to.

use mem0_client::{Client, ClientOptions, ErrorKind};
use serde_json::json;

#[test]
fn every_request_shows_the_key_and_no_debug_output_does() {
    let options = ClientOptions {
        headers: vec![
            ("X-Team".into(), "rowers".into()),
            ("authorization".into(), "mine".into()),
        ],
        ..ClientOptions::new("m0-secret").at("api.example.test")
    };
    let environment = |name: &str| (name == "MEM0_SOURCE").then(|| "n8n".to_owned());
    let client = Client::new(options.with_origin("mem0-test/1", environment)).unwrap();
    let request = client
        .prepare("add", json!({"messages": "x", "user_id": "mia"}))
        .unwrap();
    let header = |name: &str| {
        let found = request
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(header("authorization"), ["Token m0-secret"]);
    assert_eq!(header("mem0-user-id"), [client.user_id()]);
    assert_eq!(header("x-team"), ["rowers"]);
    assert_eq!(header("x-mem0-source"), ["n8n"]);
    assert_eq!(header("x-mem0-client"), ["mem0-test/1"]);
    assert_eq!(header("content-type"), ["application/json"]);
    assert_eq!(
        client.url(&request).as_str(),
        "https://api.example.test/v1/memories/"
    );
    let shown = format!("{client:?} {request:?} {:?}", client.options());
    assert!(
        !shown.contains("secret") && !shown.contains("rowers"),
        "{shown}"
    );
}

#[test]
fn the_program_stands_behind_those_around_it_and_is_never_cut_off() {
    let long = "x".repeat(300);
    let six = "a, b,c , ,d, e, f";
    for (around, expected) in [
        ("", "me/1"),
        ("agent/2", "agent/2, me/1"),
        (six, "a, b, c, me/1"),
        (&long, "me/1"),
        (&format!("a, {long}, b"), "a, me/1"),
    ] {
        let environment = |name: &str| (name == "MEM0_CLIENT_STACK").then(|| around.to_owned());
        let told = |options: ClientOptions| {
            let options = options.with_origin("me/1", environment);
            assert_eq!(options.headers.len(), 1, "{around}");
            options.headers[0].1.clone()
        };
        assert_eq!(told(ClientOptions::new("k")), expected, "{around}");
        let nearer = ClientOptions {
            headers: vec![("x-mem0-client".into(), "nearer/3".into())],
            ..ClientOptions::new("k")
        };
        assert_eq!(told(nearer), "nearer/3, me/1");
    }
}

#[test]
fn the_user_id_is_the_md5_of_the_key() {
    let client = Client::new(ClientOptions::new("hello")).unwrap();
    assert_eq!(client.user_id(), "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(client.options().host, "https://api.mem0.ai");
}

#[test]
fn a_host_may_have_a_path_and_slashes_or_no_scheme() {
    for (host, expected) in [
        (
            "http://localhost:8888/mem0/",
            "http://localhost:8888/mem0/v1/ping/",
        ),
        ("localhost:8888", "http://localhost:8888/v1/ping/"),
        ("127.0.0.1:8888/", "http://127.0.0.1:8888/v1/ping/"),
        (
            "memory.example.test",
            "https://memory.example.test/v1/ping/",
        ),
    ] {
        let client = Client::new(ClientOptions::new("k").at(host)).unwrap();
        let request = client.prepare("ping", json!(null)).unwrap();
        assert_eq!(client.url(&request).as_str(), expected, "{host}");
    }
}

#[test]
fn a_client_that_cannot_work_is_not_made() {
    let kind = |options: ClientOptions| Client::new(options).unwrap_err().kind();
    assert_eq!(kind(ClientOptions::new(" ")), ErrorKind::Argument);
    assert_eq!(kind(ClientOptions::new("k\n")), ErrorKind::Argument);
    assert_eq!(
        kind(ClientOptions::new("k").at("ftp://x")),
        ErrorKind::Configuration
    );
    assert_eq!(
        kind(ClientOptions::new("k").at("https://")),
        ErrorKind::Configuration
    );
    let half = ClientOptions {
        org_id: Some("o".into()),
        ..ClientOptions::new("k")
    };
    assert_eq!(kind(half), ErrorKind::Argument);
}
