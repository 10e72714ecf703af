//! Erasing for good: versions, history and episodes too.

use mem0_core::memory_store::{Erasure, Receipt};
use mem0_core::{InputError, Result, Scope};

use super::Engine;

impl Engine {
    /// Erases a memory with all that is known of it: versions, history, and the messages that it
    /// alone came from. Afterwards its text stands nowhere in the store.
    ///
    /// # Errors
    /// Nothing is known of this id; the store failed.
    pub async fn forget(&self, memory_id: &str) -> Result<Receipt> {
        let namespace = self.parts.settings.namespace.clone();
        let memory_id = memory_id.to_owned();
        let erasure = Erasure::Memory {
            namespace,
            memory_id: memory_id.clone(),
        };
        let receipt = self.erase(&erasure).await?;
        if receipt.versions == 0 && receipt.changes == 0 {
            return Err(InputError::NotFound(memory_id).into());
        }
        Ok(receipt)
    }

    /// Erases everything of a scope: memories, history, messages.
    ///
    /// # Errors
    /// No id says whose; the store failed.
    pub async fn forget_all(&self, scope: Scope) -> Result<Receipt> {
        let mut scope = scope.validated()?;
        scope.namespace = self.parts.settings.namespace.clone();
        if scope.is_unbounded() {
            return Err(InputError::NoScope.into());
        }
        let _turn = self.parts.locks.lock(&scope).await;
        self.erase(&Erasure::Scope(scope)).await
    }

    /// Erases everything in the namespace.
    ///
    /// # Errors
    /// The store failed.
    pub async fn reset(&self) -> Result<Receipt> {
        let namespace = self.parts.settings.namespace.clone();
        self.erase(&Erasure::Scope(Scope {
            namespace,
            ..Scope::default()
        }))
        .await
    }

    async fn erase(&self, erasure: &Erasure) -> Result<Receipt> {
        Ok(self
            .parts
            .store
            .erase(erasure, self.parts.clock.now())
            .await?)
    }
}
