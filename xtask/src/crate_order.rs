//! A crate of ours may use only crates above it.

use serde_json::Value;

use crate::{packages, text};

/// From the ground up, as in ARCHITECTURE.md.
const ORDER: [&str; 12] = [
    "mem0-text",
    "mem0-core",
    "mem0-engine",
    "mem0-testkit",
    "mem0-store",
    "mem0-local",
    "mem0-providers",
    "mem0",
    "mem0-api",
    "mem0-client",
    "mem0-cli",
    "mem0-python",
];

/// Crates that may not even use all that stand above them.
const NARROWER: [(&str, &[&str]); 7] = [
    ("mem0-core", &[]),
    ("mem0-testkit", &["mem0-core"]),
    ("mem0-store", &["mem0-text", "mem0-core"]),
    ("mem0-local", &["mem0-core"]),
    ("mem0-providers", &["mem0-core"]),
    ("mem0-api", &[]),
    ("mem0-client", &["mem0-api"]),
];

/// What breaks the rule, in words.
pub fn problems(metadata: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    for package in packages(metadata) {
        let name = text(package, "name");
        let Some(place) = ORDER.iter().position(|known| *known == name) else {
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            // Tests may use more: the testkit above all.
            if dependency["kind"].as_str() == Some("dev") {
                continue;
            }
            let used = text(dependency, "name");
            let Some(below) = ORDER.iter().position(|known| *known == used) else {
                continue;
            };
            let narrower = NARROWER.iter().find(|(narrow, _)| *narrow == name);
            let allowed = narrower.map_or(below < place, |(_, allowed)| allowed.contains(&used));
            if !allowed {
                problems.push(format!(
                    "{name} uses {used}, which ARCHITECTURE.md doesn't let it; see the crate table"
                ));
            }
        }
    }
    problems
}
