//! The same commands, asked of a server.

mod everybody;
mod memories;
mod moving;
mod setup;

use std::process::Command;

use mem0_testkit::hosted::{HostedDouble, KEY};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::program::{Answer, Program};

/// The program, a server, and the flags that bring them together.
struct Remote {
    program: Program,
    double: HostedDouble,
    _runtime: Runtime,
}

impl Remote {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        Self {
            program: Program::new(),
            double: runtime.block_on(HostedDouble::start()),
            _runtime: runtime,
        }
    }

    /// As set by the environment.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.program.command(words);
        command
            .env("MEM0_BASE_URL", self.double.url())
            .env("MEM0_API_KEY", KEY);
        command
    }

    fn run(&self, words: &[&str]) -> Answer {
        self.command(words).output().unwrap().into()
    }

    fn ok(&self, words: &[&str]) -> String {
        let answer = self.run(words);
        assert_eq!(answer.code, 0, "{words:?}\n{}\n{}", answer.out, answer.err);
        answer.out
    }

    fn envelope(&self, words: &[&str]) -> Value {
        let words = [words, &["--json"]].concat();
        serde_json::from_str(&self.ok(&words)).unwrap()
    }

    fn data(&self, words: &[&str]) -> Value {
        self.envelope(words)["data"].clone()
    }

    fn add(&self, user: &str, text: &str) -> String {
        let added = self.data(&["add", text, "-u", user, "--no-infer"]);
        added[0]["id"].as_str().unwrap().to_owned()
    }

    fn texts(&self, words: &[&str]) -> Vec<String> {
        let data = self.data(words);
        let texts = data
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["memory"].as_str().unwrap());
        texts.map(ToOwned::to_owned).collect()
    }
}

/// Nothing of it may be made on this machine.
fn untouched(program: &Program) {
    let store = program.store().join("store");
    let made = std::fs::read_dir(&store).map(|entries| {
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<Vec<_>>()
    });
    let made: Vec<String> = made.unwrap_or_default();
    assert!(made.iter().all(|name| !name.ends_with(".db")), "{made:?}");
}
