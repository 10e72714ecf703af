//! Why a model gave no usable answer.

use std::time::Duration;

/// A model call gave no usable answer. `provider` is `kind/name`, such as `llm/openai`.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ModelError {
    /// There is no key. Permanent.
    #[error("{provider} needs a key: set `{setting}` or the environment variable {environment}")]
    NoKey {
        /// Who.
        provider: String,
        /// The configuration key.
        setting: &'static str,
        /// The environment variable.
        environment: &'static str,
    },
    /// The key was refused. Permanent: asking again can't help.
    #[error("{provider} refused the key: {message}")]
    Unauthorized {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// Too many requests. Temporary: wait at least `retry_after`.
    #[error("{provider} asks us to slow down, its rate limit is reached: {message}")]
    RateLimited {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
        /// How long it asks us to wait.
        retry_after: Option<Duration>,
    },
    /// The account has no money or quota left. Permanent until somebody pays.
    #[error("{provider} has no quota left for this key: {message}")]
    Quota {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// The request was refused. Permanent.
    #[error("{provider} refused the request: {message}")]
    BadRequest {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
        /// The parameter at fault, if it named one.
        parameter: Option<String>,
    },
    /// The service is down or overloaded. Temporary.
    #[error("{provider} is unavailable: {message}")]
    Unavailable {
        /// Who.
        provider: String,
        /// What it said.
        message: String,
    },
    /// It could not be reached at all. Temporary.
    #[error("{provider} can't be reached at {url}: {message}")]
    Unreachable {
        /// Who.
        provider: String,
        /// Where; never with a key in it.
        url: String,
        /// Why.
        message: String,
    },
    /// No answer in time. Temporary.
    #[error("{provider} gave no answer within {after:?}")]
    Timeout {
        /// Who.
        provider: String,
        /// How long we waited.
        after: Duration,
    },
    /// The answer can't be understood, also after asking for a repair.
    #[error("{provider} gave an answer that can't be used: {problem}")]
    Unusable {
        /// Who.
        provider: String,
        /// What is wrong with it, with the beginning of the answer.
        problem: String,
    },
    /// A model in this process failed to load or to run. Permanent.
    #[error("{provider} failed: {problem}")]
    Local {
        /// Who.
        provider: String,
        /// Why.
        problem: String,
    },
}

impl ModelError {
    /// Whether trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Unavailable { .. }
                | Self::Unreachable { .. }
                | Self::Timeout { .. }
        )
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::NoKey { .. } => {
                "Set the key, or remove the provider from the configuration to work offline."
            }
            Self::Unauthorized { .. } => "Check the key and the base URL.",
            Self::RateLimited { .. } => "Wait a little and try again.",
            Self::Quota { .. } => "Check the account's plan and billing.",
            Self::BadRequest { .. } => "Check the model's name and its options.",
            Self::Unavailable { .. } | Self::Timeout { .. } => "Try again later.",
            Self::Unreachable { .. } => "Check the base URL, the network and the proxy.",
            Self::Unusable { .. } => "Try again, or configure a more capable model.",
            Self::Local { .. } => "Check the model's name or folder; `mem0 doctor` tells more.",
        }
    }
}
