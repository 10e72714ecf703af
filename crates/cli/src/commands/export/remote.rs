//! Exporting from a server: memories as it shows them, in the form of its lists, which
//! `mem0 import` reads. A server doesn't hand out messages.

use std::io::{self, BufWriter, Write};

use mem0::{Scope, ScopeId};
use serde_json::{Map, Value, json};

use super::{Arguments, COLUMNS, Layout, Records, Written, beside, in_place, quietly, reply};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::Reply;
use crate::server::{Server, ids};

/// Memories asked for at a time.
const PAGE: usize = 100;

/// Writes what a server has. Nobody named: everybody's memories.
pub async fn run(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    arguments.check(context)?;
    let scope = server.scope(&arguments.scope);
    let items = listed(server, &scope).await?;
    let written = match &arguments.file {
        None => {
            let mut screen = BufWriter::new(io::stdout().lock());
            let written = write(&items, arguments.format, &mut screen);
            quietly(written.and_then(|written| Ok(screen.flush().map(|()| written)?)))?
        }
        Some(file) => {
            let mut output = beside(file)?;
            let written = write(&items, arguments.format, &mut output);
            in_place(file, output, written)?
        }
    };
    Ok(reply(&arguments, written, scope))
}

async fn listed(server: &Server, scope: &Scope) -> Result<Vec<Value>, Failure> {
    let mut request: Map<String, Value> = ids(scope);
    if scope.is_unbounded() {
        let anybody = ScopeId::ALL.map(|id| json!({id.name(): "*"}));
        request.insert("filters".to_owned(), json!({"OR": anybody}));
    }
    request.insert("show_expired".to_owned(), true.into());
    request.insert("page_size".to_owned(), PAGE.into());
    let mut items = Vec::new();
    for page in 1_u32.. {
        request.insert("page".to_owned(), page.into());
        let listed = server.call("get_all", request.clone().into()).await?;
        let more = listed["results"].as_array().cloned().unwrap_or_default();
        let last = more.len() < PAGE || listed["next"].is_null();
        items.extend(more);
        if last {
            break;
        }
    }
    // Oldest first, as a local export.
    items.reverse();
    Ok(items)
}

fn write(items: &[Value], layout: Layout, output: &mut impl Write) -> Result<Written, Failure> {
    let mut output = Records {
        output,
        layout,
        list: "results",
        first: true,
    };
    output.begin()?;
    for item in items {
        if layout == Layout::Csv {
            output.row(&COLUMNS.map(|column| cell(&item[column])))?;
        } else {
            output.record(item)?;
        }
    }
    output.end()?;
    Ok(Written {
        memories: items.len(),
        episodes: 0,
    })
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
