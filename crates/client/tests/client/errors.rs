//! What the client makes of failures.

use std::time::Duration;

use mem0_client::{ClientError, ErrorKind, Reply};
use serde_json::{Value, json};

use crate::client;

fn failed(status: u16, kind: &str, body: &str, headers: &[(&str, &str)]) -> ClientError {
    let mut all = vec![("content-type".to_owned(), kind.to_owned())];
    for (name, value) in headers {
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    let reply = Reply {
        status,
        headers: all,
        body: body.as_bytes().to_vec(),
    };
    let error = client().conclude("get", &reply).unwrap_err();
    error.at("GET", "https://api.example.test/v1/memories/x/")
}

#[test]
fn every_status_has_its_kind_and_a_suggestion() {
    for (status, kind) in [
        (400, ErrorKind::Validation),
        (409, ErrorKind::Validation),
        (422, ErrorKind::Validation),
        (401, ErrorKind::Authentication),
        (403, ErrorKind::Authentication),
        (404, ErrorKind::NotFound),
        (408, ErrorKind::Network),
        (413, ErrorKind::Quota),
        (429, ErrorKind::RateLimit),
        (500, ErrorKind::Memory),
        (502, ErrorKind::Network),
        (503, ErrorKind::Network),
        (504, ErrorKind::Network),
        (301, ErrorKind::Memory),
        (418, ErrorKind::Memory),
    ] {
        let error = failed(status, "application/json", "{}", &[]);
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.code(), format!("HTTP_{status}"));
        assert!(!error.suggestion().is_empty());
    }
}

#[test]
fn the_message_is_the_detail_of_json_else_the_text_itself() {
    let message = |kind: &str, body: &str| failed(400, kind, body, &[]).to_string();
    let detail = r#"{"detail": "No such thing", "error": "E"}"#;
    assert_eq!(
        message("application/json; charset=utf-8", detail),
        "No such thing"
    );
    assert_eq!(message("text/plain", detail), detail);
    assert_eq!(
        message("application/json", r#"{"error": "E"}"#),
        r#"{"error": "E"}"#
    );
    assert_eq!(
        message("application/json", r#"{"detail": [{"loc": 1}]}"#),
        r#"[{"loc":1}]"#
    );
    assert_eq!(message("text/html", ""), "HTTP 400 error");
    for empty in [r#"{"detail": null}"#, r#"{"detail": "", "error": "E"}"#] {
        assert_eq!(message("application/json", empty), "HTTP 400 error");
    }
    assert_eq!(message("application/json", "出错了"), "出错了");
}

#[test]
fn what_the_server_said_is_told_without_its_json() {
    let said = |body: &str| failed(404, "application/json", body, &[]).said();
    assert_eq!(
        said(r#"{"error": "Memory not found!"}"#),
        "Memory not found!"
    );
    assert_eq!(said(r#"{"message": "M"}"#), "M");
    assert_eq!(
        said(r#"{"errors": {"name": ["x"]}}"#),
        r#"{"errors": {"name": ["x"]}}"#
    );
}

#[test]
fn the_payload_tells_all_there_is() {
    let headers = [
        ("Retry-After", "7"),
        ("X-RateLimit-Limit", "100"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "1772355600"),
    ];
    let error = failed(
        429,
        "application/json",
        r#"{"detail": "slow", "code": 5}"#,
        &headers,
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    let payload = error.payload();
    assert_eq!(
        payload,
        json!({
            "kind": "rate_limit", "code": "HTTP_429", "message": "slow",
            "suggestion": error.suggestion(), "hint": error.suggestion(),
            "details": {"detail": "slow", "code": 5},
            "debug_info": {
                "status_code": 429, "url": "https://api.example.test/v1/memories/x/",
                "method": "GET", "retry_after": 7, "x_ratelimit_limit": "100",
                "x_ratelimit_remaining": "0", "x_ratelimit_reset": "1772355600",
            },
            "status": 429, "retry_after": 7.0,
        })
    );
    let plain = failed(404, "text/plain", "gone", &headers).payload();
    assert_eq!(plain["details"], json!({}));
    assert_eq!(
        plain["debug_info"],
        json!({"status_code": 404, "url": "https://api.example.test/v1/memories/x/", "method": "GET"})
    );
}

#[test]
fn no_error_repeats_the_key() {
    let body = r#"{"detail": "bad key m0-secret", "seen": ["Token m0-secret"]}"#;
    let error = failed(401, "application/json", body, &[]);
    let told = format!("{error} {error:?} {}", error.payload());
    assert!(!told.contains("m0-secret"), "{told}");
    assert!(told.contains("[hidden]"));
}

#[test]
fn a_refusal_before_sending_has_no_status() {
    let error = client().prepare("get", json!({})).unwrap_err();
    let payload = error.payload();
    assert_eq!(
        (&payload["code"], &payload["status"]),
        (&json!("INVALID_ARGUMENT"), &Value::Null)
    );
    assert_eq!(payload["debug_info"], json!({}));
}

#[test]
fn a_date_to_come_back_is_understood() {
    let error = failed(
        503,
        "text/plain",
        "",
        &[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")],
    );
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    let error = failed(503, "text/plain", "", &[("retry-after", "soon")]);
    assert_eq!(error.retry_after(), None);
}
