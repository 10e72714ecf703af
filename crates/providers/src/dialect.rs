//! How providers of the same family differ.

use std::time::Duration;

/// What a provider of the OpenAI family says differently from its relatives. Written as
/// `Dialect { name: "groq", …, ..openai::DIALECT }`.
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
    /// Where it must have a key.
    pub key: KeyRule,
    /// The header with the key, in lower case; `None`: `Authorization: Bearer …`.
    pub key_header: Option<&'static str>,
    /// The longest wait for one answer, where the configuration names none.
    pub timeout: Duration,
    /// The language model, where the configuration names none.
    pub model: &'static str,
    /// The best form of structured reply that a model takes.
    pub json: fn(model: &str) -> JsonMode,
    /// Which options of wording a model takes.
    pub sampling: fn(model: &str) -> Sampling,
    /// How a model is told what it may call.
    pub tools: ToolMode,
    /// What is sent with every request beside what was asked for, as names and JSON values.
    pub extra: &'static [(&'static str, &'static str)],
}

/// Where a missing key is an error, told at the first call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRule {
    /// Everywhere.
    Always,
    /// At the provider's own URL. A server at a base URL of one's own may need none.
    AtHome,
    /// Nowhere: it is a server of one's own.
    Never,
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

/// How a model is told what it may call, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolMode {
    /// `tools`; a tool whose schema allows it is marked as strict.
    Strict,
    /// `tools`
    Usual,
    /// `tools`, without a word on whether they have to be called.
    WithoutChoice,
    /// In the prompt; the calls are read from the text of the reply.
    Prompt,
}

impl ToolMode {
    /// The next best.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Strict => Some(Self::Usual),
            Self::Usual => Some(Self::WithoutChoice),
            Self::WithoutChoice => Some(Self::Prompt),
            Self::Prompt => None,
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
