//! Rows and columns.

use std::borrow::Cow;

use serde_json::Value;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::View;
use super::text::{self, day, field};
use crate::output::Paint;

/// The widest that a column grows; longer cells are cut.
const WIDEST: usize = 60;

/// Rows under headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub columns: Vec<Cow<'static, str>>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.iter().copied().map(Cow::Borrowed).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// The table as text: columns as wide as their widest cell on the screen, where a Chinese
    /// character takes two places.
    pub fn render(&self, paint: Paint) -> String {
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cut(cell)).collect())
            .collect();
        let width = |column: usize| {
            let cells = rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.width());
            cells
                .chain(self.columns.get(column).map(|name| name.width()))
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let line = |cells: &mut dyn Iterator<Item = &str>| {
            let mut line = String::new();
            for (cell, width) in cells.zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(2 + width.saturating_sub(cell.width())));
            }
            line.trim_end().to_owned()
        };
        let mut text = paint.bold(&line(&mut self.columns.iter().map(AsRef::as_ref)));
        for row in &rows {
            text.push('\n');
            text.push_str(&line(&mut row.iter().map(String::as_str)));
        }
        text
    }
}

/// The view as a table; what has no rows is shown as text.
pub fn render(view: &View) -> String {
    let paint = Paint::default();
    match view {
        View::Memories { items, .. } => memories(items).render(paint),
        View::Memory(item) => memories(std::slice::from_ref(item)).render(paint),
        View::Added { items, .. } => {
            let mut table = Table::new(&["ID", "EVENT", "MEMORY"]);
            for item in items {
                table.row([
                    field(item, "id"),
                    field(item, "event"),
                    field(item, "memory"),
                ]);
            }
            table.render(paint)
        }
        View::Changes(changes) => {
            let mut table = Table::new(&["AT", "EVENT", "BEFORE", "AFTER"]);
            for change in changes {
                table.row([
                    field(change, "updated_at"),
                    field(change, "event"),
                    field(change, "old_memory"),
                    field(change, "new_memory"),
                ]);
            }
            table.render(paint)
        }
        View::Table(table) => table.render(paint),
        other => text::render(other, paint),
    }
}

fn memories(items: &[Value]) -> Table {
    let scored = items
        .iter()
        .any(|item| item.get("score").is_some_and(Value::is_number));
    let mut table = if scored {
        Table::new(&["ID", "SCORE", "MEMORY", "CREATED", "USER"])
    } else {
        Table::new(&["ID", "MEMORY", "CREATED", "USER"])
    };
    for item in items {
        let mut row = vec![field(item, "id")];
        if scored {
            row.push(text::score(item));
        }
        row.extend([
            field(item, "memory"),
            day(&field(item, "created_at")).to_owned(),
            field(item, "user_id"),
        ]);
        table.rows.push(row);
    }
    table
}

/// One line, cut to the widest column.
fn cut(cell: &str) -> String {
    let line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.width() <= WIDEST {
        return line;
    }
    let mut width = 0;
    let mut short: String = line
        .chars()
        .take_while(|character| {
            width += character.width().unwrap_or(0);
            width < WIDEST
        })
        .collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_under_chinese_too() {
        let mut table = Table::new(&["MEMORY", "USER"]);
        table.row(["我喜欢披萨".into(), "李雷".into()]);
        table.row(["tea".into(), "ann".into()]);
        let text = table.render(Paint::default());
        let starts: Vec<usize> = text
            .lines()
            .map(|line| {
                let last = line.rfind(' ').unwrap();
                line[..last].width()
            })
            .collect();
        assert_eq!(starts, [11, 11, 11]);
    }

    #[test]
    fn a_long_cell_is_cut_to_one_line() {
        let cell = cut(&format!("a\nb {}", "长".repeat(80)));
        assert!(cell.width() <= WIDEST && cell.starts_with("a b 长") && cell.ends_with('…'));
    }
}
