//! `mem0 list`: lists memories, newest first.

use clap::Args;
use mem0::contract::{listed_json, memory_json};
use mem0::{Filter, ListOptions, parse_timestamp};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;

/// Which memories.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Which page, from 1
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// How many on each page
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    page_size: u32,
    /// Only memories of this category
    #[arg(long, value_name = "NAME")]
    category: Option<String>,
    /// Only memories created at or after this moment
    #[arg(long, value_name = "TIME")]
    after: Option<String>,
    /// Only memories created before this moment
    #[arg(long, value_name = "TIME")]
    before: Option<String>,
    /// Show expired memories too
    #[arg(long)]
    show_expired: bool,
    /// What held at this moment
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// Only the latest version of each memory (the local store always does)
    #[arg(long)]
    latest_only: bool,
    /// Only memories that pass, such as '{"categories": {"contains": "food"}}'
    #[arg(long, value_name = "JSON")]
    filter: Option<String>,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Lists. Nobody named: everybody's memories.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let filter = arguments.filter()?;
    let time = |text: &Option<String>| {
        text.as_deref()
            .map(parse_timestamp)
            .transpose()
            .map_err(mem0::Error::from)
    };
    let as_of = time(&arguments.as_of)?;
    let (memory, defaults) = context.open().await?;
    let named = filter
        .as_ref()
        .is_some_and(|filter| !filter.scope_ids().is_empty());
    let scope = if named {
        arguments.scope.typed()
    } else {
        arguments.scope.or(&defaults)
    };
    let size = arguments.page_size as usize;
    let options = ListOptions {
        filter,
        offset: (arguments.page as usize - 1).saturating_mul(size),
        limit: size,
        as_of,
        show_expired: arguments.show_expired,
        ..ListOptions::new(scope.clone())
    };
    let listed = memory.list(options).await?;
    memory.close().await?;

    let items: Vec<Value> = listed.items.iter().map(memory_json).collect();
    let view = View::Memories {
        items: items.clone(),
        reasons: Vec::new(),
        total: Some(listed.total),
    };
    Ok(Reply::new(view, Value::Array(items))
        .raw(listed_json(&listed))
        .of(scope))
}

impl Arguments {
    fn filter(&self) -> Result<Option<Filter>, Failure> {
        let mut parts = Vec::new();
        if let Some(text) = &self.filter {
            parts.push(super::json("--filter", text)?);
        }
        if let Some(category) = &self.category {
            parts.push(json!({"categories": {"in": [category]}}));
        }
        let mut created = serde_json::Map::new();
        for (operator, moment) in [("gte", &self.after), ("lt", &self.before)] {
            if let Some(moment) = moment {
                let moment = parse_timestamp(moment).map_err(mem0::Error::from)?;
                created.insert(operator.to_owned(), moment.to_string().into());
            }
        }
        if !created.is_empty() {
            parts.push(json!({"created_at": created}));
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let filter = Filter::parse(&json!({"AND": parts})).map_err(mem0::Error::from)?;
        Ok(Some(filter))
    }
}
