//! What servers send, and what is taken of it.

use std::time::{Duration, Instant};

use mem0_core::fetcher::{AttachmentError, AttachmentKind};
use mem0_providers::fetcher::{AttachmentFetcher, FetcherConfig, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{PNG, fetch, fetch_with, media_type, open, texts};

async fn serving(routes: &[(&str, ResponseTemplate)]) -> MockServer {
    let server = MockServer::start().await;
    for (route, response) in routes {
        let mock = Mock::given(path(*route)).respond_with(response.clone());
        mock.mount(&server).await;
    }
    server
}

fn answer(body: impl AsRef<[u8]>, content_type: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(body.as_ref(), content_type)
}

fn small() -> AttachmentFetcher {
    AttachmentFetcher::new(FetcherConfig {
        limits: Limits {
            timeout: Duration::from_secs(1),
            image_bytes: 5_000,
            pdf_bytes: 5_000,
            text_bytes: 5_000,
            pdf_pages: 10,
        },
        ..open()
    })
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, AttachmentError>) -> String {
    outcome.unwrap_err().to_string()
}

#[tokio::test]
async fn what_comes_decides_not_what_it_is_called() {
    let server = serving(&[
        ("/a.txt", answer(PNG, "text/plain")),
        ("/notes.png", answer("# 笔记\r\n一", "image/png")),
        (
            "/gone.png",
            answer("<!DOCTYPE html><h1>Not found", "image/png"),
        ),
        ("/gone.pdf", answer("<html>Log in", "application/pdf")),
        ("/old.txt", answer(b"\xc4\xe3\xba\xc3", "text/plain")),
        ("/program.mdx", answer(b"\x7fELF\x02\0\0\0", "text/mdx")),
        ("/nothing.png", answer("", "image/png")),
        (
            "/photo.heic",
            answer(b"\0\0\0\x1cftypheic....", "image/heic"),
        ),
    ])
    .await;
    let url = |route: &str| format!("{}{route}", server.uri());
    let found = fetch(AttachmentKind::Image, url("/a.txt")).await.unwrap();
    assert_eq!(media_type(found), "image/png");
    let found = fetch(AttachmentKind::Text, url("/notes.png"))
        .await
        .unwrap();
    assert_eq!(texts(found), ["# 笔记\n一"]);
    let found = fetch(AttachmentKind::Text, url("/old.txt")).await.unwrap();
    assert_eq!(texts(found), ["你好"], "GB 18030");
    for (kind, route, reason) in [
        (AttachmentKind::Image, "/gone.png", "web page, not an image"),
        (AttachmentKind::Pdf, "/gone.pdf", "web page, not a PDF"),
        (AttachmentKind::Image, "/notes.png", "text, not an image"),
        (AttachmentKind::Text, "/program.mdx", "not a text"),
        (AttachmentKind::Image, "/nothing.png", "empty"),
        (AttachmentKind::Image, "/photo.heic", "HEIC"),
    ] {
        let outcome = fetch(kind, url(route)).await;
        assert!(
            matches!(outcome, Err(AttachmentError::Unreadable { .. })),
            "{route}: {outcome:?}"
        );
        let problem = problem(outcome);
        assert!(problem.contains(reason), "{problem}");
    }
}

#[tokio::test]
async fn redirects_are_followed_five_times() {
    let mut routes = vec![("/0".to_owned(), answer(PNG, "image/png"))];
    for place in 1..=6 {
        let on = ResponseTemplate::new(301).insert_header("location", format!("/{}", place - 1));
        routes.push((format!("/{place}"), on));
    }
    let circle = ResponseTemplate::new(307).insert_header("location", "circle");
    routes.push(("/circle".to_owned(), circle));
    routes.push(("/lost".to_owned(), ResponseTemplate::new(302)));
    let routes: Vec<_> = routes
        .iter()
        .map(|(path, r)| (path.as_str(), r.clone()))
        .collect();
    let server = serving(&routes).await;
    let url = |route: &str| format!("{}{route}", server.uri());
    let found = fetch(AttachmentKind::Image, url("/5")).await.unwrap();
    assert_eq!(media_type(found), "image/png");
    for route in ["/6", "/circle", "/lost"] {
        let outcome = fetch(AttachmentKind::Image, url(route)).await;
        assert!(
            matches!(outcome, Err(AttachmentError::Unavailable { .. })),
            "{route}"
        );
    }
}

#[tokio::test]
async fn servers_that_fail_are_told_by_their_status() {
    let server = serving(&[("/busy", ResponseTemplate::new(503))]).await;
    let busy = problem(fetch(AttachmentKind::Pdf, format!("{}/busy", server.uri())).await);
    assert!(busy.contains("503"), "{busy}");
    let missing = problem(fetch(AttachmentKind::Pdf, server.uri()).await);
    assert!(missing.contains("404"), "{missing}");
    let port = {
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        closed.local_addr().unwrap().port()
    };
    let url = format!("http://127.0.0.1:{port}/a.png?token=sesame");
    let refused = problem(fetch(AttachmentKind::Image, url).await);
    assert!(refused.contains("refused"), "{refused}");
    assert!(!refused.contains("sesame"), "{refused}");
}

#[tokio::test]
async fn what_is_too_large_is_cut_off() {
    let large = [PNG, &[7; 6_000]].concat();
    let server = serving(&[
        ("/large.png", answer(&large, "image/png")),
        ("/large.txt", answer("长".repeat(2_000), "text/plain")),
    ])
    .await;
    for (kind, route) in [
        (AttachmentKind::Image, "/large.png"),
        (AttachmentKind::Text, "/large.txt"),
    ] {
        let told = problem(fetch_with(&small(), kind, format!("{}{route}", server.uri())).await);
        assert!(told.contains("more than the 5000 bytes"), "{told}");
    }
    let data = format!("data:,{}", "x".repeat(6_000));
    let told = problem(fetch_with(&small(), AttachmentKind::Text, data).await);
    assert!(told.contains("5000 bytes"), "{told}");
}

/// Sends these bytes again and again, this long apart, until the other side has enough. Tells how
/// many it got rid of.
async fn pouring(
    head: &'static str,
    bytes: &'static [u8],
    pause: Duration,
) -> (String, tokio::task::JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let sent = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 1_024];
        let _ = socket.read(&mut request).await;
        let mut sent = 0;
        if socket.write_all(head.as_bytes()).await.is_err() {
            return sent;
        }
        while sent < 50_000_000 && socket.write_all(bytes).await.is_ok() {
            sent += bytes.len();
            tokio::time::sleep(pause).await;
        }
        sent
    });
    (url, sent)
}

#[tokio::test]
async fn a_stream_without_end_is_cut_off() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n";
    let (url, sent) = pouring(head, &[b'x'; 4_096], Duration::ZERO).await;
    let told = problem(fetch_with(&small(), AttachmentKind::Text, url).await);
    assert!(told.contains("more than"), "{told}");
    assert!(sent.await.unwrap() < 20_000_000);
}

#[tokio::test]
async fn a_server_that_dribbles_is_given_up() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 4000\r\n\r\n";
    let (url, _) = pouring(head, b"x", Duration::from_millis(50)).await;
    let start = Instant::now();
    let outcome = fetch_with(&small(), AttachmentKind::Text, url).await;
    assert!(
        matches!(outcome, Err(AttachmentError::Unavailable { .. })),
        "{outcome:?}"
    );
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_document() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 60000000\r\n\r\n";
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = [0; 1_024];
        let _ = socket.read(&mut request).await;
        let _ = socket.write_all(head.as_bytes()).await;
        let _ = socket.write_all(b"some text").await;
    });
    let outcome = fetch(AttachmentKind::Text, url).await;
    assert!(
        matches!(outcome, Err(AttachmentError::Unavailable { .. })),
        "{outcome:?}"
    );
}
