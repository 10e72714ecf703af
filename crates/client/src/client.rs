//! The client: what an operation needs is sent, and its answer told.

use std::fmt;
use std::sync::{OnceLock, PoisonError, RwLock};

use md5::{Digest, Md5};
use mem0_api::Ping;
use reqwest::Url;
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::error::{ClientError, Result};
use crate::exchange::Exchange;
use crate::identity::Identity;
use crate::options::ClientOptions;
use crate::reply::Reply;
use crate::request::{Method, Request};
use crate::retry::{self, Retry};
use crate::transport;

/// A client of the hosted API. Nothing is sent before the first call; connections are used again.
///
/// After a fork, the child makes a client of its own: connections can't be shared.
pub struct Client {
    options: ClientOptions,
    base: Url,
    user_id: String,
    identity: RwLock<Identity>,
    /// Made at the first call: it reads the system's certificates.
    http: OnceLock<reqwest::Client>,
    /// Who may send; the others wait.
    turns: Semaphore,
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("options", &self.options)
            .field("identity", &self.identity())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// A client. Nothing is connected yet.
    ///
    /// # Errors
    /// There is no key, the host is no address, or only one of organization and project is named.
    pub fn new(options: ClientOptions) -> Result<Self> {
        let key = options.api_key.expose_secret();
        if key.trim().is_empty() {
            return Err(ClientError::Argument(
                "Mem0 API Key not provided. Please provide an API Key.".to_owned(),
            ));
        }
        if !key.chars().all(|character| matches!(character, ' '..='~')) {
            return Err(ClientError::Argument(
                "the API key holds characters that can't be sent".to_owned(),
            ));
        }
        let identity = Identity::new(options.org_id.clone(), options.project_id.clone())?;
        Ok(Self {
            base: transport::base(&options.host)?,
            user_id: hex(&Md5::digest(key.as_bytes())),
            identity: RwLock::new(identity),
            http: OnceLock::new(),
            turns: Semaphore::new(transport::MOST_AT_A_TIME),
            options,
        })
    }

    /// Who the server takes us for: the MD5 of the key, in hexadecimal.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// With what it was made.
    pub fn options(&self) -> &ClientOptions {
        &self.options
    }

    /// Which organization and project calls are about, as far as it is known.
    pub fn identity(&self) -> Identity {
        self.identity
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Does an operation by its name (see [`crate::OPERATIONS`]), with JSON arguments.
    ///
    /// # Errors
    /// An argument can't be, the server can't be reached, or it refuses.
    pub async fn call(&self, operation: &str, arguments: Value) -> Result<Value> {
        let identity = self.identity();
        let begun = match Exchange::begin(operation, arguments.clone(), &identity) {
            Err(ClientError::NoProject) => {
                let ping = Exchange::begin("ping", Value::Null, &identity)?;
                self.learn(&self.carry(ping).await?);
                Exchange::begin(operation, arguments, &self.identity())
            }
            begun => begun,
        };
        let answer = self.carry(begun?).await?;
        if operation == "ping" {
            self.learn(&answer);
        }
        Ok(answer)
    }

    /// The first request of an operation, ready to send, with the key in its headers. Whoever
    /// sends it hands what comes back to [`Client::conclude`].
    ///
    /// # Errors
    /// The arguments can't be.
    pub fn prepare(&self, operation: &str, arguments: Value) -> Result<Request> {
        let exchange = Exchange::begin(operation, arguments, &self.identity())?;
        Ok(self.dressed(exchange.request()))
    }

    /// What the reply to a request of [`Client::prepare`] means. Only of operations that take one
    /// request: [`Client::begin`] serves all.
    ///
    /// # Errors
    /// The reply tells of a failure, or can't be read.
    pub fn conclude(&self, operation: &str, reply: &Reply) -> Result<Value> {
        let operation = crate::Operation::named(operation)?;
        let json = reply.json().map_err(|error| self.covered(error))?;
        let answer = (operation.conclude)(json);
        if operation.name == "ping" {
            self.learn(&answer);
        }
        Ok(answer)
    }

    /// Begins an operation that somebody else sends the requests of. They are not ready to send:
    /// see [`Client::dressed`].
    ///
    /// # Errors
    /// The arguments can't be.
    pub fn begin(&self, operation: &str, arguments: Value) -> Result<Exchange> {
        Exchange::begin(operation, arguments, &self.identity())
    }

    /// The request with the headers of every request, the key among them.
    pub fn dressed(&self, request: &Request) -> Request {
        let mut dressed = request.clone();
        let mut set = |name: &str, value: String| {
            let known = dressed
                .headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name));
            if !known {
                dressed.headers.push((name.to_owned(), value));
            }
        };
        let key = self.options.api_key.expose_secret();
        set("Authorization", format!("Token {key}"));
        for (name, value) in &self.options.headers {
            set(name, value.clone());
        }
        set("Mem0-User-ID", self.user_id.clone());
        set("Accept", "application/json".to_owned());
        if request.body.is_some() {
            set("Content-Type", "application/json".to_owned());
        }
        dressed
    }

    /// Where a request goes.
    pub fn url(&self, request: &Request) -> Url {
        let mut url = self.base.clone();
        let path = format!("{}{}", url.path().trim_end_matches('/'), request.path);
        url.set_path(&path);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        url
    }

    /// What came back for the request that an exchange waits for; see [`Exchange::answer`]. An
    /// error tells what was asked, and never the key.
    ///
    /// # Errors
    /// The reply tells of a failure, or can't be read.
    pub fn answer(&self, exchange: &mut Exchange, reply: &Reply) -> Result<Option<Value>> {
        let method = exchange.request().method.as_str();
        let told = transport::shown_url(self.url(exchange.request()).as_str());
        let answer = exchange.answer(reply);
        answer.map_err(|error| self.covered(error.at(method, &told)))
    }

    async fn carry(&self, mut exchange: Exchange) -> Result<Value> {
        loop {
            let request = self.dressed(exchange.request());
            let url = self.url(&request);
            let outcome = self.send(&request, &url, exchange.is_repeatable()).await;
            let reply = outcome.map_err(|error| self.covered(error))?;
            if let Some(answer) = self.answer(&mut exchange, &reply)? {
                return Ok(answer);
            }
        }
    }

    /// Sends a request until it is through, or there is no point in trying.
    async fn send(&self, request: &Request, url: &Url, repeatable: bool) -> Result<Reply> {
        let retry = Retry {
            max_retries: self.options.max_retries,
            first_wait: self.options.first_wait,
        };
        let mut failures = 0;
        let mut may_have_arrived = false;
        loop {
            let outcome = {
                // The semaphore is never closed; were it, nobody would have to wait.
                let _turn = self.turns.acquire().await;
                transport::send(self.http()?, request, url.clone()).await
            };
            failures += 1;
            let Some(wait) = retry.wait(&outcome, repeatable, failures) else {
                return match outcome {
                    // What an earlier try deleted is not there any more, as was asked.
                    Ok(reply)
                        if may_have_arrived
                            && reply.status == 404
                            && request.method == Method::Delete =>
                    {
                        Ok(Reply::deleted())
                    }
                    outcome => outcome,
                };
            };
            may_have_arrived |= retry::may_have_arrived(&outcome);
            tracing::debug!(path = request.path, ?wait, failures, "sending again");
            tokio::time::sleep(wait).await;
        }
    }

    fn http(&self) -> Result<&reqwest::Client> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        let options = &self.options;
        let http = transport::build(&self.base, options.timeout, options.proxy.as_deref())?;
        Ok(self.http.get_or_init(|| http))
    }

    fn learn(&self, answer: &Value) {
        if let Ok(ping) = mem0_api::read::<Ping>(answer.clone()) {
            self.identity
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .learn(&ping);
        }
    }

    fn covered(&self, error: ClientError) -> ClientError {
        error.without(self.options.api_key.expose_secret())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
