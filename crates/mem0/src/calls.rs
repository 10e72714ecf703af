//! Every operation by its name, with arguments and answers as JSON: what another language calls.
//!
//! A face of another language converts values, calls [`call`], and turns
//! [`error_json`](crate::contract::error_json) into its own errors. Everything else happens here:
//! spellings, types, ranges, defaults, which ids bound a search.
//!
//! ```
//! use mem0::{Memory, MemoryConfig, calls};
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
//! let arguments = json!({"messages": "我喜欢披萨，讨厌西兰花", "user_id": "小雨"});
//! calls::call(&memory, "add", arguments).await?;
//! let arguments = json!({"query": "食物偏好", "userId": "小雨", "limit": 1});
//! let found = calls::call(&memory, "search", arguments).await?;
//! assert!(found["results"][0]["memory"].as_str().unwrap().contains("披萨"));
//! # Ok(())
//! # }
//! ```
//!
//! # What holds for all of them
//! - An argument goes by its name or one of its aliases ([`Argument::names`]). Both with different
//!   values, and a name that the operation doesn't take, are errors.
//! - `null` is the same as nothing, except where `update` clears an expiration date.
//! - Ids (`user_id`, `agent_id`, `run_id`, `app_id`) are texts; numbers and truth values count as
//!   their text. Blanks around them are cut off; an id that is empty or has blanks inside is
//!   refused. `filters` may name them too, at its top or inside a top-level `AND`; an id that is
//!   named both ways is the one outside. Memories that were kept under an id with blanks are
//!   reached by `{"user_id": {"eq": "张 三"}}`.
//! - `limit` and `top_k` are whole numbers; where both are given `top_k` counts. 0 gives nothing.
//! - What was left out or has no effect is told in `warnings`, where the answer is an object.
//!
//! [`OPERATIONS`] lists all operations with their arguments.

mod arguments;
mod erase;
mod messages;
mod models;
mod moving_in;
mod operation;
mod portable;
mod progress;
mod recall;
mod remember;
mod shared;
mod whose;

use serde_json::Value;

use self::arguments::Arguments;
pub use self::operation::{Argument, OPERATIONS, Operation};
pub use self::progress::Progress;
use self::progress::Watcher;
use crate::{Memory, Result};

/// Does what an operation says and answers with the contract's JSON.
///
/// # Errors
/// There is no such operation, or its arguments can't be used: nothing was changed. Otherwise
/// those of [`Memory`]'s method.
pub async fn call(memory: &Memory, operation: &str, arguments: Value) -> Result<Value> {
    let operation = Operation::named(operation)?;
    let given = Arguments::read(operation, arguments)?;
    (operation.run)(memory, given).await
}

/// The same, and `progress` is told how far it is, if the operation takes long (`import_from`,
/// `reembed`).
///
/// # Errors
/// Those of [`call`].
pub async fn call_watched(
    memory: &Memory,
    operation: &str,
    arguments: Value,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Value> {
    let operation = Operation::named(operation)?;
    let given = Arguments::read(operation, arguments)?;
    let given = given.watched(Watcher::new(progress));
    (operation.run)(memory, given).await
}
