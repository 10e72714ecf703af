//! When to try again.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use mem0_core::ModelError;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// How often a call that failed for a passing reason is tried again, and after how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many further tries.
    pub max_retries: u32,
    /// The wait before the first of them; it doubles each time. Each wait is shortened by up to
    /// half, by chance, so that many clients don't come back at the same moment.
    pub first_wait: Duration,
    /// The longest of these waits.
    pub longest_wait: Duration,
    /// The longest wait that a server may ask for (`Retry-After`). One that asks for more gets
    /// no further try: the caller is told how long it is.
    pub longest_asked_wait: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(8),
            longest_asked_wait: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// The wait before the next try after this many failures, the last of them with an answer
    /// that `asked` for a wait; `None` if there is no next try.
    pub(super) fn wait(
        &self,
        error: &ModelError,
        asked: Option<Duration>,
        failures: u32,
    ) -> Option<Duration> {
        if !error.is_temporary() || failures > self.max_retries {
            return None;
        }
        // A busy server (503) asks for a wait as well as one that limits.
        let asked = match error {
            ModelError::RateLimited { retry_after, .. } => retry_after.or(asked),
            _ => asked,
        };
        if let Some(asked) = asked {
            return (asked <= self.longest_asked_wait).then_some(asked);
        }
        let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
        let wait = self
            .first_wait
            .saturating_mul(doubled)
            .min(self.longest_wait);
        Some(wait.mul_f64(1.0 - chance() / 2.0))
    }
}

/// A number of 0..1, by chance good enough to spread clients.
fn chance() -> f64 {
    // Every `RandomState` hashes differently.
    let bits = RandomState::new().hash_one(0_u8) >> 11;
    bits as f64 / (1_u64 << 53) as f64
}

/// What the server says about when to come back: milliseconds, seconds, or a date.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    if let Some(value) = headers.get("retry-after-ms")
        && let Some(milliseconds) = value.to_str().ok().and_then(number)
    {
        return Duration::try_from_secs_f64(milliseconds / 1_000.0).ok();
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    if let Some(seconds) = number(text) {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let moment = rfc2822::DateTimeParser::new()
        .parse_timestamp(text.trim())
        .ok()?;
    // A date that has passed: at once.
    Some(left_until(moment))
}

/// How long it is until then; nothing where it has passed.
pub(crate) fn left_until(moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(Timestamp::now())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn unavailable() -> ModelError {
        ModelError::Unavailable {
            provider: "llm/openai".into(),
            message: "busy".into(),
        }
    }

    #[test]
    fn waits_double_up_to_a_limit_and_vary() {
        let policy = RetryPolicy {
            max_retries: 9,
            ..RetryPolicy::default()
        };
        for (failures, longest) in [(1, 500), (2, 1_000), (3, 2_000), (5, 8_000), (9, 8_000)] {
            let longest = Duration::from_millis(longest);
            for _ in 0..20 {
                let wait = policy.wait(&unavailable(), None, failures).unwrap();
                assert!(
                    wait <= longest && wait >= longest / 2,
                    "{failures}: {wait:?}"
                );
            }
        }
        assert_eq!(policy.wait(&unavailable(), None, 10), None);
        let waits: Vec<_> = (0..8)
            .map(|_| policy.wait(&unavailable(), None, 1))
            .collect();
        assert!(waits.iter().any(|wait| *wait != waits[0]), "{waits:?}");
    }

    #[test]
    fn a_server_is_waited_for_as_long_as_it_asks_but_not_for_ever() {
        let limited = |seconds| ModelError::RateLimited {
            provider: "llm/openai".into(),
            message: String::new(),
            retry_after: Some(Duration::from_secs(seconds)),
        };
        let policy = RetryPolicy::default();
        let asked = |error: &ModelError| policy.wait(error, None, 1);
        assert_eq!(asked(&limited(20)), Some(Duration::from_secs(20)));
        assert_eq!(asked(&limited(600)), None);
        let busy = |seconds| policy.wait(&unavailable(), Some(Duration::from_secs(seconds)), 1);
        assert_eq!(busy(20), Some(Duration::from_secs(20)));
        assert_eq!(busy(600), None);
    }

    #[test]
    fn what_cannot_pass_is_not_tried_again() {
        let refused = ModelError::Unauthorized {
            provider: "x".into(),
            message: "no".into(),
        };
        let asked = Some(Duration::from_secs(1));
        assert_eq!(RetryPolicy::default().wait(&refused, asked, 1), None);
    }

    #[test]
    fn every_way_to_say_when_is_read() {
        let said = |name: &'static str, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_str(value).unwrap());
            retry_after(&headers)
        };
        assert_eq!(said("retry-after", "7"), Some(Duration::from_secs(7)));
        assert_eq!(said("retry-after", "0.5"), Some(Duration::from_millis(500)));
        assert_eq!(
            said("retry-after-ms", "250"),
            Some(Duration::from_millis(250))
        );
        assert_eq!(
            said("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert!(
            said("retry-after", "Wed, 21 Oct 2099 07:28:00 GMT") > Some(Duration::from_secs(1))
        );
        assert_eq!(said("retry-after", "soon"), None);
        assert_eq!(said("retry-after", "-1"), None);
    }
}
