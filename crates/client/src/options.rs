//! Who calls, and where.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

/// The service's own address.
pub const DEFAULT_HOST: &str = "https://api.mem0.ai";

/// Which programs called each other until this request was made, and the environment variable
/// with those outside of this one.
const STACK: (&str, &str) = ("X-Mem0-Client", "MEM0_CLIENT_STACK");

/// What the outermost program says of itself, and the environment variables it says it by.
const ORIGIN_HEADERS: [(&str, &str); 2] = [
    ("X-Mem0-Source", "MEM0_SOURCE"),
    ("X-Application", "MEM0_APPLICATION"),
];

/// How many programs the stack names at most; servers cut it off beyond.
const MAX_STACK_ENTRIES: usize = 4;

/// How long the stack is at most; servers cut it off beyond.
const MAX_STACK_CHARS: usize = 200;

/// Who calls, and where.
#[derive(Clone)]
pub struct ClientOptions {
    /// The key.
    pub api_key: SecretString,
    /// Where the server is. A slash at the end, and a path in front of the API's, are fine.
    pub host: String,
    /// The organization, together with the project; `None`: what the key belongs to.
    pub org_id: Option<String>,
    /// The project, together with the organization.
    pub project_id: Option<String>,
    /// Further headers of every request. They go before ours, except `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The longest wait for one answer; 300 s.
    pub timeout: Duration,
    /// The proxy; `None`: the environment's.
    pub proxy: Option<String>,
    /// How often a request is sent again; 2.
    pub max_retries: u32,
    /// The wait before the first repetition; it doubles each time. 500 ms.
    pub first_wait: Duration,
}

impl ClientOptions {
    /// The service, asked with this key.
    pub fn new(api_key: impl Into<String>) -> Self {
        Self {
            api_key: SecretString::from(api_key.into()),
            host: DEFAULT_HOST.to_owned(),
            org_id: None,
            project_id: None,
            headers: Vec::new(),
            timeout: Duration::from_secs(300),
            proxy: None,
            max_retries: 2,
            first_wait: Duration::from_millis(500),
        }
    }

    /// The same, asked elsewhere.
    #[must_use]
    pub fn at(mut self, host: impl Into<String>) -> Self {
        self.host = host.into();
        self
    }

    /// Adds the headers that tell a server which program calls, such as `mem0-python/2.0`: itself
    /// at the end of `X-Mem0-Client`, behind the programs around it (a header that is set already,
    /// else `MEM0_CLIENT_STACK`); and, unless they are set, `X-Mem0-Source` (`MEM0_SOURCE`) and
    /// `X-Application` (`MEM0_APPLICATION`).
    #[must_use]
    pub fn with_origin(
        mut self,
        program: &str,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let around = self.header(STACK.0).map(ToOwned::to_owned);
        let around = around.or_else(|| environment(STACK.1)).unwrap_or_default();
        self.headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case(STACK.0));
        self.headers
            .push((STACK.0.to_owned(), stack(&around, program)));
        for (header, variable) in ORIGIN_HEADERS {
            if let Some(value) = environment(variable)
                && self.header(header).is_none()
                && !value.trim().is_empty()
            {
                self.headers
                    .push((header.to_owned(), value.trim().to_owned()));
            }
        }
        self
    }

    fn header(&self, wanted: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    }
}

/// The programs around this one, and it: as many of them as there is room for, each whole.
fn stack(around: &str, program: &str) -> String {
    let mut stack = String::new();
    let entries = around.split(',').map(str::trim).filter(|it| !it.is_empty());
    for entry in entries.take(MAX_STACK_ENTRIES - 1) {
        if stack.len() + entry.len() + program.len() + 2 > MAX_STACK_CHARS {
            break;
        }
        stack.push_str(entry);
        stack.push_str(", ");
    }
    stack + program
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("ClientOptions")
            .field("host", &crate::transport::shown_url(&self.host))
            .field("org_id", &self.org_id)
            .field("project_id", &self.project_id)
            .field("headers", &headers)
            .field("timeout", &self.timeout)
            .field(
                "proxy",
                &self.proxy.as_deref().map(crate::transport::shown_url),
            )
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}
