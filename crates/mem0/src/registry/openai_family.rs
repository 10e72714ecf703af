//! The language models of the OpenAI family. What differs on the wire stands in
//! `mem0_providers::llm`, from where the descriptors take names, addresses and defaults.

use std::slice;
use std::sync::Arc;

use mem0_core::{Llm, Result};
use mem0_providers::Dialect;
use mem0_providers::llm::chat::ChatConfig;
use mem0_providers::llm::lmstudio::LmStudioLlmConfig;
use mem0_providers::llm::openai::OpenAiLlmConfig;
use mem0_providers::llm::sarvam::SarvamLlmConfig;
use mem0_providers::llm::{
    deepseek, groq, lmstudio, minimax, openai_structured, sarvam, together, vllm, xai,
};

use super::chat::{MODEL, TOP_K};
use super::connection::{
    CONNECTION_ALIASES, HEADERS, MAX_RETRIES, PROXIES, TIMEOUT, URL_ALIASES, url_aliases,
};
use super::typed::read;
use super::{Make, Provider, ProviderKind, openai};
use crate::config::{Accepts, ProviderConfig, Setting};

/// How many options all of the family have.
const COMMON: usize = 13;

/// The options that all of the family have; `base_url` is the name of the one that says where
/// the server is.
pub(super) const fn settings(
    dialect: &'static Dialect,
    base_url: &'static str,
) -> [Setting; COMMON] {
    let place = Setting::new(
        base_url,
        Accepts::Text,
        "Where the server is, with the version.",
    )
    .environment(dialect.base_url_environment);
    [
        Setting::new(
            "api_key",
            Accepts::Text,
            "The key. A server of one's own may need none.",
        )
        .environment(slice::from_ref(&dialect.key_environment))
        .secret(),
        if dialect.base_url.is_empty() {
            place
        } else {
            place.defaulting(dialect.base_url)
        },
        MODEL.defaulting(dialect.model),
        Setting::new(
            "temperature",
            Accepts::Number,
            "How freely the model words things. Default: 0.1, or the model's own where it takes \
             none.",
        ),
        Setting::new(
            "top_p",
            Accepts::Number,
            "From which share of likely words it chooses. Default: 0.1, or the model's own where \
             it takes none.",
        ),
        Setting::new(
            "max_tokens",
            Accepts::Whole,
            "The longest reply, in tokens. Default: 2000; no limit for models that think within \
             it.",
        ),
        Setting::new(
            "reasoning_effort",
            Accepts::Text,
            "How long a reasoning model thinks: minimal, low, medium or high.",
        ),
        Setting::new(
            "is_reasoning_model",
            Accepts::Boolean,
            "Whether the model is a reasoning model; else its name decides.",
        ),
        TOP_K,
        TIMEOUT,
        MAX_RETRIES,
        HEADERS,
        PROXIES,
    ]
}

/// Options and others behind them; `ALL` is how many that are.
pub(super) const fn with<const MORE: usize, const ALL: usize>(
    common: [Setting; COMMON],
    more: [Setting; MORE],
) -> [Setting; ALL] {
    assert!(COMMON + MORE == ALL, "ALL counts the options");
    let mut all = [common[0]; ALL];
    let mut place = 0;
    while place < ALL {
        all[place] = if place < COMMON {
            common[place]
        } else {
            more[place - COMMON]
        };
        place += 1;
    }
    all
}

/// Other names of the options that all of the family have.
pub(super) const ALIASES: &[(&str, &str)] = &[
    ("apiKey", "api_key"),
    ("maxTokens", "max_tokens"),
    ("max_completion_tokens", "max_tokens"),
    ("topP", "top_p"),
    ("reasoningEffort", "reasoning_effort"),
    ("isReasoningModel", "is_reasoning_model"),
];

/// How all of the family are tested.
pub(super) const TESTED: &str = "against a double of the server that checks every request: \
    address, key, options, structured replies, tools, images, errors, and what is left out after \
    a refusal";

/// A provider that says nothing but what its dialect says.
const fn plain(
    dialect: &'static Dialect,
    make: fn(&ProviderConfig) -> Result<Arc<dyn Llm>>,
) -> Provider {
    Provider {
        kind: ProviderKind::Llm,
        name: dialect.name,
        aliases: &[],
        summary: "",
        settings: &[],
        setting_aliases: &[CONNECTION_ALIASES, ALIASES, URL_ALIASES],
        example: "{}",
        notes: "",
        tested: TESTED,
        make: Make::Llm(make),
    }
}

pub(super) const OPENAI_STRUCTURED: Provider = Provider {
    summary: "OpenAI with tools whose calls always fit their schemas.",
    settings: openai::LLM.settings,
    setting_aliases: openai::LLM.setting_aliases,
    example: r#"{"model": "gpt-4.1-nano"}"#,
    notes: "The same as `openai`, except that a tool whose schema is closed (all properties \
            required, no others allowed) is marked as strict. Structured replies are asked for \
            with a schema by both. The original's provider of this name loses tool calls; this \
            one returns them.",
    ..plain(&openai_structured::DIALECT, |chosen| {
        let config: OpenAiLlmConfig = read(chosen)?;
        Ok(Arc::new(config.build_as(&openai_structured::DIALECT)))
    })
};

pub(super) const GROQ: Provider = Provider {
    summary: "Groq: open models on fast machines.",
    settings: &settings(&groq::DIALECT, "base_url"),
    example: r#"{"model": "llama-3.3-70b-versatile"}"#,
    notes: "- Structured replies are asked for with a schema; a model that takes none is asked \
            for a JSON object instead, and that is remembered. `compound` systems get the schema \
            in the prompt.\n\
            - Where Groq refuses what its model wrote as not fitting (`failed_generation`), what \
            was written is read all the same.",
    ..plain(&groq::DIALECT, |chosen| build(chosen, &groq::DIALECT))
};

pub(super) const TOGETHER: Provider = Provider {
    summary: "Together: open models of many makers.",
    settings: &settings(&together::DIALECT, "base_url"),
    example: r#"{"model": "MiniMaxAI/MiniMax-M3"}"#,
    notes: "Which forms of structured reply and whether tools are taken depends on the model; \
            what it refuses is asked for in a simpler way, once.",
    ..plain(&together::DIALECT, |chosen| {
        build(chosen, &together::DIALECT)
    })
};

pub(super) const LMSTUDIO: Provider = Provider {
    summary: "LM Studio: models on this machine or another of one's own.",
    settings: &with::<1, 14>(
        settings(&lmstudio::DIALECT, "lmstudio_base_url"),
        [Setting::new(
            "lmstudio_response_format",
            Accepts::Table,
            "How structured replies are asked for, by its `type`: json_schema, json_object or \
             text. Default: json_schema.",
        )],
    ),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("lmstudio_base_url", "lmstudioBaseUrl"),
        &[("lmstudioResponseFormat", "lmstudio_response_format")],
    ],
    example: r#"{"model": "qwen2.5-7b-instruct", "lmstudio_base_url": "http://localhost:1234/v1"}"#,
    notes: "- No key is needed.\n\
            - The original asks for a JSON object on every call, also for prose, which most \
            versions of LM Studio refuse; here only structured replies are asked for as JSON, \
            with a schema.\n\
            - A schema in `lmstudio_response_format` is not used: each request has its own.",
    ..plain(&lmstudio::DIALECT, |chosen| {
        let config: LmStudioLlmConfig = read(chosen)?;
        Ok(Arc::new(config.build()))
    })
};

pub(super) const VLLM: Provider = Provider {
    summary: "vLLM: a server of one's own.",
    settings: &settings(&vllm::DIALECT, "vllm_base_url"),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("vllm_base_url", "vllmBaseUrl"),
    ],
    example: r#"{"model": "Qwen/Qwen2.5-32B-Instruct", "vllm_base_url": "http://localhost:8000/v1"}"#,
    notes: "- A key is needed only where the server was started with one.\n\
            - A server without `--enable-auto-tool-choice` is told in the prompt what its model \
            may call.",
    ..plain(&vllm::DIALECT, |chosen| build(chosen, &vllm::DIALECT))
};

pub(super) const DEEPSEEK: Provider = Provider {
    summary: "DeepSeek.",
    settings: &settings(&deepseek::DIALECT, "deepseek_base_url"),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("deepseek_base_url", "deepseekBaseUrl"),
    ],
    example: r#"{"model": "deepseek-chat"}"#,
    notes: "Structured replies are JSON objects whose schema stands in the prompt: the API knows \
            no schemas. Tokens that it still had from an earlier call are counted as cached.",
    ..plain(&deepseek::DIALECT, |chosen| {
        build(chosen, &deepseek::DIALECT)
    })
};

pub(super) const XAI: Provider = Provider {
    summary: "xAI: Grok.",
    settings: &settings(&xai::DIALECT, "xai_base_url"),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("xai_base_url", "xaiBaseUrl"),
    ],
    example: r#"{"model": "grok-4.3"}"#,
    notes: "A wrong key, which xAI refuses as a bad request, is told as a refused key.",
    ..plain(&xai::DIALECT, |chosen| build(chosen, &xai::DIALECT))
};

pub(super) const SARVAM: Provider = Provider {
    summary: "Sarvam: models for the languages of India.",
    settings: &{
        let mut settings = settings(&sarvam::DIALECT, "sarvam_base_url");
        settings[2] = Setting::new(
            "model",
            Accepts::TextOrTable,
            "Which model: its name, or a table with `name` and any of `reasoning_effort`, \
             `frequency_penalty`, `presence_penalty`, `seed`, `stop` and `n`.",
        )
        .defaulting(sarvam::DIALECT.model);
        settings[9] = TIMEOUT.defaulting("30");
        settings
    },
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("sarvam_base_url", "sarvamBaseUrl"),
    ],
    example: r#"{"model": {"name": "sarvam-m", "reasoning_effort": "low"}}"#,
    notes: "- A key is always needed.\n\
            - There is no JSON mode and there are no tools: schemas and tools stand in the \
            prompt, and calls are read from the text.",
    ..plain(&sarvam::DIALECT, |chosen| {
        let config: SarvamLlmConfig = read(chosen)?;
        Ok(Arc::new(config.build()))
    })
};

pub(super) const MINIMAX: Provider = Provider {
    summary: "MiniMax.",
    settings: &settings(&minimax::DIALECT, "minimax_base_url"),
    setting_aliases: &[
        CONNECTION_ALIASES,
        ALIASES,
        &url_aliases("minimax_base_url", "minimaxBaseUrl"),
    ],
    example: r#"{"model": "MiniMax-M2.7"}"#,
    notes: "- In mainland China: `\"minimax_base_url\": \"https://api.minimaxi.com/v1\"`.\n\
            - `reasoning_split` is sent, so that thoughts stay out of answers.\n\
            - MiniMax answers many errors with success and a code inside; they are told as what \
            they are.",
    ..plain(&minimax::DIALECT, |chosen| build(chosen, &minimax::DIALECT))
};

/// A model whose options are those of the family.
pub(super) fn build(chosen: &ProviderConfig, dialect: &'static Dialect) -> Result<Arc<dyn Llm>> {
    let config: ChatConfig = read(chosen)?;
    Ok(Arc::new(config.build(dialect)))
}

#[cfg(test)]
mod tests;
