//! Other names of the options that chat models have which speak languages of their own.

pub(super) const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("maxTokens", "max_tokens"),
    ("topP", "top_p"),
];
