//! When it was: how near the memory's time is to the time that the question asks about.
//!
//! 1 inside the span asked about, then falling by half for each length of the span (at least
//! two days) between them. A memory's times are when it was said and the spans that it speaks of;
//! the nearest counts. Abstains where the question asks about no time.

use mem0_core::Timestamp;
use mem0_core::memory_store::TimeSpan;

use super::{Reading, Signal};
use crate::recall::score::Context;

const TWO_DAYS: f32 = 2.0 * 24.0 * 3600.0;

pub(super) struct Time;

impl Signal for Time {
    fn name(&self) -> &'static str {
        "time"
    }

    fn read(&self, context: &Context<'_>, place: usize) -> Reading {
        let candidate = &context.candidates.hits[place];
        let said = TimeSpan {
            start: candidate.occurred_at,
            end: candidate.occurred_at,
        };
        context
            .question
            .times
            .iter()
            .flat_map(|asked| {
                candidate
                    .times
                    .iter()
                    .chain(std::iter::once(&said))
                    .map(|span| nearness(asked, span))
            })
            .reduce(f32::max)
            .map_or(Reading::Abstain, Reading::Strength)
    }
}

fn nearness(asked: &TimeSpan, span: &TimeSpan) -> f32 {
    let gap = if span.end < asked.start {
        seconds(span.end, asked.start)
    } else if span.start >= asked.end {
        seconds(asked.end, span.start)
    } else {
        0.0
    };
    let unit = seconds(asked.start, asked.end).max(TWO_DAYS);
    0.5_f32.powf(gap / unit)
}

fn seconds(from: Timestamp, to: Timestamp) -> f32 {
    (to.as_second() - from.as_second()) as f32
}
