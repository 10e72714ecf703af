//! The options that everything behind a server has.

use crate::config::{Accepts, Setting};

pub(super) const TIMEOUT: Setting = Setting::new(
    "timeout",
    Accepts::Number,
    "The longest wait for one answer, in seconds.",
)
.defaulting("120");

pub(super) const MAX_RETRIES: Setting = Setting::new(
    "max_retries",
    Accepts::Whole,
    "How often a call that failed for a passing reason is tried again.",
)
.defaulting("3");

pub(super) const HEADERS: Setting =
    Setting::new("headers", Accepts::Table, "Headers sent with every call.").secret();

pub(super) const PROXIES: Setting = Setting::new(
    "http_client_proxies",
    Accepts::TextOrTable,
    "A proxy for all calls, or one for each scheme (\"https://\": …).",
)
.secret();

/// Other names of these options.
pub(super) const CONNECTION_ALIASES: &[(&str, &str)] = &[
    ("maxRetries", "max_retries"),
    ("default_headers", "headers"),
    ("defaultHeaders", "headers"),
    ("extra_headers", "headers"),
    ("httpClientProxies", "http_client_proxies"),
    ("proxy", "http_client_proxies"),
];

/// Other names of `base_url`.
pub(super) const URL_ALIASES: &[(&str, &str)] = &[
    ("baseURL", "base_url"),
    ("baseUrl", "base_url"),
    ("api_base", "base_url"),
    ("url", "base_url"),
];

/// Other names of a base URL with a name of its own, which in JavaScript is `camel`.
pub(super) const fn url_aliases(
    name: &'static str,
    camel: &'static str,
) -> [(&'static str, &'static str); 6] {
    [
        ("base_url", name),
        (camel, name),
        ("baseURL", name),
        ("baseUrl", name),
        ("api_base", name),
        ("url", name),
    ]
}
