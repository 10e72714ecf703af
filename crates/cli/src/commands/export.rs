//! `mem0 export`: writes memories with their history to a file.

mod remote;

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use mem0::{ImportRecord, ListOptions, Memory, MemoryItem, Scope};
use serde::Serialize;
use serde_json::json;
use tempfile::NamedTempFile;

use super::{counted, memories};
use crate::context::{Context, Unit};
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::{ScopeFlags, in_words};

pub use self::remote::run as remote;

/// Rows read from the store at a time.
const PAGE: usize = 1000;

/// What to write, and how.
#[derive(Debug, Args)]
#[command(
    after_help = "From a server, memories come as it lists them, without history and messages; \
    `mem0 import` reads them."
)]
pub struct Arguments {
    /// The file; standard output if none is given
    file: Option<PathBuf>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Layout::Jsonl)]
    format: Layout,
    /// Leave out messages (episodes)
    #[arg(long)]
    no_messages: bool,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    /// One record on each line; complete
    Jsonl,
    /// One document; complete
    Json,
    /// Current memories as a table, without history
    Csv,
}

/// Writes. Nobody named: everybody's memories.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    arguments.check(context)?;
    let (memory, defaults) = context.open().await?;
    let scope = arguments.scope.or(&defaults);
    let written = match &arguments.file {
        None => {
            let mut screen = BufWriter::new(io::stdout().lock());
            let written = write(&memory, &scope, &arguments, &mut screen, context).await;
            quietly(written.and_then(|written| Ok(screen.flush().map(|()| written)?)))?
        }
        Some(file) => to_file(&memory, &scope, &arguments, file, context).await?,
    };
    memory.close().await?;
    Ok(reply(&arguments, written, scope))
}

impl Arguments {
    fn check(&self, context: &Context) -> Result<(), Failure> {
        if self.file.is_none() && context.global.json {
            return Err(Failure::usage(
                "the envelope and the export can't both go to standard output",
                "Name a file, or leave out --json.",
            ));
        }
        Ok(())
    }
}

fn reply(arguments: &Arguments, written: Written, scope: Scope) -> Reply {
    let Some(file) = &arguments.file else {
        return Reply::new(View::Shown, json!(null));
    };
    let words = format!(
        "Wrote {} of {}{} to {}.",
        memories(written.memories),
        in_words(&scope),
        if written.episodes > 0 {
            format!(" and {}", counted(written.episodes, "message"))
        } else {
            String::new()
        },
        file.display()
    );
    let data = json!({
        "file": file.display().to_string(),
        "memories": written.memories,
        "messages": written.episodes,
    });
    Reply::new(View::Words(words), data)
        .count(written.memories)
        .of(scope)
}

#[derive(Debug, Default, Clone, Copy)]
struct Written {
    memories: usize,
    episodes: usize,
}

/// A reader that went away (`mem0 export | head`) is no failure.
fn quietly(written: Result<Written, Failure>) -> Result<Written, Failure> {
    match written {
        Err(Failure::System(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(Written::default())
        }
        other => other,
    }
}

/// Written beside the file and put in its place at the end: an interrupted export leaves the old
/// file as it was.
async fn to_file(
    memory: &Memory,
    scope: &Scope,
    arguments: &Arguments,
    file: &Path,
    context: &Context,
) -> Result<Written, Failure> {
    let mut output = beside(file)?;
    let written = write(memory, scope, arguments, &mut output, context).await;
    in_place(file, output, written)
}

/// A new file in the folder of this one.
fn beside(file: &Path) -> Result<BufWriter<NamedTempFile>, Failure> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let new = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")));
    let new = new.map_err(|error| Failure::file(file, error))?;
    Ok(BufWriter::with_capacity(1 << 16, new))
}

/// Puts what was written in the place of this file, unless writing it failed.
fn in_place(
    file: &Path,
    output: BufWriter<NamedTempFile>,
    written: Result<Written, Failure>,
) -> Result<Written, Failure> {
    let named = |error| Failure::file(file, error);
    let written = written.map_err(|failure| match failure {
        Failure::System(error) => named(error),
        other => other,
    })?;
    let new = output
        .into_inner()
        .map_err(|error| named(error.into_error()))?;
    new.as_file().sync_all().map_err(named)?;
    new.persist(file).map_err(|error| named(error.error))?;
    Ok(written)
}

async fn write(
    memory: &Memory,
    scope: &Scope,
    arguments: &Arguments,
    output: &mut impl Write,
    context: &Context,
) -> Result<Written, Failure> {
    let mut output = Records {
        output,
        layout: arguments.format,
        list: "records",
        first: true,
    };
    let mut written = Written::default();
    output.begin()?;
    if arguments.format == Layout::Csv {
        written.memories = table(memory, scope, &mut output).await?;
        return Ok(written);
    }
    let ids = ids(memory, scope).await?;
    let bar = context
        .progress(ids.len() as u64, Unit::Things)
        .with_message("Exporting");
    if !arguments.no_messages {
        written.episodes = episodes(memory, scope, &mut output, &bar).await?;
    }
    for id in ids {
        if let Some(record) = memory.exported(&id).await? {
            output.record(&record)?;
            written.memories += 1;
        }
        bar.inc(1);
    }
    output.end()?;
    bar.finish_and_clear();
    Ok(written)
}

/// Ids of all memories that were ever there, oldest change first: those that history knows, and
/// those that came without history.
async fn ids(memory: &Memory, scope: &Scope) -> Result<Vec<String>, Failure> {
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    let mut after = 0;
    loop {
        let changes = memory.changes(scope.clone(), after, PAGE).await?;
        let Some(last) = changes.last() else { break };
        after = last.sequence;
        for change in changes {
            if seen.insert(change.memory_id.clone()) {
                ids.push(change.memory_id);
            }
        }
    }
    for item in listed(memory, scope).await? {
        if seen.insert(item.id.clone()) {
            ids.push(item.id);
        }
    }
    Ok(ids)
}

async fn listed(memory: &Memory, scope: &Scope) -> Result<Vec<MemoryItem>, Failure> {
    let options = ListOptions {
        limit: usize::MAX >> 1,
        show_expired: true,
        ..ListOptions::new(scope.clone())
    };
    Ok(memory.list(options).await?.items)
}

async fn episodes(
    memory: &Memory,
    scope: &Scope,
    output: &mut Records<'_, impl Write>,
    bar: &ProgressBar,
) -> Result<usize, Failure> {
    let mut count = 0;
    loop {
        let page = memory.episodes(scope.clone(), count, PAGE).await?;
        if page.is_empty() {
            return Ok(count);
        }
        count += page.len();
        for episode in page {
            output.record(&ImportRecord::Episode(episode))?;
        }
        bar.tick();
    }
}

/// Writes records in one of the two complete layouts.
struct Records<'a, W> {
    output: &'a mut W,
    layout: Layout,
    /// The list's name in the one document.
    list: &'static str,
    first: bool,
}

impl<W: Write> Records<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        match self.layout {
            Layout::Jsonl => Ok(()),
            Layout::Json => write!(self.output, "{{\"{}\": [", self.list),
            Layout::Csv => writeln!(self.output, "{}", COLUMNS.join(",")),
        }
    }

    fn record(&mut self, record: &impl Serialize) -> io::Result<()> {
        if self.layout == Layout::Json {
            self.output
                .write_all(if self.first { b"\n" } else { b",\n" })?;
            self.first = false;
        }
        serde_json::to_writer(&mut *self.output, record)?;
        if self.layout == Layout::Jsonl {
            self.output.write_all(b"\n")
        } else {
            Ok(())
        }
    }

    fn row(&mut self, cells: &[String]) -> io::Result<()> {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        writeln!(self.output, "{}", cells.join(","))
    }

    fn end(&mut self) -> io::Result<()> {
        if self.layout == Layout::Json {
            self.output.write_all(b"\n]}\n")
        } else {
            Ok(())
        }
    }
}

const COLUMNS: [&str; 16] = [
    "id",
    "memory",
    "user_id",
    "agent_id",
    "run_id",
    "app_id",
    "actor_id",
    "role",
    "kind",
    "language",
    "categories",
    "metadata",
    "occurred_at",
    "created_at",
    "updated_at",
    "expiration_date",
];

async fn table(
    memory: &Memory,
    scope: &Scope,
    output: &mut Records<'_, impl Write>,
) -> Result<usize, Failure> {
    let items = listed(memory, scope).await?;
    for item in &items {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let metadata = if item.metadata.is_empty() {
            String::new()
        } else {
            serde_json::Value::Object(item.metadata.clone()).to_string()
        };
        let cells = [
            item.id.clone(),
            item.text.clone(),
            text(&item.scope.user_id),
            text(&item.scope.agent_id),
            text(&item.scope.run_id),
            text(&item.scope.app_id),
            text(&item.actor_id),
            text(&item.role),
            item.kind.as_str().to_owned(),
            item.language.clone(),
            item.categories.join("; "),
            metadata,
            item.occurred_at.to_string(),
            item.created_at.to_string(),
            item.updated_at.to_string(),
            item.expires_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ];
        output.row(&cells)?;
    }
    Ok(items.len())
}

/// A cell as RFC 4180 wants it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_commas_quotes_or_line_breaks_is_quoted() {
        assert_eq!(quoted("披萨"), "披萨");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"hi\"\n"), "\"say \"\"hi\"\"\n\"");
    }
}
