//! Remembering: `add`, `retry`, `update`.

use mem0_core::memory::Metadata;
use mem0_core::{Filter, InputError, Message, Scope, Timestamp};
use mem0_engine::ingest::attachments::{UNKNOWN_TYPE, has_attachments};
use mem0_engine::options::PROCEDURAL;
use serde_json::{Value, json};

use super::arguments::{Arguments, refused};
use super::messages::messages;
use super::operation::{Argument, Operation};
use super::shared::{
    CATEGORIES, EXCLUDES, EXPIRATION_DATE, FILTERS, IMMUTABLE, INCLUDES, MEMORY_ID, METADATA,
    PROMPT, TIMESTAMP, with_ids,
};
use super::whose::{bounded, bounded_scope};
use crate::contract::added_json;
use crate::{AddOptions, Added, Memory, Messages, Result, UpdateOptions, parse_timestamp};

/// Keys that say whose a memory is: never part of its metadata.
const IDENTITY: [&str; 4] = ["user_id", "agent_id", "run_id", "actor_id"];

pub(super) const ADD: Operation = Operation {
    name: "add",
    aliases: &[],
    summary: "Draws memories from messages, or keeps them word for word.",
    arguments: with_ids!(
        [Argument::new(
            "messages",
            "A text, a message or a list of messages: {\"role\", \"content\", \"name\"}.",
        )
        .required()],
        [
            METADATA,
            Argument::new(
                "infer",
                "Whether memories are drawn from the messages; else each is kept word for word. \
                 Default true.",
            ),
            Argument::new(
                "memory_type",
                "\"procedural_memory\": one memory that tells how something was done.",
            )
            .aliases(&["memoryType"]),
            PROMPT,
            INCLUDES,
            EXCLUDES,
            TIMESTAMP,
            EXPIRATION_DATE,
            CATEGORIES,
            IMMUTABLE,
            FILTERS,
        ],
    ),
    run: |memory, given| Box::pin(add(memory, given)),
};

pub(super) const RETRY: Operation = Operation {
    name: "retry",
    aliases: &[],
    summary: "Draws memories from messages whose extraction failed earlier.",
    arguments: with_ids!(
        [],
        [
            METADATA,
            PROMPT,
            INCLUDES,
            EXCLUDES,
            EXPIRATION_DATE,
            CATEGORIES,
            IMMUTABLE,
        ],
    ),
    run: |memory, given| Box::pin(retry(memory, given)),
};

pub(super) const UPDATE: Operation = Operation {
    name: "update",
    aliases: &[],
    summary: "Changes a memory's text, metadata, categories or expiration date.",
    arguments: &[
        MEMORY_ID,
        Argument::new("text", "The new text."),
        Argument::new(
            "data",
            "The new text; or an object of `text`, `metadata` and this operation's other arguments.",
        ),
        Argument::new(
            "metadata",
            "Keys to set; other keys stay. Keys that name ids are left out with a warning.",
        ),
        Argument::new(
            "expiration_date",
            "The last day on which it is shown; null clears it.",
        )
        .aliases(&["expirationDate"]),
        Argument::new(
            "timestamp",
            "From when on it is true: Unix time in seconds, or ISO 8601. Default now.",
        ),
        Argument::new("categories", "Categories in place of the old ones."),
    ],
    run: |memory, given| Box::pin(update(memory, given)),
};

async fn add(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let scope = add_scope(&mut given)?;
    check_memory_type(&mut given)?;
    let infer = given.flag("infer")?.unwrap_or(true);
    let procedural = given.value("memory_type").is_some();
    let messages = messages(&mut given, infer || procedural)?;
    let mut options = add_options(&mut given, scope)?;
    options.created_at = created_at(&mut options.metadata);
    let options = AddOptions {
        infer,
        memory_type: procedural.then(|| PROCEDURAL.to_owned()),
        timestamp: given.moment("timestamp")?.or(options.created_at),
        ..options
    };
    let added = if !procedural && says_nothing(&messages) {
        // Programs hand on what people type; nothing to remember is an answer, not an error.
        if given.warnings.is_empty() {
            let warning = "the messages say nothing; nothing is kept";
            given.warnings.push(warning.to_owned());
        }
        Added::default()
    } else {
        memory.add(messages, options).await?
    };
    given.warnings.extend(ignored(&added));
    let mut answer = added_json(&added);
    if infer {
        without_speakers(&mut answer);
    }
    Ok(given.warn_in(answer))
}

fn says_nothing(messages: &Messages) -> bool {
    let messages = messages.as_slice();
    let blank = |message: &Message| message.text().trim().is_empty();
    messages.iter().all(blank) && !has_attachments(messages)
}

/// When memories were made that were kept elsewhere before: `created_at` of their metadata, if it
/// is a moment.
fn created_at(metadata: &mut Metadata) -> Option<Timestamp> {
    let moment = match metadata.get("created_at")? {
        Value::String(text) => parse_timestamp(text).ok()?,
        Value::Number(number) => parse_timestamp(&number.to_string()).ok()?,
        _ => return None,
    };
    metadata.shift_remove("created_at");
    Some(moment)
}

/// Who said it is told of what is kept word for word; what is drawn has id, text and event.
fn without_speakers(answer: &mut Value) {
    let results = answer["results"].as_array_mut().into_iter().flatten();
    for result in results.filter_map(Value::as_object_mut) {
        result.shift_remove("actor_id");
        result.shift_remove("role");
    }
}

/// What of the messages' contents was not looked at, in words.
fn ignored(added: &Added) -> impl Iterator<Item = String> {
    let unread = added.errors.iter().map(|unread| {
        let what = format!("{} {}", unread.kind, unread.source);
        format!("{} was not read: {}", what.trim_end(), unread.reason)
    });
    let left_out = added.left_out.iter();
    let unknown = left_out.filter(|it| it.reason == UNKNOWN_TYPE);
    unread.chain(unknown.map(|it| format!("{} was left out: {}", it.proposal, it.reason)))
}

/// Ids count here, other conditions don't: there is nothing to find.
fn add_scope(given: &mut Arguments) -> Result<Scope, InputError> {
    let (scope, filter) = bounded(given)?;
    if let Some(filter) = filter
        && has_conditions(&filter)
    {
        given
            .warnings
            .push("of `filters`, `add` heeds only ids at its top".to_owned());
    }
    Ok(scope)
}

fn has_conditions(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) => parts.iter().any(has_conditions),
        one => one.scope_ids().is_empty(),
    }
}

fn check_memory_type(given: &mut Arguments) -> Result<(), InputError> {
    match given.peek("memory_type") {
        None => Ok(()),
        Some(Value::String(known)) if known == PROCEDURAL => Ok(()),
        Some(Value::String(other)) => Err(InputError::MemoryType(other.clone())),
        Some(other) => Err(InputError::MemoryType(other.to_string())),
    }
}

async fn retry(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let scope = bounded_scope(&mut given)?;
    let options = add_options(&mut given, scope)?;
    let mut answer = added_json(&memory.retry(options).await?);
    without_speakers(&mut answer);
    Ok(given.warn_in(answer))
}

/// What `add` and `retry` share.
fn add_options(given: &mut Arguments, scope: Scope) -> Result<AddOptions, InputError> {
    Ok(AddOptions {
        metadata: metadata(given)?.unwrap_or_default(),
        prompt: given.words("prompt")?,
        includes: topics(given, "includes")?,
        excludes: topics(given, "excludes")?,
        expires_on: given.day("expiration_date")?,
        categories: given.texts("categories")?.unwrap_or_default(),
        immutable: given.flag("immutable")?.unwrap_or(false),
        ..AddOptions::new(scope)
    })
}

fn topics(given: &mut Arguments, name: &'static str) -> Result<Option<String>, InputError> {
    let topics = given.texts(name)?.map(|topics| topics.join(", "));
    Ok(topics.filter(|topics| !topics.trim().is_empty()))
}

/// The caller's metadata without keys that name ids.
fn metadata(given: &mut Arguments) -> Result<Option<Metadata>, InputError> {
    let mut metadata = given.object("metadata")?;
    if let Some(metadata) = &mut metadata {
        let dropped: Vec<_> = IDENTITY
            .into_iter()
            .filter(|key| metadata.shift_remove(*key).is_some())
            .collect();
        if !dropped.is_empty() {
            given.warnings.push(format!(
                "left out of the metadata: {}; ids are arguments of their own",
                dropped.join(", ")
            ));
        }
    }
    Ok(metadata)
}

async fn update(memory: &Memory, mut given: Arguments) -> Result<Value> {
    let memory_id = given.memory_id()?;
    let text = new_text(&mut given)?;
    let expires_on = match given.peek_raw("expiration_date") {
        Some(Value::Null) => Some(None),
        _ => given.day("expiration_date")?.map(Some),
    };
    let options = UpdateOptions {
        text,
        metadata: metadata(&mut given)?,
        expires_on,
        timestamp: given.moment("timestamp")?,
        categories: given.texts("categories")?,
    };
    memory.update(&memory_id, options).await?;
    Ok(given.warn_in(json!({"message": "Memory updated successfully!"})))
}

/// `text`, or `data`: a text, or an object with the other arguments.
fn new_text(given: &mut Arguments) -> Result<Option<String>, InputError> {
    let data = given.value("data");
    match data {
        None => {}
        // An old name of `text`, which wins.
        Some(data @ Value::String(_)) if given.peek("text").is_some_and(|text| *text != data) => {
            let warning = "`data` is an old name of `text`; it has no effect beside it";
            given.warnings.push(warning.to_owned());
        }
        Some(Value::String(data)) => given.put("text", Value::String(data))?,
        Some(Value::Object(object)) => {
            for (key, value) in object {
                match key.as_str() {
                    "memory" | "data" | "content" => given.put("text", value)?,
                    "memory_id" | "memoryId" | "id" => {}
                    other => given.put(other, value)?,
                }
            }
        }
        Some(other) => return Err(refused("data", &other, "a text is needed")),
    }
    given.text("text")
}
