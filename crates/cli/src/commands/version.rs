//! `mem0 version`.

use clap::Args;
use serde_json::json;

use crate::failure::Failure;
use crate::output::{Reply, View};

/// Nothing to choose.
#[derive(Debug, Args)]
pub struct Arguments {}

/// Shows it.
pub fn run(_: Arguments) -> Result<Reply, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let data = json!({"name": "mem0", "version": version});
    Ok(Reply::new(View::Verbatim(format!("mem0 {version}")), data))
}
