//! Rerankers: behind servers, in this process under the original's names, and by a language model.

use std::sync::Arc;

use mem0_core::{Error, Llm, Reranker, Result};
use mem0_engine::recall::llm_reranker::{LlmReranker, LlmRerankerOptions};
use mem0_providers::reranker::cohere::{self, CohereConfig};
use mem0_providers::reranker::huggingface::HuggingFaceRerankerConfig;
use mem0_providers::reranker::zero_entropy::{self, ZeroEntropyConfig};
use serde::de::DeserializeOwned;

use super::connection::{CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, URL_ALIASES};
use super::typed::read;
use super::{Make, MaybeReranker, Provider, ProviderKind, local};
use crate::config::{Accepts, MemoryConfig, ProviderConfig, Setting};

const API_KEY: Setting = Setting::new("api_key", Accepts::Text, "The key.").secret();

const MODEL: Setting = Setting::new("model", Accepts::Text, "Which model.");

const BASE_URL: Setting = Setting::new(
    "base_url",
    Accepts::Text,
    "Where the server is, with the version; without a path, the provider's own is put behind it.",
);

const TOP_K: Setting = Setting::new(
    "top_k",
    Accepts::Whole,
    "How many hits get a new place; the others keep their order behind. Default: all.",
);

const CANDIDATES: Setting = Setting::new(
    "candidates",
    Accepts::Whole,
    "How many of the best hits are judged; more of them cost more.",
)
.defaulting("50");

const BATCH_SIZE: Setting = Setting::new(
    "batch_size",
    Accepts::Whole,
    "The most documents in one request.",
);

const DEVICE: Setting = Setting::new(
    "device",
    Accepts::Text,
    "Accepted and without effect: models in this process run on the processor.",
);

const PROGRESS: Setting = Setting::new(
    "show_progress_bar",
    Accepts::Boolean,
    "Accepted and without effect.",
);

/// Other names of the options that all of them have.
const ALIASES: &[(&str, &str)] = &[
    ("topK", "top_k"),
    ("top_n", "top_k"),
    ("topN", "top_k"),
    ("apiKey", "api_key"),
];

/// Other names of the options that those behind servers have.
const SERVER_ALIASES: &[(&str, &str)] = &[("batchSize", "batch_size")];

const TESTED: &str = "against a double of the server that checks every request";

pub(super) const COHERE: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "cohere",
    aliases: &[],
    summary: "Cohere's rerankers, and every server that speaks their second version.",
    settings: &[
        API_KEY.environment(&["COHERE_API_KEY"]),
        MODEL.defaulting(cohere::DEFAULT_MODEL),
        BASE_URL.defaulting("https://api.cohere.com/v2"),
        TOP_K,
        CANDIDATES,
        BATCH_SIZE.defaulting("1000"),
        Setting::new(
            "max_tokens_per_doc",
            Accepts::Whole,
            "How many tokens of a document are read. Default: Cohere's, 4096.",
        ),
        Setting::new(
            "return_documents",
            Accepts::Boolean,
            "Accepted and without effect: the documents are here already.",
        ),
        Setting::new(
            "max_chunks_per_doc",
            Accepts::Whole,
            "Accepted and without effect: the second version knows only max_tokens_per_doc.",
        ),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        ALIASES,
        SERVER_ALIASES, URL_ALIASES, CONNECTION_ALIASES,
        &[
            ("returnDocuments", "return_documents"),
            ("maxTokensPerDoc", "max_tokens_per_doc"),
            ("maxChunksPerDoc", "max_chunks_per_doc"),
        ],
    ],
    example: r#"{"model": "rerank-v3.5"}"#,
    notes: "\
- Scores are Cohere's own, from 0 to 1.
- With `base_url`, any server with the same `/rerank` will do (vLLM, LiteLLM and others have it); it may need no key.
- A trial key whose month is used up is told as missing quota, not as a rate limit: waiting doesn't help.
- If a call fails for good, the search keeps its order and says so in `warnings`.",
    tested: TESTED,
    make: Make::Reranker(|_, chosen| client(chosen, CohereConfig::build)),
};

pub(super) const ZERO_ENTROPY: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "zero_entropy",
    aliases: &["zeroentropy"],
    summary: "ZeroEntropy's rerankers.",
    settings: &[
        API_KEY.environment(&["ZERO_ENTROPY_API_KEY", "ZEROENTROPY_API_KEY"]),
        MODEL.defaulting(zero_entropy::DEFAULT_MODEL),
        BASE_URL.defaulting("https://api.zeroentropy.dev/v1"),
        TOP_K,
        CANDIDATES,
        BATCH_SIZE.defaulting("1000"),
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[ALIASES, SERVER_ALIASES, URL_ALIASES, CONNECTION_ALIASES],
    example: r#"{"model": "zerank-1"}"#,
    notes: "\
- Scores are ZeroEntropy's own, from 0 to 1.
- One request holds at most a megabyte of documents; more are sent in several and ranked together.
- If a call fails for good, the search keeps its order and says so in `warnings`.",
    tested: TESTED,
    make: Make::Reranker(|_, chosen| client(chosen, ZeroEntropyConfig::build)),
};

/// The models in this process where the configuration names none: the original's.
const HUGGINGFACE_MODEL: &str = "BAAI/bge-reranker-base";
const SENTENCE_TRANSFORMER_MODEL: &str = "cross-encoder/ms-marco-MiniLM-L-6-v2";

pub(super) const HUGGINGFACE: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "huggingface",
    aliases: &["hugging_face"],
    summary: "A server of Text Embeddings Inference with a reranking model, or a cross-encoder in \
              a folder on this machine.",
    settings: &[
        Setting::new(
            "huggingface_base_url",
            Accepts::Text,
            "Where the server is: http://host:8080. Without it the model runs in this process.",
        ),
        API_KEY.environment(&["HUGGINGFACE_API_KEY", "HF_TOKEN"]),
        Setting::new(
            "model",
            Accepts::Text,
            "In this process: a folder, or the name of one in the folder `models`. A server has \
             the one that it was started with.",
        )
        .defaulting(HUGGINGFACE_MODEL),
        TOP_K,
        CANDIDATES,
        BATCH_SIZE.defaulting("32 at a server; 8 in this process"),
        Setting::new(
            "normalize",
            Accepts::Boolean,
            "At a server: whether scores are from 0 to 1, by a sigmoid, or the network's own \
             numbers. In this process they always are from 0 to 1.",
        )
        .defaulting("true"),
        local::MAX_TOKENS,
        local::THREADS,
        DEVICE,
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ],
    setting_aliases: &[
        ALIASES, CONNECTION_ALIASES,
        &[
            ("huggingfaceBaseUrl", "huggingface_base_url"),
            ("base_url", "huggingface_base_url"),
            ("baseURL", "huggingface_base_url"),
            ("baseUrl", "huggingface_base_url"),
            ("url", "huggingface_base_url"),
            ("batchSize", "batch_size"),
            ("max_length", "max_tokens"),
            ("maxLength", "max_tokens"),
            ("maxTokens", "max_tokens"),
        ],
    ],
    example: r#"{"huggingface_base_url": "http://localhost:8080"}"#,
    notes: "\
- At a server, texts that are too long are cut by it. One that takes fewer than 32 texts at once is asked again with
  fewer, and that is remembered. It needs a key only if it asks for one, as Hugging Face's own endpoints do.
- Without `huggingface_base_url`: the provider `local`. The model must be there as ONNX in a folder; nothing is
  downloaded, and files of PyTorch are not read.
- Each score is a sigmoid of the network's own number. The original's first version spread them from 0 to 1 over the
  hits of one search instead, so that the last hit always had 0, even if it was right.",
    tested: "against a double of the server that checks every request; in this process as `local` \
             is",
    make: Make::Reranker(make_huggingface),
};

pub(super) const SENTENCE_TRANSFORMER: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "sentence_transformer",
    aliases: &["sentence_transformers"],
    summary: "A cross-encoder in a folder on this machine, under the original's name.",
    settings: &[
        Setting::new(
            "model",
            Accepts::Text,
            "A folder with model.onnx and tokenizer.json, or the name of one in the folder \
             `models`.",
        )
        .defaulting(SENTENCE_TRANSFORMER_MODEL),
        TOP_K,
        CANDIDATES,
        local::MAX_TOKENS,
        local::BATCH_SIZE,
        local::THREADS,
        DEVICE,
        PROGRESS,
        Setting::new(
            "api_key",
            Accepts::Text,
            "Accepted and without effect: nothing is asked elsewhere.",
        )
        .secret(),
    ],
    setting_aliases: &[
        ALIASES,
        &[
            ("maxTokens", "max_tokens"),
            ("max_length", "max_tokens"),
            ("batchSize", "batch_size"),
            ("num_threads", "threads"),
            ("showProgressBar", "show_progress_bar"),
        ],
    ],
    example: r#"{"model": "cross-encoder/ms-marco-MiniLM-L-6-v2"}"#,
    notes: "\
- The provider `local`, with a model where none is named. The model must be there as ONNX in a folder; nothing is
  downloaded, and files of PyTorch are not read.
- Scores are from 0 to 1, by a sigmoid; the original gives the network's own numbers. The order is the same.",
    tested: "as `local` is: with a tiny cross-encoder in every test run",
    make: Make::Reranker(|config, chosen| {
        local::reranker_or(SENTENCE_TRANSFORMER_MODEL, config, chosen).map(Some)
    }),
};

pub(super) const LLM_RERANKER: Provider = Provider {
    kind: ProviderKind::Reranker,
    name: "llm_reranker",
    aliases: &["llm"],
    summary: "A language model judges the hits, in one call for many of them.",
    settings: &[
        Setting::new(
            "llm",
            Accepts::TextOrTable,
            "The model to ask: {\"provider\": …, \"config\": {…}} with the options of the \
             section `llm`, or a provider's name. Default: the main language model.",
        )
        .secret(),
        Setting::new(
            "llm_provider",
            Accepts::Text,
            "The model's provider, where there is no `llm`; may be called `provider`.",
        ),
        MODEL.defaulting("the main language model's; gpt-5-mini of OpenAI where there is none"),
        API_KEY,
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things. Default: as for the main language model.",
        ),
        Setting::new(
            "max_tokens",
            Accepts::Whole,
            "The longest reply, in tokens: about 12 for each hit. Default: as for the main \
             language model.",
        ),
        Setting::new(
            "scoring_prompt",
            Accepts::Text,
            "What a score means, in words for the model; `{query}` and `{document}` stand for \
             the question and the hits. Default: how well a hit answers the question.",
        ),
        TOP_K,
        CANDIDATES,
    ],
    setting_aliases: &[
        ALIASES,
        &[
            ("provider", "llm_provider"),
            ("maxTokens", "max_tokens"),
            ("scoringPrompt", "scoring_prompt"),
        ],
    ],
    example: r#"{"llm": {"provider": "openai", "config": {"model": "gpt-5-mini"}}}"#,
    notes: "\
- One structured call judges up to 60 hits (6,000 tokens of them); more go in several calls side by side. The original
  makes one call for each hit, one after another.
- Question and hits are cut at 4,000 characters each.
- A `scoring_prompt` takes the place of our words on scores. That it is one number for each hit, as JSON, is said behind
  it, so prompts written for the original (\"answer with a number only\") work.
- A hit that the model gives no score keeps 0.5. Scores of 0 to 10 or 0 to 100 are read as such. An answer without any
  score is a failure: the search keeps its order and says so in `warnings`.
- What hits say can't change how they are judged more than any text changes a model: they are quoted as data, and the
  model is told so.",
    tested: "with models that follow a script, in every form in which models write scores",
    make: Make::Judge(make_llm_reranker),
};

fn make_huggingface(config: &MemoryConfig, chosen: &ProviderConfig) -> Result<MaybeReranker> {
    let url = chosen.text("huggingface_base_url").unwrap_or_default();
    if url.trim().is_empty() {
        return local::reranker_or(HUGGINGFACE_MODEL, config, chosen).map(Some);
    }
    client(chosen, HuggingFaceRerankerConfig::build)
}

/// The reranker that a provider's own type builds of the options.
fn client<T, C>(chosen: &ProviderConfig, build: fn(T) -> C) -> Result<MaybeReranker>
where
    T: DeserializeOwned,
    C: Reranker + 'static,
{
    check(chosen)?;
    Ok(Some(Arc::new(build(read(chosen)?))))
}

fn make_llm_reranker(chosen: &ProviderConfig, llm: Arc<dyn Llm>) -> Result<Arc<dyn Reranker>> {
    check(chosen)?;
    let number = |option| {
        let number = chosen.whole(option)?;
        Some(usize::try_from(number).unwrap_or(usize::MAX))
    };
    let options = LlmRerankerOptions {
        scoring_prompt: chosen.text("scoring_prompt").map(str::to_owned),
        top_k: number("top_k"),
        candidates: number("candidates"),
    };
    Ok(Arc::new(LlmReranker::new(llm, options)))
}

/// A reranker that judges nothing, or too much to be meant, is a mistake.
fn check(chosen: &ProviderConfig) -> Result<()> {
    for (option, most) in [("top_k", u64::MAX), ("candidates", 1_000)] {
        let problem = match chosen.whole(option) {
            Some(0) => "it must be at least 1".to_owned(),
            Some(number) if number > most => format!("it must be from 1 to {most}"),
            _ => continue,
        };
        return Err(Error::Configuration {
            setting: format!("{}.config.{option}", chosen.provider().kind),
            problem,
        });
    }
    Ok(())
}
