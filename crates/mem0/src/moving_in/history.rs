//! The original's `history.db`: one row for each change of a memory, and with 2.x the last
//! messages of each session.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};
use serde_json::Value;

use super::making::{name, scope_name};
use super::moment::moment;
use super::{ReadError, Whose, sqlite};
use crate::{ChangeEvent, Episode, Scope, ScopeId, Timestamp};

/// What a history file holds.
#[derive(Debug, Default)]
pub struct History {
    /// The file.
    pub path: PathBuf,
    /// The rows of each memory, in the order in which they were written.
    pub memories: HashMap<String, Vec<HistoryRow>>,
    /// Messages as they were said.
    pub messages: Vec<StoredMessage>,
    /// How many rows there are.
    pub rows: usize,
    /// Rows that tell of no memory or of no event that is known.
    pub unread: usize,
}

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryRow {
    /// The row's own id.
    pub id: String,
    /// The text before.
    pub old: Option<String>,
    /// The text after.
    pub new: Option<String>,
    /// What happened.
    pub event: ChangeEvent,
    /// When the memory was created, if the row says so.
    pub created_at: Option<Timestamp>,
    /// When it happened. Versions up to 1.0 don't date deletions: then not before the row above.
    pub at: Option<Timestamp>,
    /// Whether the memory was gone after it.
    pub is_deleted: bool,
    /// Who said it.
    pub actor_id: Option<String>,
    /// In which role.
    pub role: Option<String>,
}

/// A message of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredMessage {
    id: String,
    scope: Scope,
    role: String,
    content: String,
    name: Option<String>,
    at: Option<Timestamp>,
}

/// A column, and what it was called before it got that name.
const COLUMNS: [(&str, &str); 10] = [
    ("id", "id"),
    ("memory_id", "memory_id"),
    ("old_memory", "prev_value"),
    ("new_memory", "new_value"),
    ("event", "event"),
    ("created_at", "timestamp"),
    ("updated_at", "updated_at"),
    ("is_deleted", "is_deleted"),
    ("actor_id", "actor_id"),
    ("role", "role"),
];

impl History {
    /// Reads a history file.
    ///
    /// # Errors
    /// It is no database, or holds no history.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let connection = sqlite::open(path)?;
        let unreadable = |error: rusqlite::Error| ReadError::database(path, &error);
        let tables = sqlite::tables(&connection).map_err(unreadable)?;
        let has = |table: &str| tables.iter().any(|name| name == table);
        if !has("history") {
            return Err(ReadError::Unknown {
                path: path.to_owned(),
                problem: "it has no table `history`".to_owned(),
            });
        }
        let mut history = Self {
            path: path.to_owned(),
            ..Self::default()
        };
        history.changes(&connection).map_err(unreadable)?;
        if has("messages") {
            history.said(&connection).map_err(unreadable)?;
        }
        Ok(history)
    }

    /// Whether it tells of any of these memories.
    pub fn knows_any<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> bool {
        ids.into_iter().any(|id| self.memories.contains_key(id))
    }

    fn changes(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let known = sqlite::columns(connection, "history")?;
        let columns = COLUMNS.map(|(now, before)| {
            let mut names = [now, before].into_iter();
            names
                .find(|name| known.iter().any(|column| column == name))
                .unwrap_or("NULL")
        });
        let sql = format!("SELECT {} FROM history ORDER BY rowid", columns.join(", "));
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut last = None;
        while let Some(row) = rows.next()? {
            self.rows += 1;
            let Some((memory_id, change)) = read_row(row, last)? else {
                self.unread += 1;
                continue;
            };
            last = last.max(change.at);
            self.memories.entry(memory_id).or_default().push(change);
        }
        Ok(())
    }

    fn said(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare(
            "SELECT id, session_scope, role, content, name, created_at FROM messages \
             ORDER BY rowid",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| sqlite::text(row, column);
            let (Some(id), Some(content)) = (text(0)?, text(3)?) else {
                continue;
            };
            self.messages.push(StoredMessage {
                id,
                scope: session(&text(1)?.unwrap_or_default()),
                role: text(2)?.unwrap_or_else(|| "user".to_owned()),
                content,
                name: text(4)?,
                at: text(5)?.and_then(|at| moment(&Value::from(at))),
            });
        }
        Ok(())
    }

    /// The messages as episodes, and how many name nobody.
    pub fn episodes(&mut self, whose: &Whose) -> (Vec<Episode>, usize) {
        let mut positions = BTreeMap::new();
        let mut episodes = Vec::new();
        let mut nobodys = 0;
        for message in std::mem::take(&mut self.messages) {
            let scope = whose.scope(message.scope);
            if scope.is_unbounded() || message.content.trim().is_empty() {
                nobodys += 1;
                continue;
            }
            let session = scope_name(&scope);
            let position = positions.entry(session.clone()).or_insert(0_u32);
            let at = message.at.unwrap_or(whose.now);
            episodes.push(Episode {
                id: message.id,
                scope,
                role: message.role,
                name: message.name,
                content: message.content,
                occurred_at: at,
                created_at: at,
                position: *position,
                batch: name(&["session", &session]),
                // The original has drawn from it what it wanted to.
                extracted: true,
            });
            *position += 1;
        }
        (episodes, nobodys)
    }
}

fn read_row(
    row: &Row<'_>,
    last: Option<Timestamp>,
) -> rusqlite::Result<Option<(String, HistoryRow)>> {
    let text = |column| sqlite::text(row, column);
    let time = |column| -> rusqlite::Result<Option<Timestamp>> {
        Ok(text(column)?.and_then(|at| moment(&Value::from(at))))
    };
    let event = text(4)?.and_then(|event| ChangeEvent::from_name(&event));
    let memory_id = text(1)?.map(|id| id.trim().to_owned());
    let (Some(event), Some(memory_id)) = (event, memory_id.filter(|id| !id.is_empty())) else {
        return Ok(None);
    };
    let (created_at, updated_at) = (time(5)?, time(6)?);
    let at = match event {
        ChangeEvent::Add => created_at.or(updated_at),
        // What is dated by its creation alone happened at some time after that.
        ChangeEvent::Update | ChangeEvent::Delete => updated_at.or_else(|| created_at.max(last)),
    };
    let deleted = text(7)?.is_some_and(|deleted| deleted != "0");
    let change = HistoryRow {
        id: text(0)?.unwrap_or_else(|| name(&["history", &memory_id, &format!("{at:?}")])),
        old: text(2)?,
        new: text(3)?,
        event,
        created_at,
        at: at.or(last),
        is_deleted: deleted || event == ChangeEvent::Delete,
        actor_id: text(8)?,
        role: text(9)?,
    };
    Ok(Some((memory_id, change)))
}

/// The ids of a session: `agent_id=…&run_id=…&user_id=…`, with `%`, `&` and `=` escaped.
fn session(text: &str) -> Scope {
    let mut scope = Scope::default();
    for part in text.split('&') {
        let Some((id, value)) = part.split_once('=') else {
            continue;
        };
        let value = value
            .replace("%3D", "=")
            .replace("%26", "&")
            .replace("%25", "%");
        if let Some(id) = ScopeId::ALL.into_iter().find(|known| known.name() == id)
            && !value.trim().is_empty()
        {
            scope.set(id, Some(value));
        }
    }
    scope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(statements: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(statements).unwrap();
        (folder, path)
    }

    #[test]
    fn the_first_columns_of_all_are_read_under_their_later_names() {
        let (_folder, path) = written(
            "CREATE TABLE history (id TEXT, memory_id TEXT, prev_value TEXT, new_value TEXT, \
             event TEXT, timestamp DATETIME, is_deleted INTEGER);
             INSERT INTO history VALUES ('1', 'm', NULL, '茶', 'ADD', '2024-03-01 10:00:00', 0);
             INSERT INTO history VALUES ('2', 'm', '茶', NULL, 'DELETE', '2024-03-02 10:00:00', 1);
             INSERT INTO history VALUES ('3', 'm', NULL, NULL, 'NONE', NULL, 0);",
        );
        let history = History::read(&path).unwrap();
        assert_eq!((history.rows, history.unread), (3, 1));
        let rows = &history.memories["m"];
        assert_eq!(rows[0].new.as_deref(), Some("茶"));
        assert_eq!(rows[0].at.unwrap().to_string(), "2024-03-01T10:00:00Z");
        assert!(rows[1].is_deleted);
    }

    #[test]
    fn a_deletion_without_a_date_is_not_earlier_than_the_rows_above() {
        let (_folder, path) = written(
            "CREATE TABLE history (id TEXT, memory_id TEXT, old_memory TEXT, new_memory TEXT, \
             event TEXT, created_at DATETIME, updated_at DATETIME, is_deleted INTEGER);
             INSERT INTO history VALUES ('1', 'm', NULL, 'a', 'ADD', '2024-03-01T10:00:00Z', NULL, 0);
             INSERT INTO history VALUES ('2', 'n', NULL, 'b', 'ADD', '2024-03-05T10:00:00Z', NULL, 0);
             INSERT INTO history VALUES ('3', 'm', 'a', NULL, 'DELETE', NULL, NULL, 1);",
        );
        let history = History::read(&path).unwrap();
        let deleted = history.memories["m"][1].at.unwrap();
        assert_eq!(deleted.to_string(), "2024-03-05T10:00:00Z");
    }

    #[test]
    fn a_session_names_its_owner_with_escaped_signs() {
        let scope = session("agent_id=a%3Db&run_id=one%26two&user_id=100%25");
        assert_eq!(scope.agent_id.as_deref(), Some("a=b"));
        assert_eq!(scope.run_id.as_deref(), Some("one&two"));
        assert_eq!(scope.user_id.as_deref(), Some("100%"));
        assert!(session("").is_unbounded());
    }
}
