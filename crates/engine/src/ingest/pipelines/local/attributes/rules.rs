//! The tables of attributes, read once.

use std::sync::LazyLock;

use super::pattern::{Match, Pattern};
use crate::ingest::pipelines::local::tokens::Token;

/// What a rule says about its attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stance {
    /// It is so.
    Is,
    /// It has become so.
    Becomes,
    /// It is so no longer.
    Ends,
}

/// One way to say one attribute.
#[derive(Debug)]
pub(super) struct Rule {
    /// The attribute's name.
    pub attribute: &'static str,
    /// Whether it is, becomes or ends so.
    pub stance: Stance,
    /// The value, where the words themselves are the value ("got married").
    pub value: Option<&'static str>,
    pattern: Pattern,
}

impl Rule {
    /// Matches at the start of `tokens`.
    pub fn matches(&self, tokens: &[Token]) -> Option<Match> {
        self.pattern.matches(tokens)
    }
}

/// The rules of all languages.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// For what follows "I".
    pub says: Vec<Rule>,
    /// For what follows "my".
    pub owns: Vec<Rule>,
}

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules = Rules::default();
    for table in TABLES {
        let mut owning = false;
        for line in lines(table) {
            match line {
                "[says]" => owning = false,
                "[owns]" => owning = true,
                _ if owning => rules.owns.extend(rule(line)),
                _ => rules.says.extend(rule(line)),
            }
        }
    }
    rules
});

const TABLES: [&str; 2] = [
    include_str!("../lists/attributes_en.txt"),
    include_str!("../lists/attributes_zh.txt"),
];

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Reads `attribute stance pattern [= value]`.
fn rule(line: &'static str) -> Option<Rule> {
    let (attribute, rest) = line.split_once(' ')?;
    let (stance, rest) = rest.split_once(' ')?;
    let stance = match stance {
        "is" => Stance::Is,
        "becomes" => Stance::Becomes,
        "ends" => Stance::Ends,
        _ => return None,
    };
    let (pattern, value) = match rest.split_once(" = ") {
        Some((pattern, value)) => (pattern, Some(value)),
        None => (rest, None),
    };
    Some(Rule {
        attribute,
        stance,
        value,
        pattern: Pattern::parse(pattern)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_tables_is_a_rule() {
        for line in TABLES
            .into_iter()
            .flat_map(lines)
            .filter(|line| !line.starts_with('['))
        {
            assert!(rule(line).is_some(), "{line}");
        }
        assert!(RULES.says.len() > 60 && RULES.owns.len() > 40);
    }
}
