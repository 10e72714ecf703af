//! `mem0 config`: shows or changes the configuration.

use clap::{Args, Subcommand};
use mem0::{EffectiveSetting, config_file};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Reply, Table, View};

/// What to do with it.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show every value in force and where it comes from; secrets are hidden
    Show,
    /// Show one value, such as llm.config.model
    Get(Key),
    /// Set a value in the configuration file
    Set(Setting),
    /// Remove a value from the configuration file
    Unset(Key),
    /// Show which file is read
    Path,
}

/// Which value.
#[derive(Debug, Args)]
pub struct Key {
    /// The setting, such as `llm.config.model`, or `llm.model` for short
    key: String,
}

/// Which value, and what it becomes.
#[derive(Debug, Args)]
pub struct Setting {
    /// The setting, such as `llm.config.model`, or `llm.model` for short
    key: String,
    /// Its new value
    #[arg(allow_hyphen_values = true)]
    value: String,
}

impl Command {
    /// The words by which it is called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Show => "config show",
            Self::Get(_) => "config get",
            Self::Set(_) => "config set",
            Self::Unset(_) => "config unset",
            Self::Path => "config path",
        }
    }
}

/// Shows or changes it.
pub fn run(command: Command, context: &Context) -> Result<Reply, Failure> {
    match command {
        Command::Show => show(context),
        Command::Get(Key { key }) => get(&key, context),
        Command::Set(Setting { key, value }) => {
            let file = config_file::path(&context.load_options())?;
            config_file::set(&file, &key, &value)?;
            let row = effective(&key, context)?;
            let shown = row.map_or_else(|| "nothing".to_owned(), |row| row.value);
            let words = format!("{key} is now {shown} in {}.", file.display());
            let data = json!({"key": key, "value": shown, "file": file.display().to_string()});
            Ok(Reply::new(View::Words(words), data))
        }
        Command::Unset(Key { key }) => {
            let file = config_file::path(&context.load_options())?;
            config_file::unset(&file, &key)?;
            let words = format!("{key} is no longer set in {}.", file.display());
            let data = json!({"key": key, "file": file.display().to_string()});
            Ok(Reply::new(View::Words(words), data))
        }
        Command::Path => {
            let file = config_file::path(&context.load_options())?;
            let data = json!({"path": file.display().to_string(), "exists": file.is_file()});
            Ok(Reply::new(View::Verbatim(file.display().to_string()), data))
        }
    }
}

fn show(context: &Context) -> Result<Reply, Failure> {
    let rows = context.config()?.effective();
    let mut table = Table::new(&["SETTING", "VALUE", "FROM"]);
    for row in &rows {
        table.row([row.key.clone(), row.value.clone(), row.origin.to_string()]);
    }
    let data: Vec<Value> = rows.iter().map(row_json).collect();
    Ok(Reply::new(View::Table(table), data.into()))
}

fn get(key: &str, context: &Context) -> Result<Reply, Failure> {
    // Also tells an unknown key from one that nobody set.
    let file = config_file::path(&context.load_options())?;
    config_file::get(&file, key)?;
    let row = effective(key, context)?.ok_or_else(|| Failure::NotFound {
        problem: format!("{key} is not set and has no default"),
        hint: format!("Set it with `mem0 config set {key} VALUE`."),
    })?;
    Ok(Reply::new(
        View::Verbatim(row.value.clone()),
        row_json(&row),
    ))
}

/// The row of this setting, by its whole name or without `config.`.
fn effective(key: &str, context: &Context) -> Result<Option<EffectiveSetting>, Failure> {
    let whole = match key.split_once('.') {
        Some((section, option)) if !option.starts_with("config.") && option != "provider" => {
            format!("{section}.config.{option}")
        }
        _ => key.to_owned(),
    };
    let rows = context.config()?.effective();
    Ok(rows
        .into_iter()
        .find(|row| row.key == key || row.key == whole))
}

fn row_json(row: &EffectiveSetting) -> Value {
    json!({"key": row.key, "value": row.value, "origin": row.origin.to_string()})
}
