//! The prose of a message: what is left without code, logs, quoted mail and bare links.

use super::tokens::{address, is_glyph};
use super::turns;

/// The most of one message that is read, in bytes. Nobody tells of himself for longer; what
/// comes after is a document, and its episode keeps it.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// The lines of a message that are prose, as slices of it.
pub(super) fn prose(text: &str) -> Vec<&str> {
    let text = &text[..text.floor_char_boundary(MOST_BYTES)];
    match turns::said(text) {
        // There a line ends in a backslash and an n.
        Some(said) => said
            .into_iter()
            .flat_map(|text| text.split(r"\n"))
            .flat_map(written)
            .collect(),
        None => written(text),
    }
}

fn written(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| line.starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => {
                // "```x```" on one line opens nothing.
                fence = (!line[marker.len()..].contains(marker)).then_some(marker);
            }
            (Some(open), Some(marker)) if open == marker => fence = None,
            (Some(_), _) => {}
            (None, None) if is_prose(line) => lines.push(line),
            (None, None) => {}
        }
    }
    lines
}

/// Whether a line was written by a person for a person.
fn is_prose(line: &str) -> bool {
    if line.is_empty() || line.starts_with('>') || line.starts_with("$ ") {
        return false;
    }
    !(is_table_row(line) || is_log(line) || is_code(line) || is_links(line) || is_dump(line))
}

fn is_table_row(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|') && line.len() > 2
}

/// A time stamp or a level at the start, or the frame of a stack trace.
fn is_log(line: &str) -> bool {
    const LEVELS: [&str; 8] = [
        "[INFO", "[ERROR", "[WARN", "[DEBUG", "INFO:", "ERROR:", "WARNING:", "DEBUG:",
    ];
    const TRACES: [&str; 5] = [
        "Traceback (",
        "Caused by:",
        "Exception in thread",
        "File \"",
        "at java.",
    ];
    let stamped = {
        let start = line.trim_start_matches('[').as_bytes();
        start.len() > 19
            && start[..4].iter().all(u8::is_ascii_digit)
            && start[4] == b'-'
            && start[7] == b'-'
            && matches!(start[10], b' ' | b'T')
            && start[13] == b':'
            && start[16] == b':'
    };
    let frame = line.starts_with("at ") && line.ends_with(')') && line.contains('(');
    stamped
        || frame
        || LEVELS.iter().any(|level| line.starts_with(level))
        || TRACES.iter().any(|trace| line.starts_with(trace))
}

/// Lines of programs and of markup; needs more than one sign where a sign may be prose.
fn is_code(line: &str) -> bool {
    const STARTS: [&str; 24] = [
        "import ",
        "from __future__",
        "#include",
        "#!/",
        "def ",
        "class ",
        "function ",
        "const ",
        "public ",
        "private ",
        "return ",
        "package ",
        "SELECT ",
        "INSERT ",
        "UPDATE ",
        "CREATE ",
        "sudo ",
        "npm ",
        "pip ",
        "git ",
        "docker ",
        "<?",
        "<!",
        "@@",
    ];
    const SIGNS: [&str; 18] = [
        "();", "){", ") {", "=>", "->", "==", "!=", "&&", "||", "::", "</", "/>", "{}", "[]",
        "self.", "\":", "};", ");",
    ];
    let starts = STARTS.iter().any(|start| line.starts_with(start));
    let signs = SIGNS.iter().filter(|sign| line.contains(*sign)).count();
    let ends = line.ends_with([';', '{', '}']) && line.is_ascii();
    let tag = line.starts_with('<') && line.ends_with('>');
    let brackets = matches!(line, "(" | ")" | "[" | "]" | "],") || line.starts_with(['{', '}']);
    let assigns = line.contains(" = ") && (ends || line.contains('(') && line.is_ascii());
    brackets
        || tag
        || assigns
        || signs >= 2
        || (starts || ends) && (signs >= 1 || ends && starts)
        || line.starts_with("#include")
        || line.starts_with("#!/")
        || line.starts_with("git ")
        || line.starts_with("sudo ")
}

/// Nothing but addresses.
fn is_links(line: &str) -> bool {
    line.split_whitespace().all(|word| {
        let word = word.trim_matches(|c: char| "<>()[]\"'".contains(c));
        address(word).is_some_and(|address| address.contains("://") || word.starts_with("www."))
    })
}

/// Too few letters, or a word that no language has.
fn is_dump(line: &str) -> bool {
    const LONGEST_WORD: usize = 60;
    let too_long = line
        .split(|c: char| c.is_whitespace() || is_glyph(c))
        .any(|word| {
            word.len() > LONGEST_WORD
                && word.chars().count() > LONGEST_WORD
                && word.is_ascii()
                && address(word).is_none()
        });
    let (mut letters, mut others) = (0_usize, 0_usize);
    for character in line.chars().filter(|c| !c.is_whitespace()) {
        if is_glyph(character) {
            // One says about as much as three letters do.
            letters += 3;
        } else if character.is_alphabetic()
            || matches!(character as u32, 0x900..=0xDFF | 0xE31..=0xE4E)
        {
            letters += 1;
        } else {
            others += 1;
        }
    }
    too_long || letters == 0 || others > 20 && others > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_logs_links_and_quotes_are_left_out() {
        let text = "I like Rust.\n```rust\nfn main() {}\n```\n我住在上海\n> quoted\n\
            2024-05-08 12:00:00 INFO started\nhttps://example.org/a\n\
            at foo.Bar.baz(Bar.java:10)\nlet x = call(y);\n{\"a\": 1}\n| a | b |\n---\n\
            see https://example.org/a, it's mine";
        assert_eq!(
            prose(text),
            [
                "I like Rust.",
                "我住在上海",
                "see https://example.org/a, it's mine"
            ]
        );
    }

    #[test]
    fn prose_that_looks_a_little_like_code_is_kept() {
        for line in [
            "from Paris I moved to Berlin",
            "I live at 12 Main St. (2nd floor)",
            "My number is +1 555 010 9999",
            "class starts at 9 on Monday",
            "return flight is on May 5",
            "我的电话是13800138000",
            "我的手机号换成13900001111了，以前是13800002222。",
            "I use C++ and C#; also Go",
        ] {
            assert_eq!(prose(line), [line]);
        }
    }

    #[test]
    fn a_turn_that_a_program_wrote_out_is_what_was_said_in_it() {
        assert_eq!(
            prose(r"{'input': '我住在杭州\nI like tea'}"),
            ["我住在杭州", "I like tea"]
        );
        assert_eq!(prose(r#"{"input": "I like tea"}"#), ["I like tea"]);
    }

    #[test]
    fn an_open_fence_hides_the_rest() {
        assert_eq!(prose("hello\n```\nI like tea"), ["hello"]);
        assert_eq!(prose("```x```\nI like tea"), ["I like tea"]);
    }
}
