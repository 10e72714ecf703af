//! How providers of the same family differ.

/// What a provider of the OpenAI family says differently from its relatives.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// Its configuration name.
    pub name: &'static str,
    /// Where it is, unless told otherwise.
    pub base_url: &'static str,
    /// Environment variables that say where it is, the first one set wins.
    pub base_url_environment: &'static [&'static str],
    /// The environment variable with its key.
    pub key_environment: &'static str,
    /// The best form of structured reply that a model takes.
    pub json: fn(model: &str) -> JsonMode,
    /// Which options of wording a model takes.
    pub sampling: fn(model: &str) -> Sampling,
}

/// How a structured reply is asked for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonMode {
    /// A schema that the server enforces.
    Schema,
    /// Some JSON object; the schema stands in the prompt.
    Object,
    /// No promise; the schema stands in the prompt.
    Plain,
}

impl JsonMode {
    /// The next best.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Schema => Some(Self::Object),
            Self::Object => Some(Self::Plain),
            Self::Plain => None,
        }
    }
}

/// Which of `temperature`, `top_p` and the length limit are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sampling {
    /// All, with our defaults, the limit as `max_tokens`.
    Usual,
    /// Only what the configuration sets, the limit as `max_completion_tokens`. For models that
    /// think within their limit: a default meant for an answer would cut off the thoughts.
    OnRequest,
    /// None, whatever the configuration sets.
    Never,
}
