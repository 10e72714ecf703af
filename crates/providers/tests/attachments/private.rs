//! Whoever sends a message does not get us to talk to our own network.

use mem0_core::fetcher::{AttachmentError, AttachmentKind::Image};
use mem0_providers::fetcher::{AttachmentFetcher, FetcherConfig};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::{Answers, PNG, fetch_with, media_type};

async fn server() -> MockServer {
    let server = MockServer::start().await;
    let png = ResponseTemplate::new(200).set_body_bytes(PNG);
    Mock::given(path("/a.png"))
        .respond_with(png)
        .mount(&server)
        .await;
    for (from, to) in [
        ("/to-metadata", "http://169.254.169.254/latest/meta-data/"),
        ("/to-decimal", "http://2130706433/a.png"),
        ("/to-mapped", "http://[::ffff:127.0.0.1]/a.png"),
        ("/to-name", "http://inside.test/a.png"),
        ("/to-file", "file:///etc/passwd"),
        ("/to-user", "http://outside.test@127.0.0.1/a.png"),
        ("/to-mail", "http://outside.test:25/"),
    ] {
        let redirect = ResponseTemplate::new(302).insert_header("location", to);
        Mock::given(path(from))
            .respond_with(redirect)
            .mount(&server)
            .await;
    }
    server
}

fn assert_forbidden<T: std::fmt::Debug>(outcome: Result<T, AttachmentError>, what: &str) {
    assert!(
        matches!(outcome, Err(AttachmentError::Forbidden { .. })),
        "{what}: {outcome:?}"
    );
}

#[tokio::test]
async fn a_host_with_a_private_address_is_never_asked() {
    let server = server().await;
    let port = server.address().port();
    for addresses in [
        &["127.0.0.1"][..],
        &["::ffff:127.0.0.1"],
        &["::1"],
        &["10.0.0.1"],
        // One private address among public ones.
        &["2a00::1", "127.0.0.1"],
        &["127.0.0.1", "2a00::1"],
    ] {
        let answers = Answers::of(&[addresses]);
        let fetcher = AttachmentFetcher::resolving(FetcherConfig::default(), answers.clone());
        let outcome = fetch_with(&fetcher, Image, format!("http://files.test:{port}/a.png")).await;
        assert_forbidden(outcome, &format!("{addresses:?}"));
        assert_eq!(answers.asked(), 1);
    }
    assert!(server.received_requests().await.unwrap().is_empty());
}

/// The address that is connected to is the one that was looked at: a second answer, which would
/// lead to the server on this machine, is never asked for.
#[tokio::test]
async fn a_name_that_changes_its_address_leads_nowhere() {
    let server = server().await;
    let port = server.address().port();
    let answers = Answers::of(&[&["2a00::1"], &["127.0.0.1"]]);
    let config = FetcherConfig {
        limits: mem0_providers::fetcher::Limits {
            timeout: std::time::Duration::from_secs(2),
            ..Default::default()
        },
        ..FetcherConfig::default()
    };
    let fetcher = AttachmentFetcher::resolving(config, answers.clone());
    let url = format!("http://rebind.test:{port}/a.png");
    let first = fetch_with(&fetcher, Image, &url).await;
    assert!(
        matches!(first, Err(AttachmentError::Unavailable { .. })),
        "{first:?}"
    );
    assert_eq!(answers.asked(), 1);
    // Asked once more, the name is looked up and looked at once more.
    assert_forbidden(fetch_with(&fetcher, Image, &url).await, "rebound");
    assert_eq!(answers.asked(), 2);
    assert!(server.received_requests().await.unwrap().is_empty());
}

/// The first hop is a public host (played by a proxy); where it leads on to is looked at again.
#[tokio::test]
async fn a_redirect_is_looked_at_like_any_address() {
    let server = server().await;
    let config = FetcherConfig {
        proxy: Some(server.uri()),
        ..FetcherConfig::default()
    };
    let public = Answers::of(&[&["2a00::1"]]);
    let fetcher = AttachmentFetcher::resolving(config.clone(), public);
    let found = fetch_with(&fetcher, Image, "http://outside.test/a.png").await;
    assert_eq!(media_type(found.unwrap()), "image/png");
    for from in [
        "to-metadata",
        "to-decimal",
        "to-mapped",
        "to-file",
        "to-user",
        "to-mail",
    ] {
        let outcome = fetch_with(&fetcher, Image, format!("http://outside.test/{from}")).await;
        assert_forbidden(outcome, from);
    }
    let inside = Answers::of(&[&["2a00::1"], &["192.168.1.1"]]);
    let fetcher = AttachmentFetcher::resolving(config, inside);
    let outcome = fetch_with(&fetcher, Image, "http://outside.test/to-name").await;
    assert_forbidden(outcome, "to-name");
    let asked = server.received_requests().await.unwrap();
    assert!(
        asked
            .iter()
            .all(|request| !request.url.path().starts_with("/latest")),
        "{asked:?}"
    );
}

#[tokio::test]
async fn a_password_is_refused_and_never_repeated() {
    let fetcher = AttachmentFetcher::new(FetcherConfig::default());
    let url = "https://ann:hunter2@files.test/a.png?token=sesame";
    let error = fetch_with(&fetcher, Image, url).await.unwrap_err();
    let told = format!("{error} {error:?}");
    assert!(
        !told.contains("hunter2") && !told.contains("sesame"),
        "{told}"
    );
    assert!(told.contains("https://files.test/a.png"), "{told}");
}

#[tokio::test]
async fn files_and_other_schemes_are_refused_by_default() {
    let fetcher = AttachmentFetcher::new(FetcherConfig::default());
    for source in [
        "/etc/passwd",
        "file:///etc/passwd",
        "../secret.png",
        "ftp://files.test/a.png",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "http://",
        "",
    ] {
        assert_forbidden(fetch_with(&fetcher, Image, source).await, source);
    }
    let error = fetch_with(&fetcher, Image, "/etc/passwd")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("MEM0_ALLOW_LOCAL_FILES"));
}
