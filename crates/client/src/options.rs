//! Who calls, and where.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

/// The service's own address.
pub const DEFAULT_HOST: &str = "https://api.mem0.ai";

/// Headers that tell a server which program calls, and the environment variables that fill them.
const ORIGIN_HEADERS: [(&str, &str); 3] = [
    ("X-Mem0-Client", "MEM0_CLIENT_STACK"),
    ("X-Mem0-Source", "MEM0_SOURCE"),
    ("X-Application", "MEM0_APPLICATION"),
];

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

    /// Takes the headers that name the calling program from the environment
    /// (`MEM0_CLIENT_STACK`, `MEM0_SOURCE`, `MEM0_APPLICATION`), unless they are set already.
    #[must_use]
    pub fn with_origin(mut self, environment: impl Fn(&str) -> Option<String>) -> Self {
        for (header, variable) in ORIGIN_HEADERS {
            let set = self
                .headers
                .iter()
                .any(|(name, _)| name.eq_ignore_ascii_case(header));
            if let Some(value) = environment(variable)
                && !set
                && !value.trim().is_empty()
            {
                self.headers.push((header.to_owned(), value));
            }
        }
        self
    }
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
