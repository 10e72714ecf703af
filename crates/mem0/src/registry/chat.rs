//! The options of chat models that several providers have.

use crate::config::{Accepts, Setting};

pub(super) const MODEL: Setting = Setting::new("model", Accepts::Text, "Which model.");

pub(super) const MAX_TOKENS: Setting = Setting::new(
    "max_tokens",
    Accepts::Whole,
    "The longest reply, in tokens.",
)
.defaulting("2000");

pub(super) const TOP_K: Setting = Setting::new(
    "top_k",
    Accepts::Number,
    "Accepted and without effect: it is never sent.",
);

/// Other names of the options of chat models which speak languages of their own.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("maxTokens", "max_tokens"),
    ("topP", "top_p"),
];
