//! Answers for people. They are written into texts, which can't fail: what `write!` returns is let
//! go.

use std::fmt::Write;

use serde_json::Value;

use super::{Paint, View};

/// The view as text.
pub fn render(view: &View, paint: Paint) -> String {
    match view {
        View::Memories {
            items,
            reasons,
            place,
        } => memories(items, reasons, place, paint),
        View::Memory(item) => memory(item, paint),
        View::Added { items, left_out } => added(items, left_out, paint),
        View::Changes(changes) => history(changes, paint),
        View::Table(table) if table.rows.is_empty() => "Nothing there.".to_owned(),
        View::Table(table) => table.render(paint),
        View::Fields(fields) => named(fields, paint),
        View::Words(text) | View::Verbatim(text) => text.clone(),
        View::Shown => String::new(),
    }
}

fn memories(items: &[Value], reasons: &[String], part: &str, paint: Paint) -> String {
    if items.is_empty() {
        return match part {
            "" => "No memories found.".to_owned(),
            part => part.to_owned(),
        };
    }
    let mut text = String::new();
    for (place, item) in items.iter().enumerate() {
        let reason = reasons.get(place).map(String::as_str);
        text.push_str(&hit_lines(place + 1, item, reason, paint));
    }
    if !part.is_empty() {
        let _ = writeln!(text, "{part}");
    }
    text
}

/// A memory in a list: its text and score, below it what else is good to know.
pub fn hit_lines(place: usize, item: &Value, reason: Option<&str>, paint: Paint) -> String {
    let mut text = String::new();
    let _ = write!(
        text,
        "{} {}",
        paint.dim(&format!("{place:>2}.")),
        shortened(field(item, "memory"))
    );
    let score = score(item);
    if !score.is_empty() {
        let _ = write!(text, "  {}", paint.cyan(&score));
    }
    let said = match field(item, "occurred_at") {
        said if said.is_empty() => field(item, "created_at"),
        said => said,
    };
    let mut about = vec![field(item, "id"), day(&said).to_owned()];
    for id in ["user_id", "agent_id", "app_id", "run_id", "actor_id"] {
        let value = field(item, id);
        if !value.is_empty() {
            about.push(format!("{} {value}", id.trim_end_matches("_id")));
        }
    }
    about.retain(|part| !part.is_empty());
    let _ = writeln!(text, "\n    {}", paint.dim(&about.join(" · ")));
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        let _ = writeln!(text, "    {}", paint.dim(reason));
    }
    text
}

fn memory(item: &Value, paint: Paint) -> String {
    let mut text = format!("{}\n", paint.bold(&field(item, "memory")));
    let Some(object) = item.as_object() else {
        return text;
    };
    let rest: Vec<(String, String)> = object
        .iter()
        .filter(|(key, value)| !matches!(key.as_str(), "memory" | "score") && !is_empty(value))
        .map(|(key, _)| (key.clone(), field(item, key)))
        .collect();
    text.push_str(&named(&rest, paint));
    text
}

fn added(items: &[Value], left_out: &[(String, String)], paint: Paint) -> String {
    let mut text = String::new();
    if items.is_empty() {
        text.push_str("Nothing new to remember.\n");
    }
    for item in items {
        let event = field(item, "event");
        let sign = match event.as_str() {
            "UPDATE" => paint.yellow("~"),
            "DELETE" => paint.red("-"),
            _ => paint.green("+"),
        };
        let _ = writeln!(text, "{sign} {}", shortened(field(item, "memory")));
        let before = shortened(field(item, "previous_memory"));
        if !before.is_empty() {
            let _ = writeln!(text, "  {}", paint.dim(&format!("before: {before}")));
        }
        let _ = writeln!(text, "  {}", paint.dim(&field(item, "id")));
    }
    for (what, why) in left_out {
        let what = match what.trim() {
            "" => "the rest".to_owned(),
            what => shortened(what.to_owned()),
        };
        let line = format!("· left out: {what} ({why})");
        let _ = writeln!(text, "{}", paint.dim(&line));
    }
    text
}

/// A memory's history, one change on each line.
pub fn history(changes: &[Value], paint: Paint) -> String {
    let mut text = String::new();
    for change in changes {
        let event = field(change, "event");
        let painted = match event.as_str() {
            "ADD" => paint.green("ADD   "),
            "UPDATE" => paint.yellow("UPDATE"),
            _ => paint.red("DELETE"),
        };
        let at = field(change, "updated_at");
        let _ = write!(text, "{}  {painted}  ", paint.dim(&moment(&at)));
        let before = shortened(field(change, "old_memory"));
        let after = shortened(field(change, "new_memory"));
        let _ = match (before.is_empty(), after.is_empty()) {
            (true, _) => writeln!(text, "{after}"),
            (false, true) => writeln!(text, "{before}"),
            (false, false) if before == after => {
                writeln!(text, "{after} {}", paint.dim("(same text, other details)"))
            }
            (false, false) => writeln!(text, "{before} → {after}"),
        };
    }
    text
}

fn named(fields: &[(String, String)], paint: Paint) -> String {
    let widest = fields
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (name, value) in fields {
        let _ = writeln!(text, "{}  {value}", paint.dim(&format!("{name:<widest$}")));
    }
    text
}

/// A field as text: texts bare, everything else as JSON, what is missing or null as nothing.
pub fn field(item: &Value, name: &str) -> String {
    match item.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The most characters of one text that a list shows.
const SHOWN: usize = 1000;

/// The beginning of a text that would fill the screen; `get` shows all of it.
fn shortened(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
    }
}

/// The score with two digits, or nothing.
pub fn score(item: &Value) -> String {
    let score = item.get("score").and_then(Value::as_f64);
    score.map(|score| format!("{score:.2}")).unwrap_or_default()
}

/// The day of an RFC 3339 timestamp.
pub fn day(timestamp: &str) -> &str {
    timestamp.get(..10).unwrap_or(timestamp)
}

/// A timestamp to the second.
fn moment(timestamp: &str) -> String {
    timestamp.get(..19).unwrap_or(timestamp).replace('T', " ")
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_hit_shows_text_score_id_day_and_whose_it_is() {
        let item = json!({
            "id": "7f", "memory": "我喜欢披萨", "score": 0.8734,
            "created_at": "2024-03-02T10:00:00+00:00", "user_id": "李雷", "metadata": null,
        });
        let lines = hit_lines(1, &item, Some("Means much the same."), Paint::default());
        assert_eq!(
            lines,
            " 1. 我喜欢披萨  0.87\n    7f · 2024-03-02 · user 李雷\n    Means much the same.\n"
        );
    }

    #[test]
    fn a_list_shows_only_the_beginning_of_a_text_that_would_fill_the_screen() {
        let long = json!({"id": "7f", "memory": "茶".repeat(5000)});
        let lines = hit_lines(1, &long, None, Paint::default());
        assert!(lines.chars().count() < 1100, "{lines}");
        assert!(lines.contains("… (5000 characters)"), "{lines}");
    }

    #[test]
    fn what_is_left_out_without_words_is_the_rest() {
        let left_out = [(String::new(), "beyond what is read".to_owned())];
        let text = added(&[], &left_out, Paint::default());
        assert!(text.contains("left out: the rest (beyond"), "{text}");
    }

    #[test]
    fn history_reads_from_before_to_after() {
        let changes = [
            json!({"event": "ADD", "old_memory": null, "new_memory": "Lives in Rome",
                   "updated_at": "2024-01-01T09:00:00+00:00"}),
            json!({"event": "UPDATE", "old_memory": "Lives in Rome", "new_memory": "Lives in Oslo",
                   "updated_at": "2024-02-01T09:00:00.5+00:00"}),
            json!({"event": "DELETE", "old_memory": "Lives in Oslo", "new_memory": null,
                   "updated_at": "2024-03-01T09:00:00+00:00"}),
        ];
        assert_eq!(
            history(&changes, Paint::default()),
            "2024-01-01 09:00:00  ADD     Lives in Rome\n\
             2024-02-01 09:00:00  UPDATE  Lives in Rome → Lives in Oslo\n\
             2024-03-01 09:00:00  DELETE  Lives in Oslo\n"
        );
    }
}
