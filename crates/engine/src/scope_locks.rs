//! One writer at a time for each scope, so that concurrent adds neither repeat nor lose.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use mem0_core::{Scope, ScopeId};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Locks, one for each owner that is being written right now.
#[derive(Default)]
pub struct ScopeLocks {
    held: Mutex<HashMap<Owner, Weak<AsyncMutex<()>>>>,
}

#[derive(PartialEq, Eq, Hash)]
struct Owner {
    namespace: String,
    id: Option<(ScopeId, String)>,
}

impl ScopeLocks {
    /// Waits until nobody writes for the scope's owner: its user, else agent, app, run.
    pub async fn lock(&self, scope: &Scope) -> OwnedMutexGuard<()> {
        let lock = {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            if held.len() > 1024 {
                held.retain(|_, lock| lock.strong_count() > 0);
            }
            let slot = held.entry(owner(scope)).or_default();
            slot.upgrade().unwrap_or_else(|| {
                let lock = Arc::new(AsyncMutex::new(()));
                *slot = Arc::downgrade(&lock);
                lock
            })
        };
        lock.lock_owned().await
    }
}

fn owner(scope: &Scope) -> Owner {
    let id = [ScopeId::User, ScopeId::Agent, ScopeId::App, ScopeId::Run]
        .into_iter()
        .find_map(|id| scope.get(id).map(|value| (id, value.to_owned())));
    Owner {
        namespace: scope.namespace.as_str().to_owned(),
        id,
    }
}
