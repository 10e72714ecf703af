//! Remembering: messages become memories, memories change.

use mem0_core::{MemoryItem, Result};
use mem0_engine::{AddOptions, Added, ImportRecord, Imported, UpdateOptions};

use super::Memory;
use crate::messages::Messages;

/// Remembering.
impl Memory {
    /// Draws memories from messages, or keeps each message word for word
    /// ([`AddOptions::verbatim`]). A [`Scope`](crate::Scope) stands for the default options.
    ///
    /// ```
    /// use mem0::{AddOptions, Memory, MemoryConfig, Scope};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let options = AddOptions::new(Scope::user("mia")).categories(["home"]);
    /// let added = memory.add("I live in Lisbon.", options).await?;
    /// assert_eq!(added.results[0].event.as_str(), "ADD");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Bad input, and nothing is changed; a model failed
    /// ([`Error::Extraction`](mem0_core::Error::Extraction): the messages are kept, see
    /// [`retry`](Self::retry)); the store failed, and nothing is changed. An attachment that can't
    /// be read is no error: it stands in [`Added::errors`].
    pub async fn add(
        &self,
        messages: impl Into<Messages>,
        options: impl Into<AddOptions>,
    ) -> Result<Added> {
        let (messages, options) = (messages.into(), options.into());
        self.engine.add(messages.as_slice(), options).await
    }

    /// Extracts memories from messages whose extraction failed earlier. Nothing to do is no error.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub async fn retry(&self, options: impl Into<AddOptions>) -> Result<Added> {
        self.engine.retry(options.into()).await
    }

    /// Changes a memory's text, metadata, categories or expiry; the old version is kept.
    ///
    /// ```
    /// use mem0::{Memory, MemoryConfig, Scope, UpdateOptions};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let added = memory.add("I live in Lisbon.", Scope::user("mia")).await?;
    /// let id = &added.results[0].id;
    /// let item = memory.update(id, UpdateOptions::text("Mia lives in Porto.")).await?;
    /// assert_eq!(item.version, 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing to change, a blank text, an unknown id, an immutable memory; the store failed.
    /// Nothing is changed then.
    pub async fn update(&self, memory_id: &str, options: UpdateOptions) -> Result<MemoryItem> {
        self.engine.update(memory_id, options).await
    }

    /// Brings in records of an export, all in one commit. Ids and times are kept; a memory whose
    /// id is there already is skipped.
    ///
    /// # Errors
    /// The embedder or the store failed: nothing came in.
    pub async fn import(&self, records: Vec<ImportRecord>) -> Result<Imported> {
        self.engine.import(records).await
    }

    /// Rewrites all vectors with the configured embedder and makes the store its own. Recall goes
    /// on with the old vectors until the end; interrupted and called again, it goes on where it
    /// stopped. `progress` is told how many texts are done; the answer is how many there were.
    ///
    /// # Errors
    /// The embedder or the store failed; the old vectors stay in force.
    pub async fn reembed(&self, progress: impl FnMut(usize) + Send) -> Result<usize> {
        self.engine.reembed(progress).await
    }
}
