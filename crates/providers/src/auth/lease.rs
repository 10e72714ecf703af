//! Something that expires, held until shortly before it does.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mem0_core::ModelError;

/// How long before its end something is fetched anew: a call that starts now must still end in
/// time. Of what lives for less than an hour, a tenth of its life.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// What was fetched, and for how long it may be used.
pub(super) struct Fetched<T> {
    pub(super) value: T,
    /// `None`: for ever.
    pub(super) lifetime: Option<Duration>,
}

struct Held<T> {
    value: Arc<T>,
    renew_at: Option<Instant>,
    expires_at: Option<Instant>,
}

/// Holds a value of limited life.
pub(super) struct Lease<T> {
    held: Mutex<Option<Held<T>>>,
    /// Whoever has it fetches; the others wait and then find what was fetched.
    fetching: tokio::sync::Mutex<()>,
}

impl<T> Default for Lease<T> {
    fn default() -> Self {
        Self {
            held: Mutex::new(None),
            fetching: tokio::sync::Mutex::new(()),
        }
    }
}

impl<T: Send + Sync> Lease<T> {
    /// The value; fetched if there is none that lasts. If fetching fails for a passing reason
    /// and the old value still holds, that one.
    pub(super) async fn get(
        &self,
        fetch: impl Future<Output = Result<Fetched<T>, ModelError>> + Send,
    ) -> Result<Arc<T>, ModelError> {
        if let Some(value) = self.before(|held| held.renew_at) {
            return Ok(value);
        }
        let _one_at_a_time = self.fetching.lock().await;
        if let Some(value) = self.before(|held| held.renew_at) {
            return Ok(value);
        }
        match fetch.await {
            Ok(fetched) => Ok(self.hold(fetched)),
            Err(error) if error.is_temporary() => self.before(|held| held.expires_at).ok_or(error),
            Err(error) => Err(error),
        }
    }

    /// The value held now, expired or not.
    pub(super) fn held(&self) -> Option<Arc<T>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|held| Arc::clone(&held.value))
    }

    fn before(&self, end: impl Fn(&Held<T>) -> Option<Instant>) -> Option<Arc<T>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref()
            .filter(|held| end(held).is_none_or(|end| Instant::now() < end))
            .map(|held| Arc::clone(&held.value))
    }

    fn hold(&self, fetched: Fetched<T>) -> Arc<T> {
        let value = Arc::new(fetched.value);
        let now = Instant::now();
        let end = |lifetime: Duration| now.checked_add(lifetime);
        let renew_after = |lifetime: Duration| lifetime - MARGIN.min(lifetime / 10);
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(Held {
            value: Arc::clone(&value),
            renew_at: fetched.lifetime.map(renew_after).and_then(end),
            expires_at: fetched.lifetime.and_then(end),
        });
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn fetch(value: u32, seconds: f64) -> Result<Fetched<u32>, ModelError> {
        Ok(Fetched {
            value,
            lifetime: Some(Duration::from_secs_f64(seconds)),
        })
    }

    async fn fail() -> Result<Fetched<u32>, ModelError> {
        Err(ModelError::Unavailable {
            provider: "x".into(),
            message: String::new(),
        })
    }

    #[tokio::test]
    async fn what_lasts_is_not_fetched_again_and_what_has_expired_is() {
        let lease = Lease::default();
        assert_eq!(*lease.get(fetch(1, 60.0)).await.unwrap(), 1);
        assert_eq!(*lease.get(fetch(2, 0.0)).await.unwrap(), 1);
        let lease = Lease::default();
        assert_eq!(*lease.get(fetch(1, 0.0)).await.unwrap(), 1);
        assert_eq!(*lease.get(fetch(2, 60.0)).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn while_a_value_still_holds_a_passing_failure_to_renew_it_is_no_failure() {
        let lease = Lease::default();
        lease.get(fetch(1, 1.0)).await.unwrap();
        tokio::time::sleep(Duration::from_millis(920)).await;
        assert_eq!(*lease.get(fail()).await.unwrap(), 1);
        tokio::time::sleep(Duration::from_millis(100)).await;
        lease.get(fail()).await.unwrap_err();
    }
}
