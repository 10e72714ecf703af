//! Where commands go that are not for the local store: a server, and how it is reached.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use mem0::{Scope, ScopeId, config_file};
use mem0_client::{Client, ClientError, ClientOptions};
use serde_json::{Map, Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::scope::ScopeFlags;

/// Beside the configuration, but not in it: it holds a key, and only its owner may read it.
const FILE: &str = "server.json";

/// Where a command goes.
pub enum Target {
    /// To the store on this machine.
    Local,
    /// To a server.
    Server(Address),
}

/// Where a server is, and with which key it is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// Its URL.
    pub base_url: String,
    /// Who said so.
    pub origin: Origin,
    key: Option<String>,
}

/// Who said which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A flag.
    Flag,
    /// The environment.
    Environment,
    /// An earlier `init`.
    Saved,
}

impl Origin {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "--base-url",
            Self::Environment => "MEM0_BASE_URL",
            Self::Saved => "mem0 init",
        }
    }
}

impl Target {
    /// Where this command goes: what is typed counts before the environment, and that before what
    /// `init` saved.
    ///
    /// # Errors
    /// A key without a server, or a saved server that can't be read.
    pub fn of(context: &Context) -> Result<Self, Failure> {
        let variable = |name: &str| {
            let value = std::env::var(name).ok();
            value.filter(|value| !value.trim().is_empty())
        };
        let typed_key = context.global.api_key.as_ref().map(|key| key.0.clone());
        let key = typed_key.clone().or_else(|| variable("MEM0_API_KEY"));
        let typed_url = context.global.base_url.clone();
        let named = typed_url
            .map(|url| (url, Origin::Flag))
            .or_else(|| Some((variable("MEM0_BASE_URL")?, Origin::Environment)));
        let saved = || read(&file(context)?);
        if let Some((base_url, origin)) = named {
            let key = match key {
                Some(key) => Some(key),
                // A key belongs to the server with which it was saved, and goes to no other.
                None => saved()?
                    .filter(|(url, _)| same(url, &base_url))
                    .map(|(_, key)| key),
            };
            return Ok(Self::Server(Address {
                base_url,
                origin,
                key,
            }));
        }
        match saved()? {
            Some((base_url, saved_key)) => Ok(Self::Server(Address {
                base_url,
                origin: Origin::Saved,
                key: Some(typed_key.unwrap_or(saved_key)),
            })),
            None if typed_key.is_some() => Err(Failure::usage(
                "--api-key is for a server, and none is named",
                "Name it with --base-url or MEM0_BASE_URL, such as --base-url https://api.mem0.ai.",
            )),
            None => Ok(Self::Local),
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().trim_end_matches('/') == other.trim().trim_end_matches('/')
}

/// A server that can be asked.
pub struct Server {
    client: Client,
    defaults: Scope,
}

impl Address {
    /// Gets ready to ask it; nothing is sent yet.
    ///
    /// # Errors
    /// There is no key, or the URL is no address.
    pub fn server(&self, context: &Context) -> Result<Server, Failure> {
        let key = self
            .key
            .clone()
            .filter(|key| !key.trim().is_empty())
            .ok_or_else(|| Failure::NoKey(self.base_url.clone()))?;
        let mut options = ClientOptions::new(key).at(&self.base_url);
        options.headers = vec![
            ("X-Mem0-Source".to_owned(), "cli".to_owned()),
            ("X-Mem0-Client-Language".to_owned(), "rust".to_owned()),
            (
                "X-Mem0-Client-Version".to_owned(),
                env!("CARGO_PKG_VERSION").to_owned(),
            ),
        ];
        Ok(Server {
            client: Client::new(options)?,
            defaults: context.config()?.scope().clone(),
        })
    }

    /// Makes it the server of later commands. The file is its owner's alone from the beginning.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn save(&self, context: &Context) -> Result<PathBuf, Failure> {
        let path = file(context)?;
        let named = |error| Failure::file(&path, error);
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(named)?;
        // Made by `tempfile`, which gives no rights to anybody else.
        let mut new = tempfile::NamedTempFile::new_in(folder).map_err(named)?;
        let content = json!({"base_url": self.base_url, "api_key": self.key});
        writeln!(new, "{content:#}").map_err(named)?;
        new.as_file().sync_all().map_err(named)?;
        new.persist(&path).map_err(|error| named(error.error))?;
        Ok(path)
    }
}

/// Forgets the saved server; whether there was one.
///
/// # Errors
/// The file can't be removed.
pub fn forget(context: &Context) -> Result<bool, Failure> {
    let path = file(context)?;
    match fs::remove_file(&path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::file(&path, error)),
    }
}

fn file(context: &Context) -> Result<PathBuf, Failure> {
    let config = config_file::path(&context.load_options())?;
    Ok(config.with_file_name(FILE))
}

/// The saved URL and key.
fn read(path: &Path) -> Result<Option<(String, String)>, Failure> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::file(path, error)),
    };
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let text = |name: &str| json[name].as_str().map(ToOwned::to_owned);
    match text("base_url").zip(text("api_key")) {
        Some(found) => Ok(Some(found)),
        None => Err(Failure::wrong(
            format!("{} doesn't name a server and a key", path.display()),
            "Write it anew with `mem0 init --base-url … --api-key …`, or go back to the local \
             store with `mem0 init --local`.",
        )),
    }
}

impl Server {
    /// Asks.
    ///
    /// # Errors
    /// The server refuses or can't be reached.
    pub async fn call(&self, operation: &str, arguments: Value) -> Result<Value, Failure> {
        Ok(self.client.call(operation, arguments).await?)
    }

    /// Asks for something that may not be there.
    ///
    /// # Errors
    /// The server refuses or can't be reached.
    pub async fn find(&self, operation: &str, arguments: Value) -> Result<Option<Value>, Failure> {
        match self.client.call(operation, arguments).await {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// One memory.
    ///
    /// # Errors
    /// It isn't there, or the server can't be reached.
    pub async fn memory(&self, id: &str) -> Result<Value, Failure> {
        match self.client.call("get", json!({"memory_id": id})).await {
            Ok(memory) => Ok(memory),
            // What can't be an id is the id of nothing, as on the local store.
            Err(ClientError::Refused(refusal)) if matches!(refusal.status, 400 | 404) => {
                Err(Failure::no_memory(id))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whose memories are meant, with the ids that are meant where none is typed.
    pub fn scope(&self, flags: &ScopeFlags) -> Scope {
        flags.or(&self.defaults)
    }

    /// The ids that are meant where none is typed.
    pub fn defaults(&self) -> &Scope {
        &self.defaults
    }

    /// How many memories somebody has; everybody's, if nobody is named.
    ///
    /// # Errors
    /// The server refuses or can't be reached.
    pub async fn count(&self, scope: &Scope) -> Result<usize, Failure> {
        let mut arguments = ids(scope);
        arguments.insert("page".to_owned(), 1.into());
        arguments.insert("page_size".to_owned(), 1.into());
        let page = self.call("get_all", arguments.into()).await?;
        let count = page["count"].as_u64().unwrap_or_default();
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }
}

/// The ids of a scope, as arguments.
pub fn ids(scope: &Scope) -> Map<String, Value> {
    let ids = scope.ids();
    ids.map(|(id, value)| (id.name().to_owned(), value.into()))
        .collect()
}

/// Whose memory a server shows.
pub fn scope_of(memory: &Value) -> Scope {
    let mut scope = Scope::default();
    for id in ScopeId::ALL {
        scope.set(id, memory[id.name()].as_str().map(ToOwned::to_owned));
    }
    scope
}

/// Tells of flags that a server has no use for.
pub fn without_effect(flags: &[(&str, bool)]) -> Vec<String> {
    let given = flags.iter().filter(|(_, given)| *given);
    given
        .map(|(flag, _)| format!("{flag} has no effect on a server"))
        .collect()
}
