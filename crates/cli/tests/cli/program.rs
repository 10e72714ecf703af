//! Running the program.

use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The program with a store of its own and an empty environment.
pub struct Program {
    pub folder: TempDir,
}

/// What it answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Program {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn store(&self) -> &Path {
        self.folder.path()
    }

    /// A file beside the store.
    pub fn file(&self, name: &str, content: &str) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mem0"));
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("MEM0_DIR", self.folder.path().join("store"))
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, words: &[&str]) -> Answer {
        self.command(words).output().unwrap().into()
    }

    pub fn run_with(&self, words: &[&str], input: &str) -> Answer {
        let mut child = self.command(words).stdin(Stdio::piped()).spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap().into()
    }

    pub fn start(&self, words: &[&str]) -> Child {
        self.command(words).spawn().unwrap()
    }

    /// Runs it and expects success.
    pub fn ok(&self, words: &[&str]) -> String {
        self.run(words).succeeded(words)
    }

    /// Runs it with `--json` and expects success; the envelope.
    pub fn envelope(&self, words: &[&str]) -> Value {
        let words = [words, &["--json"]].concat();
        serde_json::from_str(&self.ok(&words)).unwrap()
    }

    /// Runs it with `--json` and expects success; the data.
    pub fn data(&self, words: &[&str]) -> Value {
        self.envelope(words)["data"].clone()
    }

    /// Adds a memory word for word; its id.
    pub fn add(&self, user: &str, text: &str) -> String {
        let added = self.data(&["add", text, "-u", user, "--no-infer"]);
        added[0]["id"].as_str().unwrap().to_owned()
    }

    /// The texts that a command answers.
    pub fn texts(&self, words: &[&str]) -> Vec<String> {
        let data = self.data(words);
        let items = data.as_array().unwrap();
        items
            .iter()
            .map(|item| item["memory"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Answer {
    fn succeeded(self, words: &[&str]) -> String {
        assert_eq!(self.code, 0, "{words:?}\n{}\n{}", self.out, self.err);
        self.out
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
