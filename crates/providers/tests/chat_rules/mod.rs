//! What every language model behind a server has to do, whatever its wire: what errors mean, what
//! is tried again and when, what nobody may see. Each rule runs for each provider of a table:
//!
//! ```ignore
//! #[path = "../chat_rules/mod.rs"]
//! mod chat_rules;
//!
//! chat_rules::hold_for_all!(providers());
//! ```

#[path = "../in_turn/mod.rs"]
mod in_turn;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mem0_core::{ChatMessage, ChatRequest, Llm, ModelError};
use mem0_providers::RetryPolicy;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

pub use self::in_turn::in_turn;

/// The key of every client.
pub const KEY: &str = "sk-test-1234567890";

/// A provider as the rules see it.
pub trait Subject {
    /// As errors name it: `llm/groq`.
    fn provider(&self) -> String;

    /// A model behind the server at this address (`http://127.0.0.1:1234`), with [`KEY`], with
    /// [`quick`] retries and with these options: `timeout`, `http_client_proxies`, `headers`.
    fn llm(&self, address: &str, options: Value) -> Arc<dyn Llm>;

    /// The same model without a key and without an environment, at the provider's own address;
    /// `None` where no key is needed. With the name of the variable that would hold the key.
    fn keyless(&self) -> Option<(Arc<dyn Llm>, &'static str)>;

    /// All that can be seen of the configuration and the client of this address and options.
    fn shown(&self, address: &str, options: Value) -> String;

    /// The body by which the vendor says this, taking 12 tokens in and 3 out.
    fn says(&self, text: &str) -> Value;

    /// The body of a failure with this status, as the vendor writes it.
    fn fails(&self, status: u16, message: &str) -> Value;

    /// The body and status of the refusal of an empty account, if the vendor has one of its own.
    fn is_empty_account(&self) -> Option<(u16, Value)>;
}

/// Two further tries, soon.
pub fn quick() -> RetryPolicy {
    quick_tries(2)
}

/// So many further tries, soon.
pub fn quick_tries(max_retries: u32) -> RetryPolicy {
    RetryPolicy {
        max_retries,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(20),
        longest_asked_wait: Duration::from_secs(2),
    }
}

/// Runs each rule for each provider of the table, one test for each rule.
#[macro_export]
macro_rules! hold_for_all {
    ($subjects:expr) => {
        $crate::hold_for_all!($subjects;
            what_is_said_comes_back_with_what_it_took,
            every_status_means_what_it_should,
            an_empty_account_is_told_and_not_asked_again,
            passing_troubles_are_tried_again_and_then_told,
            what_cannot_pass_is_not_tried_again,
            a_server_is_waited_for_as_long_as_it_asks,
            a_server_that_asks_for_too_long_is_told,
            a_web_page_is_no_answer,
            half_an_answer_is_tried_again_and_told,
            a_silent_server_is_a_timeout,
            a_server_that_is_not_there_is_unreachable,
            a_proxy_carries_every_call,
            a_missing_key_is_told_at_the_first_call,
            nobody_sees_a_secret,
        );
    };
    ($subjects:expr; $($rule:ident,)*) => {
        $(
            #[tokio::test]
            async fn $rule() {
                for subject in $subjects {
                    $crate::chat_rules::$rule(&subject).await;
                }
            }
        )*
    };
}

pub fn prose() -> ChatRequest {
    ChatRequest {
        messages: vec![ChatMessage::system("Be brief"), ChatMessage::user("你好")],
        ..ChatRequest::default()
    }
}

/// A server that gives these answers to whatever is asked, one after another, the last for ever.
pub async fn server(answers: Vec<ResponseTemplate>) -> MockServer {
    in_turn(|| Mock::given(any()), answers).await
}

pub async fn asked(server: &MockServer) -> usize {
    server.received_requests().await.unwrap().len()
}

fn answer(subject: &dyn Subject) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(subject.says("您好"))
}

fn failure(subject: &dyn Subject, status: u16, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(subject.fails(status, message))
}

async fn error(subject: &dyn Subject, server: &MockServer) -> ModelError {
    let llm = subject.llm(&server.uri(), json!({}));
    llm.chat(prose()).await.unwrap_err()
}

pub async fn what_is_said_comes_back_with_what_it_took(subject: &dyn Subject) {
    let server = server(vec![answer(subject)]).await;
    let llm = subject.llm(&server.uri(), json!({}));
    let name = subject.provider();
    let plain = name.strip_prefix("llm/").unwrap();
    assert!(
        llm.name().starts_with(&format!("{plain}/")),
        "{}",
        llm.name()
    );
    let reply = llm.chat(prose()).await.unwrap();
    assert_eq!((&*reply.text, reply.truncated), ("您好", false), "{name}");
    let usage = reply.usage;
    assert_eq!(
        (usage.calls, usage.input_tokens, usage.output_tokens),
        (1, 12, 3),
        "{name}"
    );
}

pub async fn every_status_means_what_it_should(subject: &dyn Subject) {
    use ModelError as E;
    type Meaning = fn(&ModelError) -> bool;
    let meanings: [(u16, &str, Meaning); 8] = [
        (400, "no such thing", |e| matches!(e, E::BadRequest { .. })),
        (401, "who are you", |e| matches!(e, E::Unauthorized { .. })),
        (403, "not for you", |e| matches!(e, E::Unauthorized { .. })),
        (404, "no such model", |e| matches!(e, E::BadRequest { .. })),
        (429, "slow down", |e| matches!(e, E::RateLimited { .. })),
        (500, "oops", |e| matches!(e, E::Unavailable { .. })),
        (503, "busy", |e| matches!(e, E::Unavailable { .. })),
        (529, "overloaded", |e| matches!(e, E::Unavailable { .. })),
    ];
    for (status, message, means) in meanings {
        let server = server(vec![failure(subject, status, message)]).await;
        let error = error(subject, &server).await;
        assert!(means(&error), "{} {status}: {error:?}", subject.provider());
        let shown = error.to_string();
        assert!(
            shown.contains(message) && shown.contains(&subject.provider()),
            "{shown}"
        );
    }
}

pub async fn an_empty_account_is_told_and_not_asked_again(subject: &dyn Subject) {
    let Some((status, body)) = subject.is_empty_account() else {
        return;
    };
    let server = server(vec![ResponseTemplate::new(status).set_body_json(body)]).await;
    let error = error(subject, &server).await;
    let provider = subject.provider();
    assert!(
        matches!(error, ModelError::Quota { .. }),
        "{provider}: {error:?}"
    );
    assert_eq!(asked(&server).await, 1, "{provider}");
}

pub async fn passing_troubles_are_tried_again_and_then_told(subject: &dyn Subject) {
    let provider = subject.provider();
    for trouble in [
        failure(subject, 500, "oops"),
        failure(subject, 503, "busy"),
        failure(subject, 429, "slow down").insert_header("retry-after", "0"),
        ResponseTemplate::new(502).set_body_string("<html>Bad Gateway</html>"),
        ResponseTemplate::new(504),
    ] {
        let passing = server(vec![trouble.clone(), trouble.clone(), answer(subject)]).await;
        let llm = subject.llm(&passing.uri(), json!({}));
        assert_eq!(llm.chat(prose()).await.unwrap().text, "您好", "{provider}");
        assert_eq!(asked(&passing).await, 3, "{provider}");

        let lasting = server(vec![trouble]).await;
        let error = error(subject, &lasting).await;
        assert!(error.is_temporary(), "{provider}: {error:?}");
        assert!(!error.to_string().contains("<html>"), "{provider}: {error}");
        assert_eq!(asked(&lasting).await, 3, "{provider}");
    }
}

pub async fn what_cannot_pass_is_not_tried_again(subject: &dyn Subject) {
    for status in [400, 401, 403, 404] {
        let server = server(vec![failure(subject, status, "no")]).await;
        let error = error(subject, &server).await;
        assert!(!error.is_temporary(), "{error:?}");
        assert_eq!(asked(&server).await, 1, "{} {status}", subject.provider());
    }
}

pub async fn a_server_is_waited_for_as_long_as_it_asks(subject: &dyn Subject) {
    for (status, header, value) in [
        (429, "retry-after-ms", "120"),
        (429, "retry-after", "0.12"),
        (503, "retry-after", "0.12"),
    ] {
        let trouble = failure(subject, status, "slow down").insert_header(header, value);
        let server = server(vec![trouble, answer(subject)]).await;
        let llm = subject.llm(&server.uri(), json!({}));
        let start = Instant::now();
        llm.chat(prose()).await.unwrap();
        let waited = start.elapsed();
        assert!(
            waited >= Duration::from_millis(120),
            "{} {status} {header}: {waited:?}",
            subject.provider()
        );
    }
}

pub async fn a_server_that_asks_for_too_long_is_told(subject: &dyn Subject) {
    let trouble = failure(subject, 429, "slow down").insert_header("retry-after", "3600");
    let server = server(vec![trouble]).await;
    let ModelError::RateLimited { retry_after, .. } = error(subject, &server).await else {
        panic!("{}: not a rate limit", subject.provider())
    };
    assert_eq!(retry_after, Some(Duration::from_secs(3600)));
    assert_eq!(asked(&server).await, 1, "{}", subject.provider());
}

pub async fn a_web_page_is_no_answer(subject: &dyn Subject) {
    for page in [
        "<html>Welcome to the proxy</html>",
        "",
        "{\"hello\": 1}",
        "[]",
    ] {
        let server = server(vec![ResponseTemplate::new(200).set_body_string(page)]).await;
        let error = error(subject, &server).await;
        let provider = subject.provider();
        assert!(
            matches!(error, ModelError::Unusable { .. }),
            "{provider}: {page:?}: {error:?}"
        );
        assert_eq!(asked(&server).await, 1, "{provider}");
    }
}

/// A server that breaks off in the middle of its answer, with the number of its callers.
fn broken_server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let callers = Arc::new(AtomicUsize::new(0));
    let counted = callers.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            counted.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 65536];
            // What is asked does not matter; a caller that is gone neither.
            let _ = stream.read(&mut request);
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"choices\": [{\"mess",
            );
        }
    });
    (address, callers)
}

pub async fn half_an_answer_is_tried_again_and_told(subject: &dyn Subject) {
    let (address, callers) = broken_server();
    let llm = subject.llm(&address, json!({}));
    let error = llm.chat(prose()).await.unwrap_err();
    let provider = subject.provider();
    assert!(
        matches!(error, ModelError::Unavailable { .. }),
        "{provider}: {error:?}"
    );
    assert_eq!(callers.load(Ordering::SeqCst), 3, "{provider}");
}

pub async fn a_silent_server_is_a_timeout(subject: &dyn Subject) {
    let server = server(vec![answer(subject).set_delay(Duration::from_secs(5))]).await;
    let llm = subject.llm(&server.uri(), json!({"timeout": 0.05}));
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(
        matches!(&error, ModelError::Timeout { after, .. } if *after == Duration::from_millis(50)),
        "{}: {error:?}",
        subject.provider()
    );
}

pub async fn a_server_that_is_not_there_is_unreachable(subject: &dyn Subject) {
    // A port that was free a moment ago.
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let llm = subject.llm(&format!("http://{free}"), json!({}));
    let error = llm.chat(prose()).await.unwrap_err();
    assert!(
        matches!(error, ModelError::Unreachable { .. }),
        "{}: {error:?}",
        subject.provider()
    );
}

pub async fn a_proxy_carries_every_call(subject: &dyn Subject) {
    for by_scheme in [false, true] {
        let proxy = server(vec![answer(subject)]).await;
        let proxies = if by_scheme {
            json!({"http://": proxy.uri(), "https://": null})
        } else {
            json!(proxy.uri())
        };
        let options = json!({"http_client_proxies": proxies});
        let llm = subject.llm("http://models.invalid", options);
        let provider = subject.provider();
        assert_eq!(llm.chat(prose()).await.unwrap().text, "您好", "{provider}");
        let requests = proxy.received_requests().await.unwrap();
        assert_eq!(requests[0].headers["host"], "models.invalid", "{provider}");
    }
}

pub async fn a_missing_key_is_told_at_the_first_call(subject: &dyn Subject) {
    let Some((llm, variable)) = subject.keyless() else {
        return;
    };
    let ModelError::NoKey {
        provider,
        environment,
        ..
    } = llm.chat(prose()).await.unwrap_err()
    else {
        panic!("{}: not for want of a key", subject.provider())
    };
    assert_eq!((provider, environment), (subject.provider(), variable));
}

pub async fn nobody_sees_a_secret(subject: &dyn Subject) {
    let header = "a-secret-in-a-header";
    let options = json!({"headers": {"x-secret": header}, "max_retries": 0});
    let provider = subject.provider();
    let shown = subject.shown("http://ann:word-in-url@127.0.0.1:9", options.clone());
    for secret in [KEY, header, "word-in-url"] {
        assert!(!shown.contains(secret), "{provider}: {shown}");
    }
    // Servers repeat what they refuse.
    let echo = format!("Incorrect key {KEY} beside {header}");
    for status in [400, 401, 429, 500] {
        let server = server(vec![failure(subject, status, &echo)]).await;
        let llm = subject.llm(&server.uri(), options.clone());
        let error = llm.chat(prose()).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("[hidden]"), "{provider}: {shown}");
        for secret in [KEY, header] {
            assert!(!shown.contains(secret), "{provider}: {shown}");
        }
    }
}
