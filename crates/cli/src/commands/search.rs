//! `mem0 search`: finds what is remembered about a question.

use clap::Args;
use mem0::contract::{answers_json, hit_json};
use mem0::{Filter, Scope, SearchOptions};
use serde_json::{Map, Value, json as object};

use super::{json, moment};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;
use crate::server::{Server, ids, without_effect};

/// What to look for, and how.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The question; standard input if nothing is given
    query: Option<String>,
    /// How many memories at most
    #[arg(
        short = 'k',
        long,
        visible_alias = "limit",
        default_value_t = 10,
        value_name = "N",
        allow_negative_numbers = true
    )]
    top_k: usize,
    /// Leave out memories below this score (0 to 1)
    #[arg(long, value_name = "X")]
    threshold: Option<f32>,
    /// Look at the best hits again with the reranker
    #[arg(long)]
    rerank: bool,
    /// Search by words too (the local store always does)
    #[arg(long)]
    keyword: bool,
    /// Only memories that pass, such as '{"categories": {"contains": "food"}}'
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
    /// Only these fields of each memory in JSON, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    fields: Vec<String>,
    /// Show expired memories too
    #[arg(long)]
    show_expired: bool,
    /// What "yesterday" in the question means; default now
    #[arg(long, value_name = "TIME")]
    reference_date: Option<String>,
    /// Answer from what held at this moment
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// Only the latest version of each memory (the local store always does)
    #[arg(long)]
    latest_only: bool,
    /// Search the graph of relations too (not on the local store yet)
    #[arg(long, overrides_with = "no_graph")]
    graph: bool,
    /// Search no graph
    #[arg(long, overrides_with = "graph")]
    no_graph: bool,
    /// Say how each score came about
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Finds.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let query = arguments.question(context)?;
    let filter = arguments.filter()?;
    let (memory, defaults) = context.open().await?;
    let scope = arguments.scope.beside(filter.as_ref(), &defaults);
    let options = arguments.options(scope.clone(), filter)?;
    let answers = memory.search(&query, options).await?;
    memory.close().await?;

    let mut raw = answers_json(&answers);
    let mut items: Vec<Value> = answers.hits.iter().map(hit_json).collect();
    let unknown = absent(&items, &arguments.fields);
    if !arguments.fields.is_empty() {
        items = items
            .iter()
            .map(|item| only(item, &arguments.fields))
            .collect();
        raw["results"] = Value::Array(items.clone());
    }
    let reasons = answers
        .hits
        .iter()
        .filter_map(|hit| hit.explanation.as_ref())
        .map(|explanation| explanation.sentence())
        .collect();
    let view = View::Memories {
        items: items.clone(),
        reasons,
        place: String::new(),
    };
    let graph = arguments
        .graph
        .then(|| "--graph has no effect on the local store yet".to_owned());
    let warnings = answers.warnings.into_iter().chain(graph).chain(unknown);
    Ok(Reply::new(view, Value::Array(items))
        .raw(raw)
        .of(scope)
        .warn(warnings))
}

/// Has a server find.
pub async fn remote(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    let query = arguments.question(context)?;
    let filter = arguments.filter()?;
    // Ids in the filter count as typed: the defaults must not narrow them.
    let scope = match &filter {
        Some(filter) if !filter.scope_ids().is_empty() => arguments.scope.typed(),
        _ => server.scope(&arguments.scope),
    };
    if scope.is_unbounded() && filter.is_none() {
        return Err(mem0::Error::from(mem0::InputError::NoScope).into());
    }
    // As it was typed: servers know fewer spellings than we.
    let typed = arguments
        .filter
        .as_deref()
        .map(|text| json("--filter", text))
        .transpose()?;
    let mut request = ids(&scope);
    request.insert("query".to_owned(), query.into());
    request.insert("top_k".to_owned(), arguments.top_k.into());
    let reference = moment("--reference-date", arguments.reference_date.as_deref())?;
    for (name, value) in [
        ("filters", typed),
        ("threshold", arguments.threshold.map(|least| object!(least))),
        (
            "fields",
            (!arguments.fields.is_empty()).then(|| object!(arguments.fields)),
        ),
        (
            "reference_date",
            reference.map(|moment| moment.to_string().into()),
        ),
        ("rerank", arguments.rerank.then(|| true.into())),
        ("keyword_search", arguments.keyword.then(|| true.into())),
        ("show_expired", arguments.show_expired.then(|| true.into())),
        ("latest_only", arguments.latest_only.then(|| true.into())),
        ("enable_graph", arguments.graph.then(|| true.into())),
    ] {
        if let Some(value) = value {
            request.insert(name.to_owned(), value);
        }
    }
    let mut raw = server.call("search", request.into()).await?;
    let mut items = raw["results"].as_array().cloned().unwrap_or_default();
    let unknown = absent(&items, &arguments.fields);
    if !arguments.fields.is_empty() {
        items = items
            .iter()
            .map(|item| only(item, &arguments.fields))
            .collect();
        raw["results"] = Value::Array(items.clone());
    }
    let view = View::Memories {
        items: items.clone(),
        reasons: Vec::new(),
        place: String::new(),
    };
    let warnings = without_effect(&[
        ("--explain", arguments.explain),
        ("--as-of", arguments.as_of.is_some()),
    ]);
    Ok(Reply::new(view, Value::Array(items))
        .raw(raw)
        .of(scope)
        .warn(warnings.into_iter().chain(unknown)))
}

impl Arguments {
    fn question(&self, context: &Context) -> Result<String, Failure> {
        match &self.query {
            Some(query) => Ok(query.clone()),
            None => context
                .piped()?
                .ok_or_else(|| Failure::usage("there is no question", "Pass one, or pipe it in.")),
        }
    }

    fn filter(&self) -> Result<Option<Filter>, Failure> {
        let Some(text) = &self.filter else {
            return Ok(None);
        };
        let filter = Filter::parse(&json("--filter", text)?).map_err(mem0::Error::from)?;
        Ok(Some(filter))
    }

    fn options(&self, scope: Scope, filter: Option<Filter>) -> Result<SearchOptions, Failure> {
        Ok(SearchOptions {
            filter,
            limit: self.top_k,
            threshold: self.threshold,
            rerank: self.rerank,
            explain: self.explain,
            as_of: moment("--as-of", self.as_of.as_deref())?,
            reference_date: moment("--reference-date", self.reference_date.as_deref())?,
            show_expired: self.show_expired,
            ..SearchOptions::new(scope)
        })
    }
}

/// Tells of fields that no memory has.
fn absent(items: &[Value], fields: &[String]) -> Option<String> {
    let missing: Vec<&str> = fields
        .iter()
        .map(|field| field.trim())
        .filter(|field| items.iter().all(|item| item.get(field).is_none()))
        .collect();
    (!items.is_empty() && !missing.is_empty())
        .then(|| format!("no memory found has the field {}", missing.join(", ")))
}

/// The id, and the fields that are asked for.
fn only(item: &Value, fields: &[String]) -> Value {
    let Some(object) = item.as_object() else {
        return item.clone();
    };
    let wanted = |key: &str| key == "id" || fields.iter().any(|field| field.trim() == key);
    let kept = object.iter().filter(|(key, _)| wanted(key));
    kept.map(|(key, value)| (key.clone(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}
