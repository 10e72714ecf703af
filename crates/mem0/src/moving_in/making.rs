//! Making records: memories of one version, messages with the memory that keeps them.

use uuid::Uuid;

use crate::{
    Change, ChangeEvent, Episode, ImportRecord, InputError, MemoryItem, MemoryKind, Scope,
    Timestamp,
};

/// Names that stand for what has no id in the file are made in this namespace, so that reading
/// the same file again gives the same ids.
const NAMES: Uuid = Uuid::from_u128(0x6d65_6d30_0000_5000_8000_696d_706f_7274);

/// Why a record without an owner is refused.
pub const NOBODY: &str = "nobody is named: pass --user-id or --agent-id";

/// A name that the same things always get.
pub fn name(parts: &[&str]) -> String {
    Uuid::new_v5(&NAMES, parts.join("\u{1f}").as_bytes()).to_string()
}

/// The ids of a scope, as part of a name.
pub fn scope_name(scope: &Scope) -> String {
    scope
        .ids()
        .map(|(id, value)| format!("{id}={value};"))
        .collect()
}

/// A memory of one version, ready to be filled in; importing it finds out its language.
pub fn blank(id: String, scope: Scope, text: String, at: Timestamp) -> MemoryItem {
    MemoryItem {
        language: String::new(),
        ..MemoryItem::new(id, scope, text, at)
    }
}

/// A memory of one version with the row of history that says it was added.
pub fn added(item: MemoryItem) -> ImportRecord {
    let change = Change {
        sequence: 0,
        id: name(&["added", &item.id]),
        memory_id: item.id.clone(),
        old_memory: None,
        new_memory: Some(item.text.clone()),
        event: ChangeEvent::Add,
        created_at: item.created_at,
        updated_at: item.created_at,
        is_deleted: false,
        actor_id: item.actor_id.clone(),
        role: item.role.clone(),
        scope: item.scope.clone(),
        version: item.version,
        undoes: None,
    };
    ImportRecord::Memory {
        versions: vec![item],
        history: vec![change],
    }
}

/// A message kept word for word, with the episode it is.
pub fn said(
    item: MemoryItem,
    role: &str,
    speaker: Option<String>,
    batch: String,
    position: usize,
) -> [ImportRecord; 2] {
    let episode = Episode {
        id: name(&["episode", &item.id]),
        scope: item.scope.clone(),
        role: role.to_owned(),
        name: speaker.clone(),
        content: item.text.clone(),
        occurred_at: item.occurred_at,
        created_at: item.created_at,
        position: u32::try_from(position).unwrap_or(u32::MAX),
        batch,
        extracted: true,
    };
    let item = MemoryItem {
        kind: MemoryKind::Message,
        role: Some(role.to_owned()),
        actor_id: speaker,
        sources: vec![episode.id.clone()],
        ..item
    };
    [ImportRecord::Episode(episode), added(item)]
}

/// What no store should be asked to keep is refused here, with words.
pub fn checked(record: ImportRecord) -> Result<ImportRecord, String> {
    let mut gone = false;
    let scope = match &record {
        ImportRecord::Episode(episode) => &episode.scope,
        ImportRecord::Memory { versions, .. } => {
            let first = versions.first().ok_or("the memory has no version")?;
            if first.id.trim().is_empty() {
                return Err("the memory has no id".to_owned());
            }
            if versions.iter().any(|version| version.id != first.id) {
                return Err("its versions have different ids".to_owned());
            }
            if versions
                .iter()
                .any(|version| version.text.trim().is_empty())
            {
                return Err("the memory has no text".to_owned());
            }
            gone = versions.iter().all(|version| !version.is_current());
            &first.scope
        }
    };
    // Nobody recalls a deleted memory, so it needs no owner.
    if scope.is_unbounded() && !gone {
        return Err(NOBODY.to_owned());
    }
    scope
        .clone()
        .validated()
        .map_err(|error: InputError| error.to_string())?;
    Ok(record)
}
