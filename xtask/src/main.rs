//! `cargo run -p xtask -- check`: rules of this repository that no compiler checks.
//!
//! - A crate of ours uses only crates above it in the table of ARCHITECTURE.md.
//! - Every dependency has a permissive licence.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it talks to a terminal"
)]

mod crate_order;
mod licences;

use std::process::{Command, ExitCode};

use serde_json::Value;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("check") => check(),
        _ => {
            eprintln!("usage: cargo run -p xtask -- check");
            ExitCode::from(2)
        }
    }
}

fn check() -> ExitCode {
    let metadata = match metadata() {
        Ok(metadata) => metadata,
        Err(problem) => {
            eprintln!("cargo metadata can't be read: {problem}");
            return ExitCode::FAILURE;
        }
    };
    let mut problems = crate_order::problems(&metadata);
    problems.extend(licences::problems(&metadata));
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        println!("The house is in order.");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn metadata() -> Result<Value, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// The packages of `cargo metadata`.
fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
