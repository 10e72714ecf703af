//! Measuring recall and speed, through the same API that users have.

mod machine;
pub mod retrieval;
pub mod speed;
mod texts;
mod timing;
pub mod vectors;
pub mod worker;

use std::path::Path;

use mem0::{LoadOptions, MemoryConfig};
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;

/// The embedded default in this folder; with `--config` what that file says, but the store in this
/// folder all the same, so that no measurement ever touches a store in use.
fn config(context: &Context, folder: &Path) -> Result<MemoryConfig, Failure> {
    if context.global.config.is_none() {
        return Ok(MemoryConfig::offline(folder));
    }
    let options = LoadOptions {
        dir: Some(folder.to_owned()),
        ..context.load_options()
    };
    let store = folder.join("memory.db");
    Ok(MemoryConfig::load_with(
        options,
        &json!({"path": store.display().to_string()}),
    )?)
}
