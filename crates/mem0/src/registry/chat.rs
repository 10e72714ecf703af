//! Other names of the options that chat models have which speak languages of their own.

pub(super) const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("maxTokens", "max_tokens"),
    ("topP", "top_p"),
    ("maxRetries", "max_retries"),
    ("default_headers", "headers"),
    ("defaultHeaders", "headers"),
    ("extra_headers", "headers"),
    ("httpClientProxies", "http_client_proxies"),
    ("proxy", "http_client_proxies"),
];
