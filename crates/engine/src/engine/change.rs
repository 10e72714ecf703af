//! Changing one memory, or a scope's: update, delete, undo.

use mem0_core::memory_store::{Action, ListQuery, View, Write};
use mem0_core::{
    Change, ChangeEvent, Error, InputError, MemoryItem, Purpose, Result, Scope, StoreError,
    Timestamp,
};

use super::Engine;
use crate::ingest::write::{index, without_extracted_keys};
use crate::options::UpdateOptions;

/// How often a change is tried when somebody else changes the same memory meanwhile.
const ATTEMPTS: usize = 4;

/// Counts the tries of one change.
#[derive(Default)]
struct Attempts(usize);

impl Attempts {
    /// Whether to try again: it failed because somebody else was faster, and not too often yet.
    fn again<T>(&mut self, done: &Result<T>) -> bool {
        self.0 += 1;
        let conflict = matches!(done, Err(Error::Store(StoreError::Conflict { .. })));
        conflict && self.0 < ATTEMPTS
    }
}

impl Engine {
    /// Changes a memory's text, metadata or expiry. Its id and `created_at` stay; the old version
    /// is kept.
    ///
    /// # Errors
    /// Nothing to change, a blank text, an unknown id, or an immutable memory: nothing changes.
    pub async fn update(&self, memory_id: &str, options: UpdateOptions) -> Result<MemoryItem> {
        if options.is_empty() {
            return Err(parameter(
                "text",
                "nothing",
                "pass text, metadata or expiration_date",
            ));
        }
        if options
            .text
            .as_ref()
            .is_some_and(|text| text.trim().is_empty())
        {
            return Err(parameter("text", "empty", "a memory needs a text"));
        }
        self.claim().await?;
        let mut attempts = Attempts::default();
        loop {
            let done = self.try_update(memory_id, &options).await;
            if !attempts.again(&done) {
                return done;
            }
        }
    }

    async fn try_update(&self, memory_id: &str, options: &UpdateOptions) -> Result<MemoryItem> {
        let known = self.current(memory_id).await?;
        if known.immutable {
            return Err(InputError::Immutable(memory_id.to_owned()).into());
        }
        let item = updated(&known, options, self.parts.clock.now());
        self.replace(&known, item, None).await
    }

    /// Takes a memory out of recall. Its history stays, and [`undo`](Self::undo) brings it back.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn delete(&self, memory_id: &str) -> Result<()> {
        let mut attempts = Attempts::default();
        loop {
            let done = self.try_delete(memory_id, None).await;
            if !attempts.again(&done) {
                return done;
            }
        }
    }

    async fn try_delete(&self, memory_id: &str, undoes: Option<u64>) -> Result<()> {
        let known = self.current(memory_id).await?;
        let write = self.change(delete(&known), undoes);
        self.commit(vec![write]).await.map(drop)
    }

    /// Takes all memories of a scope out of recall, expired ones included; tells how many.
    ///
    /// # Errors
    /// No id says whose memories; the store failed, and nothing was changed.
    pub async fn delete_all(&self, scope: Scope) -> Result<usize> {
        let mut scope = scope.validated()?;
        scope.namespace = self.parts.settings.namespace.clone();
        if scope.is_unbounded() {
            return Err(InputError::NoScope.into());
        }
        let _turn = self.parts.locks.lock(&scope).await;
        let mut attempts = Attempts::default();
        loop {
            let done = self.try_delete_all(&scope).await;
            if !attempts.again(&done) {
                return done;
            }
        }
    }

    async fn try_delete_all(&self, scope: &Scope) -> Result<usize> {
        let today = crate::time::day(self.parts.clock.now());
        let query = ListQuery {
            scope: scope.clone(),
            filter: None,
            view: View {
                show_expired: true,
                ..View::current(today)
            },
            offset: 0,
            limit: usize::MAX >> 1,
        };
        let items = self.parts.store.list(&query).await?.items;
        let writes = items
            .iter()
            .map(|item| self.change(delete(item), None))
            .collect();
        self.commit(writes).await?;
        Ok(items.len())
    }

    /// Takes back the last change of a memory that was not taken back yet: an update returns to
    /// the text before, a deletion brings the memory back, an addition is deleted. Undoing again
    /// goes one step further back.
    ///
    /// # Errors
    /// There is no such memory, or nothing is left to undo.
    pub async fn undo(&self, memory_id: &str) -> Result<Change> {
        self.claim().await?;
        let mut attempts = Attempts::default();
        loop {
            let done = self.try_undo(memory_id).await;
            if !attempts.again(&done) {
                done?;
                break;
            }
        }
        let history = self.history(memory_id).await?;
        let change = history.last().cloned();
        Ok(change.ok_or_else(|| InputError::NotFound(memory_id.to_owned()))?)
    }

    async fn try_undo(&self, memory_id: &str) -> Result<()> {
        let history = self.history(memory_id).await?;
        if history.is_empty() {
            return Err(InputError::NotFound(memory_id.to_owned()).into());
        }
        let last = last_standing(&history)
            .ok_or_else(|| InputError::NothingToUndo(memory_id.to_owned()))?;
        self.take_back(memory_id, last).await
    }

    async fn take_back(&self, memory_id: &str, change: &Change) -> Result<()> {
        let undoes = Some(change.sequence);
        match change.event {
            ChangeEvent::Add => self.try_delete(memory_id, undoes).await,
            ChangeEvent::Update => {
                let known = self.current(memory_id).await?;
                let before = self
                    .version(memory_id, change.version.saturating_sub(1))
                    .await?;
                let item = MemoryItem {
                    valid_from: self.parts.clock.now(),
                    ..before
                };
                let item = MemoryItem {
                    version: known.version.saturating_add(1),
                    ..item
                };
                self.replace(&known, self.reopened(item), undoes)
                    .await
                    .map(drop)
            }
            ChangeEvent::Delete => {
                let closed = self.version(memory_id, change.version).await?;
                let item = MemoryItem {
                    version: closed.version.saturating_add(1),
                    ..closed
                };
                let item = self.reopened(item);
                let index = Box::new(index(&item, self.embed(&item.text).await?));
                let action = Action::Add {
                    item: Box::new(item),
                    index,
                    unless_known: false,
                };
                let write = self.change(action, undoes);
                self.commit(vec![write]).await.map(drop)
            }
        }
    }

    fn reopened(&self, item: MemoryItem) -> MemoryItem {
        let now = self.parts.clock.now();
        MemoryItem {
            valid_to: None,
            superseded_by: None,
            updated_at: now,
            ..item
        }
    }

    async fn version(&self, memory_id: &str, version: u32) -> Result<MemoryItem> {
        let versions = self
            .parts
            .store
            .versions(&self.parts.settings.namespace, memory_id)
            .await?;
        let found = versions.into_iter().find(|item| item.version == version);
        Ok(found.ok_or_else(|| InputError::NothingToUndo(memory_id.to_owned()))?)
    }

    async fn replace(
        &self,
        known: &MemoryItem,
        item: MemoryItem,
        undoes: Option<u64>,
    ) -> Result<MemoryItem> {
        let index = Box::new(index(&item, self.embed(&item.text).await?));
        let action = Action::Update {
            expected_version: known.version,
            item: Box::new(item.clone()),
            index,
        };
        let write = self.change(action, undoes);
        self.commit(vec![write]).await?;
        Ok(item)
    }

    pub(super) async fn embed(&self, text: &str) -> Result<Vec<f32>> {
        let texts = [text.to_owned()];
        let vectors = self.parts.embedder.embed(&texts, Purpose::Document).await?;
        Ok(vectors.into_iter().next().unwrap_or_default())
    }

    fn change(&self, action: Action, undoes: Option<u64>) -> Write {
        Write {
            change_id: self.parts.ids.next_id(),
            at: self.parts.clock.now(),
            undoes,
            action,
        }
    }
}

fn delete(known: &MemoryItem) -> Action {
    Action::Delete {
        namespace: known.scope.namespace.clone(),
        memory_id: known.id.clone(),
        expected_version: known.version,
        superseded_by: None,
    }
}

fn updated(known: &MemoryItem, options: &UpdateOptions, now: Timestamp) -> MemoryItem {
    let mut item = MemoryItem {
        version: known.version.saturating_add(1),
        updated_at: now,
        occurred_at: options.timestamp.unwrap_or(known.occurred_at),
        valid_from: options.timestamp.unwrap_or(now).max(known.valid_from),
        valid_to: None,
        superseded_by: None,
        ..known.clone()
    };
    if let Some(text) = &options.text
        && *text != known.text
    {
        item.metadata = without_extracted_keys(&known.metadata);
        item.hash = MemoryItem::hash_of(text);
        item.language = mem0_text::detect(text).code().to_owned();
        item.text.clone_from(text);
        if options.timestamp.is_none() {
            item.occurred_at = now;
        }
    }
    if let Some(metadata) = &options.metadata {
        item.metadata.extend(metadata.clone());
    }
    if let Some(expires_on) = options.expires_on {
        item.expires_on = expires_on;
    }
    if let Some(categories) = &options.categories {
        item.categories.clone_from(categories);
    }
    item
}

/// The last change that was not taken back, not counting those that took something back.
fn last_standing(history: &[Change]) -> Option<&Change> {
    let taken_back: Vec<u64> = history.iter().filter_map(|change| change.undoes).collect();
    history
        .iter()
        .rev()
        .find(|change| change.undoes.is_none() && !taken_back.contains(&change.sequence))
}

fn parameter(parameter: &'static str, value: &str, problem: &str) -> Error {
    InputError::Parameter {
        parameter,
        value: value.to_owned(),
        problem: problem.to_owned(),
    }
    .into()
}
