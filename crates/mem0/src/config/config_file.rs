//! The configuration file: where it is, what it says, and changing it.
//!
//! TOML by default; a file whose name ends in `.json` is JSON. Comments and order of a TOML file
//! survive a change. Files are replaced whole, never written in place, and only the owner may
//! read them, because they may hold keys.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use mem0_core::{Error, Result};
use serde_json::{Map, Value};
use toml_edit::{DocumentMut, Item, Table};

use super::environment::Environment;
use super::layer::canonical;
use super::nearest::nearest;
use super::resolve::folder;
use super::setting::Setting;
use super::settings::{SETTINGS, setting};
use super::{Accepts, LoadOptions, paths};
use crate::registry::{self, ProviderKind};

/// The file in force, or, if there is none, the one that [`set`] would make.
///
/// # Errors
/// A file was named that doesn't exist.
pub fn path(options: &LoadOptions) -> Result<PathBuf> {
    if let Some(file) = &options.config_file {
        return Ok(paths::expand(&file.to_string_lossy()));
    }
    let environment = if options.environment {
        Environment::of_the_process()
    } else {
        Environment::default()
    };
    if let Some(file) = environment.get("MEM0_CONFIG") {
        return Ok(paths::expand(file));
    }
    let folder = folder(options, &environment);
    Ok(locate(options, &environment, &folder)?.unwrap_or_else(|| folder.join("config.toml")))
}

/// What the file says of a key such as `llm.config.model` (or, for short, `llm.model`); `None` if
/// it says nothing, or there is no file.
///
/// # Errors
/// The key is unknown, or the file can't be read.
pub fn get(file: &Path, key: &str) -> Result<Option<Value>> {
    let (key, _) = known(key, None)?;
    if !file.exists() {
        return Ok(None);
    }
    let object = read(file)?;
    let mut value = None;
    let mut inside = Some(&object);
    for part in key.split('.') {
        value = inside.and_then(|object| object.get(part));
        inside = value.and_then(Value::as_object);
    }
    Ok(value.cloned())
}

/// Sets a key, making the file and its folder if they aren't there.
///
/// # Errors
/// The key is unknown, the value doesn't fit, or the file can't be read or written; then it is as
/// it was.
pub fn set(file: &Path, key: &str, value: &str) -> Result<()> {
    let (key, accepts) = known(key, Some(value))?;
    let value = accepts.read(&key, value)?;
    change(file, &key, Some(&value))
}

/// Removes a key; nothing happens if it isn't there.
///
/// # Errors
/// The key is unknown, or the file can't be read or written; then it is as it was.
pub fn unset(file: &Path, key: &str) -> Result<()> {
    let (key, _) = known(key, None)?;
    if file.exists() {
        change(file, &key, None)
    } else {
        Ok(())
    }
}

/// The file to read, if there is one.
pub(super) fn locate(
    options: &LoadOptions,
    environment: &Environment,
    folder: &Path,
) -> Result<Option<PathBuf>> {
    let named = options
        .config_file
        .as_ref()
        .map(|file| paths::expand(&file.to_string_lossy()))
        .or_else(|| environment.get("MEM0_CONFIG").map(paths::expand));
    if let Some(file) = named {
        if file.is_file() {
            return Ok(Some(file));
        }
        return Err(unusable(&file, "there is no such file"));
    }
    let names = ["config.toml", "config.json"];
    Ok(names
        .map(|name| folder.join(name))
        .into_iter()
        .find(|file| file.is_file()))
}

/// The object that a file holds.
pub(super) fn read(file: &Path) -> Result<Map<String, Value>> {
    let text = fs::read_to_string(file).map_err(|error| unusable(file, error))?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    if !is_json(file, text) {
        return toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start));
            let place = before.map(|before| format!("line {}: ", before.matches('\n').count() + 1));
            unusable(file, place.unwrap_or_default() + error.message())
        });
    }
    let mut object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| unusable(file, error))?;
    // The original leaves such a file behind: the id is one of its telemetry, no user's.
    if object.len() == 1 && file.file_name().is_some_and(|name| name == "config.json") {
        object.remove("user_id");
    }
    Ok(object)
}

fn is_json(file: &Path, text: &str) -> bool {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("json") => true,
        Some("toml") => false,
        _ => text.trim_start().starts_with('{'),
    }
}

/// The proper form of a key, and what it accepts.
fn known(key: &str, value: Option<&str>) -> Result<(String, Accepts)> {
    let unknown = |meant: Option<String>| Error::Configuration {
        setting: key.to_owned(),
        problem: match meant {
            Some(meant) => format!("there is no such setting; did you mean `{meant}`?"),
            None => "there is no such setting".to_owned(),
        },
    };
    let name = canonical(key);
    if let Some(setting) = setting(name) {
        return Ok((name.to_owned(), setting.accepts));
    }
    let sections = || ProviderKind::ALL.iter().map(|kind| kind.name());
    let Some((section, option)) = name.split_once('.') else {
        let known = SETTINGS
            .iter()
            .map(|setting| setting.name)
            .chain(sections());
        return Err(unknown(nearest(name, known).map(str::to_owned)));
    };
    let Some(kind) = ProviderKind::of_section(section) else {
        let meant = nearest(section, sections());
        return Err(unknown(meant.map(|section| format!("{section}.{option}"))));
    };
    if option == "provider" {
        if let Some(value) = value.filter(|value| *value != super::NONE) {
            registry::find(kind, value)?;
        }
        return Ok((name.to_owned(), Accepts::Text));
    }
    let option = option.strip_prefix("config.").unwrap_or(option);
    let settings = || registry::of_kind(kind).flat_map(|provider| provider.settings);
    match registry::of_kind(kind).find_map(|provider| provider.setting(option)) {
        Some(Setting { name, accepts, .. }) => Ok((format!("{kind}.config.{name}"), *accepts)),
        None => {
            let meant = nearest(option, settings().map(|setting| setting.name));
            Err(unknown(
                meant.map(|option| format!("{kind}.config.{option}")),
            ))
        }
    }
}

fn change(file: &Path, key: &str, value: Option<&Value>) -> Result<()> {
    let before = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(unusable(file, error)),
    };
    let after = if is_json(file, &before) {
        let mut object = if before.trim().is_empty() {
            Map::new()
        } else {
            read(file)?
        };
        change_object(&mut object, key, value);
        let text = serde_json::to_string_pretty(&object);
        text.map_err(|error| unusable(file, error))? + "\n"
    } else {
        let mut document: DocumentMut = before.parse().map_err(|error| unusable(file, error))?;
        change_table(document.as_table_mut(), key, value).map_err(|()| {
            unusable(
                file,
                format!("`{key}` can't be set: a part of it is no table there"),
            )
        })?;
        document.to_string()
    };
    replace(file, &after).map_err(|error| unusable(file, error))
}

fn change_object(object: &mut Map<String, Value>, key: &str, value: Option<&Value>) {
    match (key.split_once('.'), value) {
        (None, Some(value)) => {
            object.insert(key.to_owned(), value.clone());
        }
        (None, None) => {
            object.remove(key);
        }
        (Some((first, rest)), _) => {
            let inner = object
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Some(inner) = inner.as_object_mut() {
                change_object(inner, rest, value);
            }
        }
    }
}

fn change_table(table: &mut Table, key: &str, value: Option<&Value>) -> Result<(), ()> {
    match (key.split_once('.'), value) {
        (None, Some(value)) => {
            table[key] = toml_item(value);
        }
        (None, None) => {
            table.remove(key);
        }
        (Some((first, rest)), _) => {
            let inner = table.entry(first).or_insert_with(|| {
                let mut table = Table::new();
                table.set_implicit(true);
                Item::Table(table)
            });
            if let Some(inline) = inner.as_inline_table() {
                *inner = Item::Table(inline.clone().into_table());
            }
            change_table(inner.as_table_mut().ok_or(())?, rest, value)?;
        }
    }
    Ok(())
}

fn toml_item(value: &Value) -> Item {
    match value {
        Value::Bool(yes) => toml_edit::value(*yes),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => toml_edit::value(whole),
            None => toml_edit::value(number.as_f64().unwrap_or(f64::MAX)),
        },
        Value::String(text) => toml_edit::value(text),
        Value::Object(object) => {
            let mut table = toml_edit::InlineTable::new();
            for (key, value) in object {
                if let Ok(value) = toml_item(value).into_value() {
                    table.insert(key, value);
                }
            }
            toml_edit::value(table)
        }
        Value::Array(list) => {
            let values = list
                .iter()
                .filter_map(|value| toml_item(value).into_value().ok());
            toml_edit::value(values.collect::<toml_edit::Array>())
        }
        Value::Null => Item::None,
    }
}

/// Writes a new file beside the old one and puts it in its place.
fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let new = file.with_file_name(name);
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&new).and_then(|mut open| {
        open.write_all(text.as_bytes())?;
        open.sync_all()
    });
    let replaced = written.and_then(|()| fs::rename(&new, &file));
    if replaced.is_err() {
        // What matters is the first failure; the leftover, if any, is only untidy.
        let _ = fs::remove_file(&new);
    }
    replaced
}

fn unusable(file: &Path, problem: impl std::fmt::Display) -> Error {
    Error::Configuration {
        setting: file.display().to_string(),
        problem: problem.to_string().trim().replace('\n', " "),
    }
}
