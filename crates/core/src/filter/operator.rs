//! Words of the filter language: operators and logic.

/// What compares a field with an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equals,
    NotEquals,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    NotIn,
    Contains,
    ContainsIgnoringCase,
    Exists,
}

const OPERATORS: &[(&str, Operator)] = &[
    ("eq", Operator::Equals),
    ("ne", Operator::NotEquals),
    ("gt", Operator::Greater),
    ("gte", Operator::GreaterOrEqual),
    ("lt", Operator::Less),
    ("lte", Operator::LessOrEqual),
    ("in", Operator::In),
    ("nin", Operator::NotIn),
    ("contains", Operator::Contains),
    ("icontains", Operator::ContainsIgnoringCase),
    ("exists", Operator::Exists),
];

/// What other languages write, and what it is called here.
const FOREIGN: &[(&str, &str)] = &[
    ("=", "eq"),
    ("==", "eq"),
    ("equals", "eq"),
    ("is", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("neq", "ne"),
    ("not", "ne"),
    (">", "gt"),
    (">=", "gte"),
    ("ge", "gte"),
    ("min", "gte"),
    ("after", "gt"),
    ("<", "lt"),
    ("<=", "lte"),
    ("le", "lte"),
    ("max", "lte"),
    ("before", "lt"),
    ("any", "in"),
    ("not_in", "nin"),
    ("like", "contains"),
    ("ilike", "icontains"),
    ("regex", "contains"),
];

impl Operator {
    /// The operator that goes by this name, with or without `$`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let bare = name.strip_prefix('$').unwrap_or(name);
        OPERATORS
            .iter()
            .find(|(known, _)| *known == bare)
            .map(|(_, operator)| *operator)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        OPERATORS
            .iter()
            .find(|(_, operator)| *operator == self)
            .map_or("", |(name, _)| name)
    }
}

/// Says that there is no such operator, and which one may have been meant.
pub(super) fn unknown(name: &str) -> String {
    let bare = name.trim_start_matches('$').trim().to_lowercase();
    let foreign = FOREIGN
        .iter()
        .find(|(theirs, _)| *theirs == bare)
        .map(|(_, ours)| *ours);
    let near = || {
        OPERATORS
            .iter()
            .map(|(known, _)| (distance(known, &bare), *known))
            .filter(|(distance, known)| *distance <= known.len() / 2)
            .min()
            .map(|(_, known)| known)
    };
    match foreign.or_else(near) {
        Some(meant) => format!("there is no operator `{name}`; did you mean `{meant}`?"),
        None => {
            let known: Vec<_> = OPERATORS.iter().map(|(known, _)| *known).collect();
            format!(
                "there is no operator `{name}`; the operators are {}",
                known.join(", ")
            )
        }
    }
}

/// How many letters must be put in, taken out or changed to make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, other) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// How filters are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Logic {
    And,
    Or,
    Not,
}

impl Logic {
    /// The word of logic that this is: upper or lower case, with or without `$`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.strip_prefix('$').unwrap_or(name) {
            "AND" | "and" => Some(Self::And),
            "OR" | "or" => Some(Self::Or),
            "NOT" | "not" => Some(Self::Not),
            _ => None,
        }
    }
}
