//! `mem0 update`: changes a memory's text, metadata or expiry.

use clap::Args;
use mem0::UpdateOptions;
use mem0::contract::get_json;
use serde_json::{Map, Value, json};

use super::{last_day, moment, object};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};
use crate::server::{Server, scope_of, without_effect};

/// What to change.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The memory's id
    id: String,
    /// The new text; standard input if nothing else is given
    text: Option<String>,
    /// Keys to set; other keys stay
    #[arg(short, long, value_name = "JSON")]
    metadata: Option<String>,
    /// The last day on which it is shown, or `never`
    #[arg(long, value_name = "DATE")]
    expires: Option<String>,
    /// From when on it is true
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    timestamp: Option<String>,
    /// New categories in place of the old ones, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    categories: Option<Vec<String>>,
}

/// Changes it.
pub async fn run(arguments: Arguments, context: &Context) -> Result<Reply, Failure> {
    let mut options = arguments.options()?;
    if options.is_empty() {
        options.text = context.piped()?.map(|text| text.trim_end().to_owned());
    }
    let (memory, _) = context.open().await?;
    let item = memory.update(&arguments.id, options).await?;
    memory.close().await?;
    let json = get_json(&item);
    let raw = serde_json::json!({"message": "Memory updated successfully!"});
    Ok(Reply::new(View::Memory(json.clone()), json)
        .raw(raw)
        .of(item.scope))
}

/// Changes one of a server's.
pub async fn remote(
    arguments: Arguments,
    server: &Server,
    context: &Context,
) -> Result<Reply, Failure> {
    let mut options = arguments.options()?;
    if options.is_empty() {
        options.text = context.piped()?.map(|text| text.trim_end().to_owned());
    }
    let before = server.memory(&arguments.id).await?;
    let mut request = Map::new();
    if let Some(text) = options.text {
        request.insert("text".to_owned(), text.into());
    }
    if let Some(given) = options.metadata {
        // Servers replace all of it; here, other keys stay.
        let mut metadata = before["metadata"].as_object().cloned().unwrap_or_default();
        metadata.extend(given);
        request.insert("metadata".to_owned(), metadata.into());
    }
    if let Some(last_day) = options.expires_on {
        let day = last_day.map(|day| day.to_string());
        request.insert("expiration_date".to_owned(), json!(day));
    }
    if let Some(moment) = options.timestamp {
        request.insert("timestamp".to_owned(), moment.as_second().into());
    }
    request.insert("memory_id".to_owned(), arguments.id.clone().into());
    let mut json = server.call("update", request.into()).await?;
    if let Value::Object(object) = &mut json {
        // The same as `memory`, for other clients.
        object.shift_remove("text");
    }
    let scope = scope_of(&json);
    let raw = json!({"message": "Memory updated successfully!"});
    let warnings = without_effect(&[("--categories", arguments.categories.is_some())]);
    Ok(Reply::new(View::Memory(json.clone()), json)
        .raw(raw)
        .of(scope)
        .warn(warnings))
}

impl Arguments {
    fn options(&self) -> Result<UpdateOptions, Failure> {
        let expires_on = match self.expires.as_deref() {
            None => None,
            Some("never" | "none" | "") => Some(None),
            Some(day) => Some(last_day("--expires", Some(day))?),
        };
        Ok(UpdateOptions {
            text: self.text.clone(),
            metadata: self
                .metadata
                .as_deref()
                .map(|text| object("--metadata", text))
                .transpose()?,
            expires_on,
            timestamp: moment("--timestamp", self.timestamp.as_deref())?,
            categories: self.categories.clone(),
        })
    }
}
