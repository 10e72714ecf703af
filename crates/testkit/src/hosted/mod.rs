//! A server of the hosted API that keeps state: what clients are tested against.
//!
//! Built from what is known of the service, not from our own client or server, so that it bears
//! witness to both. It remembers word for word, searches word by word, and works at once; what
//! it answers has the service's form. [`cases`] holds what every such server must do: a base URL
//! goes in.
//!
//! ```no_run
//! # async fn example() {
//! use mem0_testkit::hosted::{Fault, HostedDouble};
//!
//! let double = HostedDouble::start().await;
//! double.fail(Fault::status(429).retry_after(1));
//! // … a client of `double.url()` with the key `hosted::KEY` …
//! assert_eq!(double.requests()[0].path, "/v1/ping/");
//! # }
//! ```
//!
//! Programs in other languages start `examples/hosted_double.rs` and steer it over HTTP:
//! `GET /__double/requests`, `POST /__double/faults`, `POST /__double/reset`.

mod account;
mod answer;
mod call;
pub mod cases;
mod entities;
mod events;
mod fault;
mod literal;
mod memories;
mod organizations;
mod outcomes;
mod profiles;
mod recall;
mod routes;
mod scope;
mod state;
mod webhooks;

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

pub use account::{KEY, OTHER_KEY};
use answer::Answer;
use call::Call;
pub use call::Recorded;
pub use fault::Fault;
use state::State;

/// Paths that steer the double rather than belong to the API.
const STEERING: &str = "/__double/";

/// A running server on a free port of this machine. It ends when it is dropped.
pub struct HostedDouble {
    server: MockServer,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    state: State,
    requests: Vec<Recorded>,
    faults: Vec<Fault>,
}

impl HostedDouble {
    /// Starts it, empty.
    pub async fn start() -> Self {
        let server = MockServer::builder()
            .disable_request_recording()
            .start()
            .await;
        let inner = Arc::new(Mutex::new(Inner::default()));
        // A connection that breaks can't be told by an answer, so it is a rule of its own.
        Mock::given(Drops(inner.clone()))
            .respond_with_err(|_: &Request| std::io::Error::other("the test breaks the connection"))
            .with_priority(1)
            .mount(&server)
            .await;
        Mock::given(any())
            .respond_with(Answers(inner.clone()))
            .mount(&server)
            .await;
        Self { server, inner }
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// What was asked, in order, but for what steered the double.
    pub fn requests(&self) -> Vec<Recorded> {
        crate::lock(&self.inner).requests.clone()
    }

    /// What was asked last.
    ///
    /// # Panics
    /// Nothing was asked.
    pub fn last_request(&self) -> Recorded {
        let last = crate::lock(&self.inner).requests.last().cloned();
        last.expect("something was asked of the double")
    }

    /// Forgets what was asked.
    pub fn forget_requests(&self) {
        crate::lock(&self.inner).requests.clear();
    }

    /// Lets the next request fail; several faults come one after the other.
    pub fn fail(&self, fault: Fault) {
        crate::lock(&self.inner).faults.push(fault);
    }

    /// Empties it.
    pub fn reset(&self) {
        *crate::lock(&self.inner) = Inner::default();
    }
}

/// Whether the next request's connection is to break.
struct Drops(Arc<Mutex<Inner>>);

impl Match for Drops {
    fn matches(&self, request: &Request) -> bool {
        let mut inner = crate::lock(&self.0);
        let call = Call::read(request);
        if request.url.path().starts_with(STEERING) {
            return false;
        }
        let place = inner.faults.iter().position(|fault| fault.concerns(&call));
        let Some(place) = place.filter(|place| inner.faults[*place].drops) else {
            return false;
        };
        if inner.faults[place].acts {
            routes::answer(&mut inner.state, &call, &request_root(request));
        }
        inner.requests.push(call.recorded);
        used(&mut inner.faults, place);
        true
    }
}

/// Answers everything else.
struct Answers(Arc<Mutex<Inner>>);

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let mut inner = crate::lock(&self.0);
        let call = Call::read(request);
        if let Some(order) = request.url.path().strip_prefix(STEERING) {
            return steer(&mut inner, order, &call).template();
        }
        inner.requests.push(call.recorded.clone());
        let place = inner.faults.iter().position(|fault| fault.concerns(&call));
        let Some(place) = place else {
            return routes::answer(&mut inner.state, &call, &request_root(request)).template();
        };
        let fault = inner.faults[place].clone();
        used(&mut inner.faults, place);
        let template = match fault.status {
            Some(_) => fault.answer().template(),
            None => routes::answer(&mut inner.state, &call, &request_root(request)).template(),
        };
        match fault.delay {
            Some(delay) => template.set_delay(delay),
            None => template,
        }
    }
}

/// One use less of a fault.
fn used(faults: &mut Vec<Fault>, place: usize) {
    if faults[place].times <= 1 {
        faults.remove(place);
    } else {
        faults[place].times -= 1;
    }
}

fn steer(inner: &mut Inner, order: &str, call: &Call) -> Answer {
    match (call.recorded.method.as_str(), order.trim_end_matches('/')) {
        ("GET", "requests") => Answer::ok(
            inner
                .requests
                .iter()
                .map(Recorded::to_json)
                .collect::<Vec<Value>>(),
        ),
        ("DELETE", "requests") => {
            inner.requests.clear();
            Answer::ok(json!({"message": "forgotten"}))
        }
        ("POST", "faults") => match Fault::from_json(&call.body()) {
            Some(fault) => {
                inner.faults.push(fault);
                Answer::ok(json!({"message": "noted"}))
            }
            None => Answer::refused(400, "a fault is an object"),
        },
        ("POST", "reset") => {
            *inner = Inner::default();
            Answer::ok(json!({"message": "empty"}))
        }
        _ => Answer::refused(404, "no such order"),
    }
}

/// The beginning of the URLs that pages link to.
fn request_root(request: &Request) -> String {
    let host = request
        .headers
        .get("host")
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    format!("http://{host}")
}
