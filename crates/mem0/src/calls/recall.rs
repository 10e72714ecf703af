//! Recalling: `search`, `get`, `get_all`, `history`, and where memories came from.

use serde_json::{Map, Value, json};

use super::arguments::Arguments;
use super::operation::{Argument, Operation};
use super::shared::{AS_OF, FILTERS, LIMIT, MEMORY_ID, OFFSET, SHOW_EXPIRED, TOP_K, with_ids};
use super::whose::{bounded, scope};
use crate::contract::{answers_json, change_json, episode_json, get_json, listed_json, time_json};
use crate::{ListOptions, Memory, Result, ScopeId, SearchOptions};

/// How many rows an answer has where the caller doesn't say.
pub(super) const DEFAULT_LIMIT: usize = 100;

pub(super) const SEARCH: Operation = Operation {
    name: "search",
    aliases: &[],
    summary: "Finds what is remembered about a question, best first.",
    arguments: with_ids!(
        [Argument::new("query", "The question.").required()],
        [
            FILTERS,
            LIMIT,
            TOP_K,
            Argument::new(
                "threshold",
                "Memories below this score are left out: 0 to 1. Default: none is.",
            ),
            Argument::new(
                "rerank",
                "Whether a reranker looks at the best again. Default: true where a reranker is \
                 configured, else false; true without one takes the built-in one.",
            ),
            Argument::new(
                "explain",
                "Whether each memory says how its score came about. Default false.",
            ),
            SHOW_EXPIRED,
            Argument::new(
                "reference_date",
                "What \"yesterday\" in the question means: ISO 8601 or Unix time. Default now.",
            )
            .aliases(&["referenceDate"]),
            AS_OF,
        ],
    ),
    run: |memory, given| Box::pin(search(memory, given)),
};

pub(super) const GET: Operation = Operation {
    name: "get",
    aliases: &[],
    summary: "One memory; null if there is none.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(get(memory, given)),
};

pub(super) const GET_ALL: Operation = Operation {
    name: "get_all",
    aliases: &["getAll", "list"],
    summary: "The memories of a scope, newest first.",
    arguments: with_ids!([], [FILTERS, LIMIT, TOP_K, OFFSET, SHOW_EXPIRED, AS_OF]),
    run: |memory, given| Box::pin(get_all(memory, given)),
};

pub(super) const HISTORY: Operation = Operation {
    name: "history",
    aliases: &[],
    summary: "What happened to a memory, in order; empty for an unknown one.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(history(memory, given)),
};

pub(super) const SOURCES: Operation = Operation {
    name: "sources",
    aliases: &[],
    summary: "The messages that a memory came from, oldest first.",
    arguments: &[MEMORY_ID],
    run: |memory, given| Box::pin(sources(memory, given)),
};

pub(super) const EPISODES: Operation = Operation {
    name: "episodes",
    aliases: &[],
    summary: "The messages of a scope in the order of their arrival; without ids everybody's.",
    arguments: with_ids!(
        [],
        [
            OFFSET,
            LIMIT,
            Argument::new(
                "latest",
                "Whether the latest are given, oldest first, instead of a page. Default false.",
            ),
        ],
    ),
    run: |memory, given| Box::pin(episodes(memory, given)),
};

pub(super) const CHANGES: Operation = Operation {
    name: "changes",
    aliases: &[],
    summary: "The changes of a scope in order, deleted memories included; without ids everybody's.",
    arguments: with_ids!(
        [],
        [
            Argument::new("after", "Only those above this `sequence`. Default 0."),
            LIMIT,
        ],
    ),
    run: |memory, given| Box::pin(changes(memory, given)),
};

pub(super) const SUMMARIZE: Operation = Operation {
    name: "summarize",
    aliases: &["users"],
    summary: "Who has memories, and how many: users, agents, runs and apps.",
    arguments: &[],
    run: |memory, given| Box::pin(summarize(memory, given)),
};

async fn search(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let (scope, filter) = bounded(&mut given)?;
    let query = given.needed_text("query")?;
    let threshold = given.share("threshold")?;
    let explain = given.flag("explain")?.unwrap_or(false);
    let configured = memory.reranker_name().is_some();
    let options = SearchOptions {
        filter,
        limit: limit(&mut given)?,
        threshold,
        rerank: given.flag("rerank")?.unwrap_or(configured),
        explain,
        as_of: given.moment("as_of")?,
        reference_date: given.moment("reference_date")?,
        show_expired: given.flag("show_expired")?.unwrap_or(false),
        ..SearchOptions::new(scope)
    };
    let mut answers = answers_json(&memory.search(&query, options).await?);
    if explain {
        tell_threshold(&mut answers, threshold);
    }
    Ok(given.warn_in(answers))
}

/// An explanation names the bar that its memory passed.
fn tell_threshold(answers: &mut Value, threshold: Option<f32>) {
    let hits = answers["results"].as_array_mut().into_iter().flatten();
    for details in hits.filter_map(|hit| hit["score_details"].as_object_mut()) {
        // As it was written: 0.7, not 0.699999988.
        let written = threshold.map(|bar| (f64::from(bar) * 1e6).round() / 1e6);
        details.insert("threshold".to_owned(), json!(written));
    }
}

/// `top_k` before `limit`.
fn limit(given: &mut Arguments) -> Result<usize> {
    let (top_k, limit) = (given.count("top_k")?, given.count("limit")?);
    Ok(top_k.or(limit).unwrap_or(DEFAULT_LIMIT))
}

async fn get(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let item = memory.get(&given.memory_id()?).await?;
    Ok(item.as_ref().map_or(Value::Null, get_json))
}

async fn get_all(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let (scope, filter) = bounded(&mut given)?;
    let options = ListOptions {
        filter,
        offset: given.count("offset")?.unwrap_or(0),
        limit: limit(&mut given)?,
        as_of: given.moment("as_of")?,
        show_expired: given.flag("show_expired")?.unwrap_or(false),
        ..ListOptions::new(scope)
    };
    let listed = memory.get_all(options).await?;
    Ok(given.warn_in(listed_json(&listed)))
}

async fn history(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let changes = memory.history(&given.memory_id()?).await?;
    Ok(changes.iter().map(change_json).collect())
}

async fn sources(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let episodes = memory.sources(&given.memory_id()?).await?;
    Ok(results(episodes.iter().map(episode_json)))
}

async fn episodes(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let scope = scope(&mut given)?;
    let offset = given.count("offset")?.unwrap_or(0);
    let limit = given.count("limit")?.unwrap_or(DEFAULT_LIMIT);
    let episodes = if given.flag("latest")?.unwrap_or(false) {
        memory.recent_episodes(scope, limit).await?
    } else {
        memory.episodes(scope, offset, limit).await?
    };
    Ok(results(episodes.iter().map(episode_json)))
}

async fn changes(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let scope = scope(&mut given)?;
    let after = given.count("after")?.unwrap_or(0) as u64;
    let limit = given.count("limit")?.unwrap_or(DEFAULT_LIMIT);
    let changes = memory.changes(scope, after, limit).await?;
    Ok(results(changes.iter().map(change_json)))
}

async fn summarize(memory: &Memory, _: Arguments) -> Result<Value> {
    let mut answer = Map::new();
    for (name, id) in [
        ("users", ScopeId::User),
        ("agents", ScopeId::Agent),
        ("runs", ScopeId::Run),
        ("apps", ScopeId::App),
    ] {
        let rows = memory.summarize(id).await?.into_iter().map(|row| {
            json!({
                "id": row.value,
                "memories": row.memories,
                "created_at": time_json(row.created_at),
                "updated_at": time_json(row.updated_at),
            })
        });
        answer.insert(name.to_owned(), rows.collect());
    }
    Ok(Value::Object(answer))
}

fn results(rows: impl Iterator<Item = Value>) -> Value {
    json!({"results": rows.collect::<Vec<_>>()})
}
