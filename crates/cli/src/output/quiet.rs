//! Ids, and nothing else.

use serde_json::Value;

use super::View;

/// One id on each line.
pub fn render(view: &View) -> String {
    match view {
        View::Memories { items, .. } | View::Added { items, .. } | View::Changes(items) => {
            items.iter().filter_map(id).collect::<Vec<_>>().join("\n")
        }
        View::Memory(item) => id(item).unwrap_or_default().to_owned(),
        View::Table(table) => {
            let firsts: Vec<&str> = table
                .rows
                .iter()
                .filter_map(|row| row.first())
                .map(String::as_str)
                .collect();
            firsts.join("\n")
        }
        View::Fields(fields) => {
            let values: Vec<&str> = fields.iter().map(|(_, value)| value.as_str()).collect();
            values.join("\n")
        }
        View::Verbatim(text) => text.clone(),
        View::Words(_) | View::Shown => String::new(),
    }
}

fn id(item: &Value) -> Option<&str> {
    item.get("id")?.as_str()
}
