//! Models that the program hands in.

use mem0_core::Error;

use super::{Make, Provider, ProviderKind};
use crate::config::{Accepts, Setting};

pub(super) const LLM: Provider = Provider {
    kind: ProviderKind::Llm,
    name: "langchain",
    aliases: &["given"],
    summary: "A chat model of the program's own: a LangChain object, or anything that answers.",
    settings: &[
        MODEL,
        Setting::new(
            "temperature",
            Accepts::Number,
            "Accepted and without effect: the object has its own.",
        ),
        Setting::new(
            "max_tokens",
            Accepts::Whole,
            "Accepted and without effect: the object has its own.",
        ),
    ],
    setting_aliases: &[&[("maxTokens", "max_tokens")]],
    example: "{}",
    notes: "\
- The object is handed over where the memory is opened: in Python and JavaScript at `llm.config.model`, in Rust with
  `Memory::open_with` and `mem0::parts::Overrides`. A configuration alone can't hold it; opening says so.
- In Rust anything that implements `mem0::parts::Llm` will do. An object that only answers in words implements
  `ChatObject`; `LangchainLlm` makes a language model of it, with the schema of structured replies in the prompt.
- An error of the object ends the call; it is not tried again here.",
    tested: "with objects that follow a script",
    make: Make::Llm(|_| Err(nothing_handed_over(ProviderKind::Llm))),
};

pub(super) const EMBEDDER: Provider = Provider {
    kind: ProviderKind::Embedder,
    name: "langchain",
    aliases: &["given"],
    summary: "An embedding model of the program's own: a LangChain object, or anything that \
              embeds.",
    settings: &[
        MODEL,
        Setting::new(
            "embedding_dims",
            Accepts::Whole,
            "How long vectors must be. Default: what the object makes, asked once.",
        ),
    ],
    setting_aliases: &[&[
        ("embeddingDims", "embedding_dims"),
        ("dimensions", "embedding_dims"),
    ]],
    example: "{}",
    notes: "\
- The object is handed over where the memory is opened: in Python and JavaScript at `embedder.config.model`, in Rust
  with `Memory::open_with` and `mem0::parts::Overrides`. A configuration alone can't hold it; opening says so.
- Documents go through `embed_documents`, questions through `embed_query`; every vector gets length 1. The original
  uses `embed_query` for both.
- The store remembers the object's name and the length of its vectors: another object is another model.",
    tested: "with objects that follow a script",
    make: Make::Embedder(|_, _| Err(nothing_handed_over(ProviderKind::Embedder))),
};

const MODEL: Setting = Setting::new(
    "model",
    Accepts::Text,
    "The object itself, which only a program can put here.",
);

fn nothing_handed_over(kind: ProviderKind) -> Error {
    Error::Configuration {
        setting: format!("{kind}.provider"),
        problem: format!(
            "\"langchain\" is an object of the program's own, and none was handed over: put it at \
             `{kind}.config.model` in Python or JavaScript, use `Memory::open_with` in Rust, or \
             name another provider"
        ),
    }
}
