//! How requests get to a server that has its moods.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mem0_client::{Client, ClientError, ClientOptions, ErrorKind};
use mem0_testkit::hosted::{Fault, HostedDouble, KEY};
use serde_json::json;

fn options(double: &HostedDouble) -> ClientOptions {
    ClientOptions {
        first_wait: Duration::from_millis(5),
        ..ClientOptions::new(KEY).at(double.url())
    }
}

async fn started() -> (HostedDouble, Client) {
    let double = HostedDouble::start().await;
    let client = Client::new(options(&double)).unwrap();
    (double, client)
}

fn add() -> serde_json::Value {
    json!({"messages": "I row", "user_id": "mia", "infer": false})
}

#[tokio::test]
async fn what_may_be_repeated_is_repeated_after_passing_troubles() {
    for fault in [
        Fault::status(502),
        Fault::status(503),
        Fault::status(429),
        Fault::drop(),
    ] {
        let (double, client) = started().await;
        double.fail(fault.clone().times(2));
        client
            .call("users", json!({}))
            .await
            .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(double.requests().len(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn an_end_is_put_to_repeating() {
    let (double, client) = started().await;
    double.fail(Fault::status(503).times(9));
    let error = client.call("users", json!({})).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Network, Some(503))
    );
    assert_eq!(double.requests().len(), 3);
}

#[tokio::test]
async fn an_add_that_may_have_arrived_is_not_sent_again() {
    for fault in [
        Fault::status(502),
        Fault::status(503),
        Fault::status(500),
        Fault::drop(),
    ] {
        let (double, client) = started().await;
        double.fail(fault.clone());
        let error = client.call("add", add()).await.unwrap_err();
        assert_eq!(double.requests().len(), 1, "{fault:?}: {error}");
    }
}

#[tokio::test]
async fn an_add_whose_answer_was_lost_is_added_once() {
    let (double, client) = started().await;
    double.fail(Fault::lost_answer());
    let error = client.call("add", add()).await.unwrap_err();
    assert_eq!(error.code(), "NET_GENERIC");
    let listed = client
        .call("get_all", json!({"user_id": "mia"}))
        .await
        .unwrap();
    assert_eq!(listed["results"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_done() {
    let (double, client) = started().await;
    for operation in ["delete", "delete_entity"] {
        let added = client.call("add", add()).await.unwrap();
        let id = &added["results"][0]["id"];
        let arguments = json!({"memory_id": id, "entity_type": "user", "entity_id": "mia"});
        double.fail(Fault::lost_answer());
        let answer = client.call(operation, arguments).await.unwrap();
        assert!(answer["message"].is_string(), "{operation}: {answer}");
    }
    let nothing = json!({"memory_id": "00000000-0000-4000-8000-000000000000"});
    let error = client.call("delete", nothing).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::NotFound,
        "without trouble before, it is told"
    );
}

#[tokio::test]
async fn a_server_that_refuses_and_says_when_to_come_back_is_asked_again_even_to_add() {
    let (double, client) = started().await;
    double.fail(Fault::status(429).retry_after(0));
    client.call("add", add()).await.unwrap();
    assert_eq!(double.requests().len(), 2);
    // Not available any more does not say: not done.
    double.fail(Fault::status(503).retry_after(0));
    client.call("add", add()).await.unwrap_err();
    assert_eq!(double.requests().len(), 3);
}

#[tokio::test]
async fn a_wait_that_is_asked_for_is_kept_but_not_for_ever() {
    let (double, client) = started().await;
    double.fail(Fault::status(429).retry_after(1));
    let begun = Instant::now();
    client.call("users", json!({})).await.unwrap();
    assert!(
        begun.elapsed() >= Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    for seconds in [6_u32, 3600] {
        let begun = Instant::now();
        double.fail(Fault::status(429).retry_after(seconds));
        let error = client.call("users", json!({})).await.unwrap_err();
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(seconds.into()))
        );
        assert_eq!(error.payload()["debug_info"]["retry_after"], seconds);
        assert!(begun.elapsed() < Duration::from_secs(5), "{seconds}");
    }
}

#[tokio::test]
async fn what_cannot_pass_is_told_at_once() {
    for status in [400, 401, 403, 404, 413, 422, 500] {
        let (double, client) = started().await;
        double.fail(Fault::status(status).saying(json!({"detail": "没有"})));
        let error = client.call("users", json!({})).await.unwrap_err();
        assert_eq!(
            (error.status(), error.to_string()),
            (Some(status), "没有".to_owned())
        );
        let told = error.payload();
        assert_eq!(
            told["debug_info"]["url"],
            format!("{}/v1/entities/", double.url())
        );
        assert_eq!(told["debug_info"]["method"], "GET");
        assert_eq!(double.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_not_waited_for() {
    let double = HostedDouble::start().await;
    let client = Client::new(ClientOptions {
        timeout: Duration::from_millis(100),
        ..options(&double)
    })
    .unwrap();
    double.fail(Fault::delay(Duration::from_secs(5)));
    let error = client.call("users", json!({})).await.unwrap_err();
    assert_eq!(error.code(), "NET_TIMEOUT");
    assert_eq!(error.payload()["debug_info"]["error_type"], "timeout");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_apart() {
    // Nobody listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let client = Client::new(ClientOptions {
        first_wait: Duration::from_millis(1),
        ..ClientOptions::new(KEY).at(format!("http://127.0.0.1:{port}"))
    })
    .unwrap();
    let error = client.call("add", add()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code().as_str()),
        (ErrorKind::Network, "NET_CONNECT")
    );
    assert!(matches!(error, ClientError::Network { .. }));
    let debug = &error.payload()["debug_info"];
    assert_eq!(debug["error_type"], "connection");
    assert_eq!(debug["original_error"], error.to_string());
}

#[tokio::test]
async fn a_server_that_does_not_speak_https_is_told_at_once() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            stream
                .unwrap()
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .unwrap();
        }
    });
    let client = Client::new(ClientOptions {
        first_wait: Duration::from_secs(30),
        ..ClientOptions::new(KEY).at(format!("https://127.0.0.1:{port}"))
    })
    .unwrap();
    let begun = Instant::now();
    let error = client.call("ping", json!({})).await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(error.code(), "NET_CONNECT");
    assert!(error.suggestion().contains("HTTPS"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_before() {
    let double = HostedDouble::start().await;
    let headers = |name: &str, value: &str| ClientOptions {
        headers: vec![(name.to_owned(), value.to_owned())],
        ..options(&double)
    };
    let proxy = |proxy: &str| ClientOptions {
        proxy: Some(proxy.to_owned()),
        ..options(&double)
    };
    for options in [
        headers("X Team", "rowers"),
        headers("X-Team", "row\ners"),
        proxy("socks5://127.0.0.1:1080"),
        proxy("nonsense:::"),
    ] {
        let shown = format!("{options:?}");
        let client = Client::new(options).unwrap();
        let error = client.call("users", json!({})).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{shown}: {error}");
    }
    assert!(double.requests().is_empty());
}

#[tokio::test]
async fn a_broken_connection_is_told_apart() {
    let double = HostedDouble::start().await;
    let client = Client::new(ClientOptions {
        max_retries: 0,
        ..options(&double)
    })
    .unwrap();
    double.fail(Fault::drop());
    let error = client.call("users", json!({})).await.unwrap_err();
    assert_eq!(error.code(), "NET_GENERIC");
}

#[tokio::test]
async fn every_request_says_who_asks() {
    let (double, client) = started().await;
    client.call("users", json!({})).await.unwrap();
    let headers = double.last_request().headers;
    assert_eq!(headers["authorization"], format!("Token {KEY}"));
    assert_eq!(headers["mem0-user-id"], client.user_id());
    assert!(
        headers["user-agent"].starts_with("mem0-rust/"),
        "{headers:?}"
    );
}

#[tokio::test]
async fn a_refused_key_is_told_as_such() {
    let double = HostedDouble::start().await;
    let client = Client::new(ClientOptions::new("m0-wrong").at(double.url())).unwrap();
    let error = client.call("ping", json!({})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(!format!("{error:?}").contains("m0-wrong"));
}

#[tokio::test]
async fn an_explicit_proxy_carries_even_what_is_on_this_machine() {
    let double = HostedDouble::start().await;
    let client = Client::new(ClientOptions {
        // The double takes requests of a proxy's form too.
        proxy: Some(double.url()),
        ..ClientOptions::new(KEY).at("http://memory.invalid")
    })
    .unwrap();
    client.call("ping", json!({})).await.unwrap();
    assert_eq!(double.last_request().headers["host"], "memory.invalid");
}

/// How many connections a server was asked over, by requests one after the other.
fn connections_of(requests: usize) -> usize {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut stream = stream.unwrap();
            std::thread::spawn(move || {
                let mut asked = [0; 4096];
                while stream.read(&mut asked).is_ok_and(|length| length > 0) {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
                    stream.write_all(answer).unwrap();
                }
            });
        }
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let client = Client::new(ClientOptions::new(KEY).at(url)).unwrap();
    runtime.block_on(async {
        for _ in 0..requests {
            client.call("users", json!({})).await.unwrap();
        }
    });
    count.load(Ordering::SeqCst)
}

#[test]
fn requests_one_after_the_other_share_a_connection() {
    let counts: Vec<usize> = (0..40).map(|_| connections_of(11)).collect();
    // On a busy machine one call or another may be faster than the way back of its connection.
    assert!(counts.iter().sum::<usize>() <= 48, "{counts:?}");
}
