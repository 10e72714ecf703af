//! Taking back and forgetting.

use mem0_core::memory_store::Receipt;
use mem0_core::{Change, Result, Scope};

use super::Memory;

/// Taking back and forgetting.
impl Memory {
    /// Takes a memory out of recall. Its history stays, and [`undo`](Self::undo) brings it back.
    ///
    /// # Errors
    /// There is no such memory; the store failed.
    pub async fn delete(&self, memory_id: &str) -> Result<()> {
        self.engine.delete(memory_id).await
    }

    /// Takes all memories of a scope out of recall; tells how many.
    ///
    /// # Errors
    /// No id says whose memories; the store failed, and nothing is changed.
    pub async fn delete_all(&self, scope: Scope) -> Result<usize> {
        self.engine.delete_all(scope).await
    }

    /// Takes back the last change of a memory that was not taken back yet.
    ///
    /// ```
    /// use mem0::{AddOptions, Memory, MemoryConfig, Scope, UpdateOptions};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let folder = tempfile::tempdir()?;
    /// let memory = Memory::open(MemoryConfig::offline(folder.path())).await?;
    /// let options = AddOptions::new(Scope::user("mia")).verbatim();
    /// let id = memory.add("Mia lives in Lisbon.", options).await?.results.remove(0).id;
    /// memory.update(&id, UpdateOptions::text("Mia lives in Porto.")).await?;
    /// memory.undo(&id).await?;
    /// let item = memory.get(&id).await?.expect("an undone update leaves the memory there");
    /// assert_eq!(item.text, "Mia lives in Lisbon.");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// There is no such memory, or nothing is left to undo; the store failed.
    pub async fn undo(&self, memory_id: &str) -> Result<Change> {
        self.engine.undo(memory_id).await
    }

    /// Erases a memory with all that is known of it: versions, history, and the messages that it
    /// alone came from. Afterwards its text stands in no byte of the store's files. There is no
    /// way back.
    ///
    /// # Errors
    /// Nothing is known of this id; the store failed.
    pub async fn forget(&self, memory_id: &str) -> Result<Receipt> {
        self.engine.forget(memory_id).await
    }

    /// Erases everything of a scope: memories, history, messages. There is no way back.
    ///
    /// # Errors
    /// No id says whose; the store failed.
    pub async fn forget_all(&self, scope: Scope) -> Result<Receipt> {
        self.engine.forget_all(scope).await
    }

    /// Erases everything in the collection. There is no way back.
    ///
    /// # Errors
    /// The store failed.
    pub async fn reset(&self) -> Result<Receipt> {
        self.engine.reset().await
    }
}
