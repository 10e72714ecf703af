//! Every dependency has a permissive licence.

use serde_json::Value;

use crate::{packages, text};

const PERMISSIVE: [&str; 12] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
];

/// Dependencies whose licence is none of these, in words.
pub fn problems(metadata: &Value) -> Vec<String> {
    packages(metadata)
        .filter(|package| !is_permissive(text(package, "license")))
        .map(|package| {
            let (name, licence) = (text(package, "name"), text(package, "license"));
            format!("{name} has the licence {licence:?}, which is not known to be permissive")
        })
        .collect()
}

/// Whether an SPDX expression lets us choose only permissive licences.
fn is_permissive(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    !expression.trim().is_empty()
        && expression.split(" AND ").all(|part| {
            part.split(" OR ").any(|licence| {
                let licence = licence.trim_matches(|c: char| c == '(' || c == ')' || c == ' ');
                PERMISSIVE.contains(&licence)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::is_permissive;

    #[test]
    fn one_permissive_choice_is_enough_and_every_part_needs_one() {
        assert!(is_permissive("MIT OR Apache-2.0"));
        assert!(is_permissive("GPL-3.0 OR MIT"));
        assert!(is_permissive("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(is_permissive("MIT/Apache-2.0"));
        assert!(!is_permissive("GPL-3.0"));
        assert!(!is_permissive("MIT AND LGPL-2.1"));
        assert!(!is_permissive(""));
    }
}
