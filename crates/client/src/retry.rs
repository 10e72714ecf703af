//! When a request is sent again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::error::{ClientError, Fault};
use crate::reply::Reply;

/// The longest of our own waits.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// The longest wait that a server may ask for. Where it asks for more, the caller hears of it at
/// once and decides: nobody wants a call that seems to hang.
const LONGEST_ASKED_WAIT: Duration = Duration::from_secs(5);

/// How often, and after how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retry {
    pub(crate) max_retries: u32,
    pub(crate) first_wait: Duration,
}

impl Retry {
    /// The wait before a request is sent again after this outcome; `None` if it is not.
    pub(crate) fn wait(
        self,
        outcome: &Result<Reply, ClientError>,
        repeatable: bool,
        failures: u32,
    ) -> Option<Duration> {
        if failures > self.max_retries {
            return None;
        }
        match outcome {
            // It never arrived.
            Err(ClientError::Network {
                fault: Fault::Connect,
                ..
            }) => Some(self.backoff(failures)),
            // It may have arrived.
            Err(ClientError::Network {
                fault: Fault::Broken,
                ..
            }) if repeatable => Some(self.backoff(failures)),
            Err(_) => None,
            Ok(reply) => match (reply.status, reply.retry_after()) {
                (429 | 503, Some(wait)) if wait > LONGEST_ASKED_WAIT => None,
                // The server refused to do it, and says when to come back.
                (429, Some(wait)) => Some(wait),
                (503, Some(wait)) if repeatable => Some(wait),
                (429 | 502..=504, _) if repeatable => Some(self.backoff(failures)),
                _ => None,
            },
        }
    }

    /// Doubles each time; shortened by up to half, by chance, so that many clients don't come
    /// back at the same moment.
    fn backoff(self, failures: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        let wait = self.first_wait.saturating_mul(doubled).min(LONGEST_WAIT);
        // Every `RandomState` hashes differently.
        let bits = RandomState::new().hash_one(0_u8) >> 11;
        wait.mul_f64(1.0 - bits as f64 / (1_u64 << 53) as f64 / 2.0)
    }
}

/// Whether the server may have done what was asked, whatever the outcome says.
pub(crate) fn may_have_arrived(outcome: &Result<Reply, ClientError>) -> bool {
    match outcome {
        Err(ClientError::Network { fault, .. }) => !matches!(fault, Fault::Connect | Fault::Tls),
        Err(_) => false,
        // A proxy gave up waiting for the server behind it.
        Ok(reply) => matches!(reply.status, 502 | 504),
    }
}
