//! Where in an answer the JSON may stand: outside think blocks, inside fences first.

/// Names of the blocks in which models think aloud.
const THINKING: [&str; 4] = ["think", "thinking", "thought", "reasoning"];

/// The parts of `text` to look at, the likeliest first. Parts may overlap.
pub(super) fn of(text: &str) -> Vec<&str> {
    let mut regions = Vec::new();
    let (answer, thoughts) = without_thoughts(text);
    regions.extend(fences(answer));
    regions.push(answer);
    // A model that forgets to close its thoughts gives its answer inside them.
    regions.extend(thoughts);
    regions
}

/// What is left of `text` without thoughts and without fence marks.
pub(super) fn without_wrapping(text: &str) -> &str {
    let (answer, _) = without_thoughts(text);
    let answer = fences(answer).next().unwrap_or(answer);
    answer.trim().trim_matches('`').trim()
}

/// The answer after the thoughts, and the thoughts if nothing closes them. A tag inside the
/// answer's own JSON is not a thought: only tags before the first bracket count.
fn without_thoughts(text: &str) -> (&str, Option<&str>) {
    let mut answer = text.trim_start();
    loop {
        let bracket = answer.find(['{', '[']).unwrap_or(answer.len());
        let Some((start, name)) = first_tag(&answer[..bracket]) else {
            break;
        };
        let inside = &answer[start + name.len() + 2..];
        match find_ignoring_case(inside, &format!("</{name}>")) {
            Some(end) => answer = &inside[end + name.len() + 3..],
            None => return (&answer[..start], Some(inside)),
        }
    }
    // Some chat templates swallow the opening tag: everything before a closing tag was thought,
    // if an answer follows it.
    for name in THINKING {
        let close = format!("</{name}>");
        if let Some(end) = find_ignoring_case(answer, &close) {
            let rest = &answer[end + close.len()..];
            let answers_follow = rest.contains(['{', '[']) || rest.trim() == "null";
            let in_a_string = rest.trim_start().starts_with(['"', '\'']);
            if answers_follow && !in_a_string {
                return (rest, Some(&answer[..end]));
            }
        }
    }
    (answer, None)
}

/// The first opening tag of a think block.
fn first_tag(text: &str) -> Option<(usize, &'static str)> {
    THINKING
        .into_iter()
        .filter_map(|name| Some((find_ignoring_case(text, &format!("<{name}>"))?, name)))
        .min()
}

/// Where an ASCII `needle` first stands in `text`, whatever its case.
fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes()
        .windows(needle.len())
        .position(|window| window.eq_ignore_ascii_case(needle))
}

/// The contents of fenced blocks; the last one may be unclosed.
fn fences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find("```")?;
        let inside = &rest[open + 3..];
        // The word after the fence names a language: ```json
        let start = inside
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let inside = &inside[start..];
        let end = inside.find("```").unwrap_or(inside.len());
        rest = inside.get(end + 3..).unwrap_or("");
        Some(&inside[..end])
    })
}

/// The answer after the thoughts, without a fence around the whole of it. Thoughts that nothing
/// closes leave nothing.
pub(super) fn prose(text: &str) -> &str {
    let mut answer = text.trim_start_matches('\u{feff}').trim();
    while let Some((0, name)) = first_tag(answer) {
        let close = format!("</{name}>");
        let Some(end) = find_ignoring_case(answer, &close) else {
            return "";
        };
        answer = answer[end + close.len()..].trim_start();
    }
    let fenced = answer
        .strip_prefix("```")
        .and_then(|rest| rest.strip_suffix("```"));
    match fenced {
        Some(inside) if !inside.contains("```") => match inside.split_once('\n') {
            Some((language, rest)) if !language.trim().contains(' ') => rest.trim(),
            _ => inside.trim(),
        },
        _ => answer,
    }
}
