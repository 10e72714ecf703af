//! `mem0 update`: changes a memory's text, metadata or expiry.

use clap::Args;
use mem0::UpdateOptions;
use mem0::contract::get_json;

use super::{last_day, moment, object};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, View};

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
