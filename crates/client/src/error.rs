//! What went wrong, and what can be done about it.

use std::time::Duration;

use serde_json::{Map, Value, json};

/// A shorter value is no secret, and would blacken half of every message.
const MIN_SECRET: usize = 6;

/// What a call answers.
pub type Result<T> = std::result::Result<T, ClientError>;

/// Why a call gave no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ClientError {
    /// An argument can't be; nothing was sent.
    #[error("{0}")]
    Argument(String),
    /// The client is set up in a way that can't work; nothing was sent.
    #[error("{0}")]
    Configuration(String),
    /// It isn't known which organization and project are meant; nothing was sent.
    #[error("org_id and project_id must be set to access project operations")]
    NoProject,
    /// The server answered with an error.
    #[error("{}", .0.message)]
    Refused(Box<Refusal>),
    /// The server answered a success that can't be read.
    #[error("the server's answer can't be read: {problem}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// Why not.
        problem: String,
    },
    /// No answer came.
    #[error("{message}")]
    Network {
        /// What happened.
        fault: Fault,
        /// In words.
        message: String,
        /// How it was asked.
        method: &'static str,
        /// What was asked.
        url: String,
    },
}

/// An error that the server answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The `detail` of the answer, or the whole of it.
    pub message: String,
    /// The whole answer, if it is a JSON object.
    pub details: Map<String, Value>,
    /// How long the server asks us to wait.
    pub retry_after: Option<Duration>,
    /// What the server says of its limits (`x_ratelimit_…`), with status 429.
    pub limits: Map<String, Value>,
    /// How it was asked, where that is known.
    pub method: Option<&'static str>,
    /// What was asked, where that is known.
    pub url: Option<String>,
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It took too long.
    Timeout,
    /// The server can't be reached.
    Connect,
    /// It can be reached, but not trusted: its certificate, or no HTTPS at all.
    Tls,
    /// The connection broke, or the request could not be sent.
    Broken,
}

/// What sort of error it is: each has an exception of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Refused before sending (Python's `ValueError`).
    Argument,
    /// The client is set up wrongly.
    Configuration,
    /// 400, 409, 422.
    Validation,
    /// 401, 403.
    Authentication,
    /// 404.
    NotFound,
    /// 413.
    Quota,
    /// 429.
    RateLimit,
    /// 408, 502, 503, 504, and no answer at all.
    Network,
    /// Everything else.
    Memory,
}

impl ErrorKind {
    /// The kind of a failure with this status.
    pub fn of_status(status: u16) -> Self {
        match status {
            400 | 409 | 422 => Self::Validation,
            401 | 403 => Self::Authentication,
            404 => Self::NotFound,
            413 => Self::Quota,
            429 => Self::RateLimit,
            408 | 502..=504 => Self::Network,
            _ => Self::Memory,
        }
    }

    /// As a word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Argument => "argument",
            Self::Configuration => "configuration",
            Self::Validation => "validation",
            Self::Authentication => "authentication",
            Self::NotFound => "not_found",
            Self::Quota => "quota",
            Self::RateLimit => "rate_limit",
            Self::Network => "network",
            Self::Memory => "memory",
        }
    }
}

impl ClientError {
    /// What sort of error it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Argument(_) | Self::NoProject => ErrorKind::Argument,
            Self::Configuration(_) => ErrorKind::Configuration,
            Self::Refused(refusal) => ErrorKind::of_status(refusal.status),
            Self::Unreadable { .. } => ErrorKind::Memory,
            Self::Network { .. } => ErrorKind::Network,
        }
    }

    /// `HTTP_<status>`, `NET_TIMEOUT`, `NET_CONNECT`, `NET_GENERIC`, …
    pub fn code(&self) -> String {
        match self {
            Self::Argument(_) => "INVALID_ARGUMENT".to_owned(),
            Self::Configuration(_) => "INVALID_CONFIGURATION".to_owned(),
            Self::NoProject => "NO_PROJECT".to_owned(),
            Self::Refused(refusal) => format!("HTTP_{}", refusal.status),
            Self::Unreadable { .. } => "UNREADABLE_ANSWER".to_owned(),
            Self::Network { fault, .. } => match fault {
                Fault::Timeout => "NET_TIMEOUT",
                Fault::Connect | Fault::Tls => "NET_CONNECT",
                Fault::Broken => "NET_GENERIC",
            }
            .to_owned(),
        }
    }

    /// The HTTP status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Unreadable { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// How long the server asks us to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Refused(refusal) => refusal.retry_after,
            _ => None,
        }
    }

    /// What the server said, without the JSON around it: `detail`, `error` or `message`.
    pub fn said(&self) -> String {
        if let Self::Refused(refusal) = self {
            for key in ["detail", "error", "message"] {
                if let Some(text) = refusal.details.get(key).and_then(Value::as_str)
                    && !text.is_empty()
                {
                    return text.to_owned();
                }
            }
        }
        self.to_string()
    }

    /// What to do about it; may be empty.
    pub fn suggestion(&self) -> &'static str {
        match self {
            Self::Argument(_) => "",
            Self::Configuration(_) => "Correct the client's settings.",
            Self::NoProject => {
                "Pass org_id and project_id, or use a key that belongs to a project."
            }
            Self::Unreadable { .. } => "Check that the host is a server of this API.",
            Self::Refused(refusal) => of_status(refusal.status),
            Self::Network { fault, .. } => match fault {
                Fault::Timeout => "The server took too long. Try again, or allow more time.",
                Fault::Connect => "Check the host, the network and the proxy.",
                Fault::Tls => {
                    "Check that the host speaks HTTPS. A certificate of an authority of your own \
                     is trusted if the environment variable SSL_CERT_FILE names the authority's."
                }
                Fault::Broken => "The connection broke. Try again.",
            },
        }
    }

    /// Where and how it was asked.
    #[must_use]
    pub fn at(mut self, asked_how: &'static str, asked_what: &str) -> Self {
        if let Self::Refused(refusal) = &mut self {
            refusal.method = Some(asked_how);
            refusal.url = Some(asked_what.to_owned());
        }
        self
    }

    /// Everything there is to tell, for other languages: `kind`, `code`, `message`, `suggestion`
    /// (also as `hint`), `details`, `debug_info`, `status` and `retry_after` (seconds, or null).
    pub fn payload(&self) -> Value {
        let (details, debug) = match self {
            Self::Refused(refusal) => (refusal.details.clone(), refusal.debug_info()),
            Self::Network {
                fault,
                message,
                method,
                url,
            } => {
                let error_type = match fault {
                    Fault::Timeout => "timeout",
                    Fault::Connect | Fault::Tls => "connection",
                    Fault::Broken => "request",
                };
                let debug = json!({
                    "error_type": error_type,
                    "original_error": message,
                    "url": url,
                    "method": method,
                });
                (Map::new(), debug)
            }
            Self::Unreadable { status, .. } => (Map::new(), json!({"status_code": status})),
            Self::Argument(_) | Self::Configuration(_) | Self::NoProject => (Map::new(), json!({})),
        };
        json!({
            "kind": self.kind().as_str(),
            "code": self.code(),
            "message": self.to_string(),
            "suggestion": self.suggestion(),
            "hint": self.suggestion(),
            "details": details,
            "debug_info": debug,
            "status": self.status(),
            "retry_after": self.retry_after().map(|wait| wait.as_secs_f64()),
        })
    }

    /// The error with every occurrence of a secret covered: servers like to repeat what they
    /// refuse.
    pub(crate) fn without(mut self, secret: &str) -> Self {
        if secret.len() < MIN_SECRET {
            return self;
        }
        let cover = |text: &mut String| {
            if text.contains(secret) {
                *text = text.replace(secret, "[hidden]");
            }
        };
        match &mut self {
            Self::Refused(refusal) => {
                cover(&mut refusal.message);
                for value in refusal.details.values_mut() {
                    cover_json(value, &cover);
                }
            }
            Self::Network { message, .. } => cover(message),
            Self::Unreadable { problem, .. } => cover(problem),
            Self::Argument(_) | Self::Configuration(_) | Self::NoProject => {}
        }
        self
    }
}

impl Refusal {
    fn debug_info(&self) -> Value {
        let mut debug = Map::new();
        debug.insert("status_code".to_owned(), self.status.into());
        debug.insert("url".to_owned(), json!(self.url));
        debug.insert("method".to_owned(), json!(self.method));
        if self.status == 429 {
            let seconds = self
                .retry_after
                .map(|wait| wait.as_secs_f64().ceil() as u64);
            if let Some(seconds) = seconds {
                debug.insert("retry_after".to_owned(), seconds.into());
            }
            debug.extend(self.limits.clone());
        }
        debug.into()
    }
}

fn cover_json(value: &mut Value, cover: &impl Fn(&mut String)) {
    match value {
        Value::String(text) => cover(text),
        Value::Array(list) => list.iter_mut().for_each(|value| cover_json(value, cover)),
        Value::Object(object) => object
            .values_mut()
            .for_each(|value| cover_json(value, cover)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn of_status(status: u16) -> &'static str {
    match status {
        400 => "Check the parameters of the call.",
        401 => "Check the API key.",
        403 => "This key has no permission for that.",
        404 => "There is nothing by this id, or the address is wrong.",
        408 => "The server took too long. Try again.",
        409 => "It conflicts with what is there already.",
        413 => "The request is too large. Send less at once.",
        422 => "Check the data that was sent.",
        429 => "Too many requests. Wait before the next one.",
        502..=504 => "The server is not available for the moment. Try again.",
        _ => "Try again later.",
    }
}
