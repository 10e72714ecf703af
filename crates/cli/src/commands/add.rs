//! `mem0 add`: remembers a text or a conversation.

use std::io::ErrorKind::InvalidData;
use std::path::PathBuf;

use clap::Args;
use mem0::contract::added_json;
use mem0::{AddOptions, Added, Messages, messages_from_str};
use serde_json::{Map, Value, json};

use super::{last_day, moment, object};
use crate::context::{Context, NO_UTF8};
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::scope::ScopeFlags;
use crate::server::{Server, ids, without_effect};

/// What to remember, and how.
#[derive(Debug, Args)]
pub struct Arguments {
    /// What to remember; standard input if nothing is given
    text: Option<String>,
    /// The conversation as JSON: [{"role": "user", "content": "…"}]
    #[arg(long, value_name = "JSON")]
    messages: Option<String>,
    /// A file with JSON messages, or with text
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Attached to every memory that comes of it
    #[arg(short, long, value_name = "JSON")]
    metadata: Option<String>,
    /// Refuse later updates
    #[arg(long)]
    immutable: bool,
    /// Keep each message word for word instead of drawing memories from it
    #[arg(long)]
    no_infer: bool,
    /// The last day on which it is shown, such as 2026-12-31
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    /// When it was said: RFC 3339, a date, or Unix time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    timestamp: Option<String>,
    /// Categories, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    categories: Vec<String>,
    /// What extraction should heed, in words
    #[arg(long, value_name = "TEXT")]
    custom_instructions: Option<String>,
    /// What to keep, in words, such as "food, health"; nothing else is kept then
    #[arg(long, value_name = "TEXT")]
    includes: Option<String>,
    /// What to leave out, in words
    #[arg(long, value_name = "TEXT")]
    excludes: Option<String>,
    /// Categories to choose from (hosted API; has no effect on the local store)
    #[arg(long, value_name = "JSON")]
    custom_categories: Option<String>,
    /// A schema to extract into (hosted API; has no effect on the local store)
    #[arg(long, value_name = "JSON")]
    structured_data_schema: Option<String>,
    /// Draw a graph of relations too (not on the local store yet)
    #[arg(long, overrides_with = "no_graph")]
    graph: bool,
    /// Draw no graph
    #[arg(long, overrides_with = "graph")]
    no_graph: bool,
    /// `procedural_memory`: one memory that tells how something was done
    #[arg(long, value_name = "TYPE")]
    memory_type: Option<String>,
    #[command(flatten)]
    scope: ScopeFlags,
}

/// Remembers.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let messages = arguments.conversation(context)?;
    let warnings = arguments.without_effect()?;
    let (memory, scope) = context.open_for(&arguments.scope).await?;
    let options = AddOptions {
        scope: scope.clone(),
        ..arguments.options()?
    };
    let added = memory.add(messages, options).await?;
    memory.close().await?;
    Ok(reply(&added).of(scope).warn(warnings))
}

/// Has a server remember.
pub async fn remote(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    let messages = arguments.conversation(context)?;
    let scope = server.scope(&arguments.scope);
    if scope.is_unbounded() {
        return Err(mem0::Error::from(mem0::InputError::NoScope).into());
    }
    let mut request = arguments.request()?;
    request.insert("messages".to_owned(), json!(messages.as_slice()));
    request.extend(ids(&scope));
    let raw = server.call("add", request.into()).await?;
    let warnings = without_effect(&[
        ("--categories", !arguments.categories.is_empty()),
        ("--memory-type", arguments.memory_type.is_some()),
    ]);
    Ok(remote_reply(raw).of(scope).warn(warnings))
}

/// What came of it. What the server does later is told with the command that tells more.
fn remote_reply(raw: Value) -> Reply {
    let items = raw["results"].as_array().cloned().unwrap_or_default();
    let put_off = items.iter().find_map(|item| item["event_id"].as_str());
    let view = match put_off {
        Some(event) => View::Words(format!(
            "The server remembers it in a while. How far it is: mem0 event status {event}"
        )),
        None => View::Added {
            items: items.clone(),
            left_out: Vec::new(),
        },
    };
    Reply::new(view, Value::Array(items)).raw(raw)
}

/// What came of it.
pub fn reply(added: &Added) -> Reply {
    let raw = added_json(added);
    let items = raw
        .get("results")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let left_out = added
        .left_out
        .iter()
        .map(|rejection| (rejection.proposal.clone(), rejection.reason.to_owned()))
        .chain(added.errors.iter().map(|unread| {
            let what = format!("{} {}", unread.kind, unread.source);
            (what.trim().to_owned(), unread.reason.clone())
        }))
        .collect();
    Reply::new(
        View::Added {
            items: items.clone(),
            left_out,
        },
        Value::Array(items),
    )
    .detail("usage", &raw["usage"])
    .detail("left_out", &raw["left_out"])
    .detail("errors", &raw["errors"])
    .raw(raw)
}

impl Arguments {
    /// File before messages before text before standard input.
    fn conversation(&self, context: &Context) -> Result<Messages, Failure> {
        if let Some(file) = &self.file {
            let bytes = std::fs::read(file).map_err(|error| Failure::file(file, error))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::file(file, std::io::Error::new(InvalidData, NO_UTF8)))?;
            return messages_or_text(&text);
        }
        if let Some(messages) = &self.messages {
            return Ok(messages_from_str(messages).map_err(mem0::Error::from)?);
        }
        if let Some(text) = &self.text {
            return Ok(text.into());
        }
        match context.piped()? {
            Some(text) => messages_or_text(&text),
            None => Err(Failure::usage(
                "there is nothing to remember",
                "Pass a text, --messages, --file, or pipe something in.",
            )),
        }
    }

    fn options(&self) -> Result<AddOptions, Failure> {
        let metadata = self
            .metadata
            .as_deref()
            .map(|text| object("--metadata", text))
            .transpose()?;
        Ok(AddOptions {
            metadata: metadata.unwrap_or_default(),
            infer: !self.no_infer,
            memory_type: self.memory_type.clone(),
            prompt: self.custom_instructions.clone(),
            includes: self.includes.clone(),
            excludes: self.excludes.clone(),
            timestamp: moment("--timestamp", self.timestamp.as_deref())?,
            expires_on: last_day("--expires", self.expires.as_deref())?,
            immutable: self.immutable,
            categories: self
                .categories
                .iter()
                .map(|name| name.trim().to_owned())
                .collect(),
            ..AddOptions::new(mem0::Scope::default())
        })
    }

    /// The flags as a server reads them.
    fn request(&self) -> Result<Map<String, Value>, Failure> {
        let mut request = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                request.insert(name.to_owned(), value);
            }
        };
        let text = |value: &Option<String>| value.clone().map(Value::from);
        if let Some(metadata) = &self.metadata {
            set("metadata", Some(object("--metadata", metadata)?.into()));
        }
        for (flag, name, value) in [
            (
                "--custom-categories",
                "custom_categories",
                &self.custom_categories,
            ),
            (
                "--structured-data-schema",
                "structured_data_schema",
                &self.structured_data_schema,
            ),
        ] {
            if let Some(value) = value {
                set(name, Some(super::json(flag, value)?));
            }
        }
        let moment = moment("--timestamp", self.timestamp.as_deref())?;
        set("timestamp", moment.map(|moment| moment.as_second().into()));
        let last_day = last_day("--expires", self.expires.as_deref())?;
        set(
            "expiration_date",
            last_day.map(|day| day.to_string().into()),
        );
        set("infer", self.no_infer.then(|| false.into()));
        set("immutable", self.immutable.then(|| true.into()));
        set("enable_graph", self.graph.then(|| true.into()));
        set("enable_graph", self.no_graph.then(|| false.into()));
        set("custom_instructions", text(&self.custom_instructions));
        set("includes", text(&self.includes));
        set("excludes", text(&self.excludes));
        Ok(request)
    }

    /// Flags of the hosted API that the local store has no use for are accepted, with a word.
    fn without_effect(&self) -> Result<Vec<String>, Failure> {
        let mut warnings = Vec::new();
        for (flag, value) in [
            ("--custom-categories", &self.custom_categories),
            ("--structured-data-schema", &self.structured_data_schema),
        ] {
            if let Some(text) = value {
                super::json(flag, text)?;
                warnings.push(format!("{flag} has no effect on the local store"));
            }
        }
        if self.graph {
            warnings.push("--graph has no effect on the local store yet".to_owned());
        }
        Ok(warnings)
    }
}

/// JSON messages if it is JSON that holds messages, else the text itself.
fn messages_or_text(text: &str) -> Result<Messages, Failure> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let looks_like_json = text.trim_start().starts_with(['[', '{']);
    match messages_from_str(text) {
        Ok(messages) if looks_like_json => Ok(messages),
        // A JSON list that can't be read as messages is a mistake rather than a memory.
        Err(error) if looks_like_json && mem0::json_from_str(text).is_ok() => {
            Err(mem0::Error::from(error).into())
        }
        _ if text.trim().is_empty() => Err(Failure::usage(
            "there is nothing to remember",
            "The text is empty.",
        )),
        _ => Ok(text.trim_end().into()),
    }
}
