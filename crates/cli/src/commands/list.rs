//! `mem0 list`: lists memories, newest first.

use clap::Args;
use mem0::contract::{listed_json, memory_json};
use mem0::{Filter, ListOptions};
use serde_json::{Value, json};

use super::{memories, moment};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;
use crate::server::{Server, ids, without_effect};

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
    let as_of = moment("--as-of", arguments.as_of.as_deref())?;
    let (memory, defaults) = context.open().await?;
    let scope = arguments.scope.beside(filter.as_ref(), &defaults);
    let size = arguments.page_size as usize;
    let offset = (arguments.page as usize - 1).saturating_mul(size);
    let options = ListOptions {
        filter,
        offset,
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
        place: place(arguments.page, offset, items.len(), listed.total),
    };
    Ok(Reply::new(view, Value::Array(items))
        .raw(listed_json(&listed))
        .of(scope))
}

/// Lists what a server has.
pub async fn remote(arguments: Arguments, server: &Server) -> Result<Reply, Failure> {
    let filter = arguments.filter()?;
    let scope = match &filter {
        Some(filter) if !filter.scope_ids().is_empty() => arguments.scope.typed(),
        _ => server.scope(&arguments.scope),
    };
    let mut request = ids(&scope);
    request.insert("page".to_owned(), arguments.page.into());
    request.insert("page_size".to_owned(), arguments.page_size.into());
    for (name, value) in [
        ("filters", arguments.typed_filter()?),
        ("show_expired", arguments.show_expired.then(|| true.into())),
        ("latest_only", arguments.latest_only.then(|| true.into())),
    ] {
        if let Some(value) = value {
            request.insert(name.to_owned(), value);
        }
    }
    let size = arguments.page_size as usize;
    let offset = (arguments.page as usize - 1).saturating_mul(size);
    let found = if arguments.page > 1 {
        server.find("get_all", request.into()).await?
    } else {
        Some(server.call("get_all", request.into()).await?)
    };
    // Servers don't tell how many there are on the pages before one that isn't there.
    let raw = match found {
        Some(raw) => raw,
        None => json!({"count": server.count(&scope).await?, "results": []}),
    };
    let items = raw["results"].as_array().cloned().unwrap_or_default();
    let total = raw["count"].as_u64().map_or(items.len(), |count| {
        usize::try_from(count).unwrap_or(usize::MAX)
    });
    let view = View::Memories {
        items: items.clone(),
        reasons: Vec::new(),
        place: place(arguments.page, offset, items.len(), total),
    };
    let warnings = without_effect(&[("--as-of", arguments.as_of.is_some())]);
    Ok(Reply::new(view, Value::Array(items.clone()))
        .raw(json!({"results": items}))
        .of(scope)
        .warn(warnings))
}

impl Arguments {
    fn filter(&self) -> Result<Option<Filter>, Failure> {
        let typed = self.typed_filter()?;
        let filter = typed.map(|filter| Filter::parse(&filter)).transpose();
        Ok(filter.map_err(mem0::Error::from)?)
    }

    /// What the flags ask for, as it was typed: servers know fewer spellings than we.
    fn typed_filter(&self) -> Result<Option<Value>, Failure> {
        let mut parts = Vec::new();
        if let Some(text) = &self.filter {
            parts.push(super::json("--filter", text)?);
        }
        if let Some(category) = &self.category {
            parts.push(json!({"categories": {"in": [category]}}));
        }
        let mut created = serde_json::Map::new();
        for (flag, operator, text) in [
            ("--after", "gte", &self.after),
            ("--before", "lt", &self.before),
        ] {
            if let Some(moment) = moment(flag, text.as_deref())? {
                created.insert(operator.to_owned(), moment.to_string().into());
            }
        }
        if !created.is_empty() {
            parts.push(json!({"created_at": created}));
        }
        Ok((!parts.is_empty()).then(|| json!({"AND": parts})))
    }
}

/// Which part of all memories a page shows; nothing if it shows all.
fn place(page: u32, offset: usize, shown: usize, total: usize) -> String {
    let last = offset.saturating_add(shown);
    if shown == total {
        String::new()
    } else if shown == 0 {
        format!("Nothing on page {page}: there are {}.", memories(total))
    } else if last < total {
        let next = page.saturating_add(1);
        format!("{}–{last} of {total}; more with --page {next}", offset + 1)
    } else {
        format!("{}–{last} of {total}", offset + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_page_says_where_it_stands_and_whether_more_follow() {
        assert_eq!(place(1, 0, 4, 4), "");
        assert_eq!(place(1, 0, 0, 0), "");
        assert_eq!(place(1, 0, 3, 4), "1–3 of 4; more with --page 2");
        assert_eq!(place(2, 3, 1, 4), "4–4 of 4");
        assert_eq!(
            place(9, 24, 0, 4),
            "Nothing on page 9: there are 4 memories."
        );
    }
}
