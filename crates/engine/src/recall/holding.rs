//! Which of the memories that may answer is the latest, for questions about what holds now, and
//! which is the earliest, for questions about what held before.

use std::collections::{BTreeMap, HashMap};

use mem0_core::Timestamp;
use mem0_text::Holding;

use super::score::{Context, Scored};

/// A memory with a lower score doesn't take part: it hardly answers, whatever its time.
const ANSWERING: f32 = 0.2;

/// How late (or, for what held before, how early) each memory that may answer is among them, 0..1,
/// by place. Nothing where the question doesn't say, or all are of one time.
pub fn holding(context: &Context<'_>, scored: &[Scored]) -> HashMap<usize, f32> {
    let Some(asked) = context.question.holding else {
        return HashMap::new();
    };
    let when = |hit: &Scored| context.candidates.hits[hit.place].occurred_at;
    let answering = || scored.iter().filter(|hit| hit.score >= ANSWERING);
    let times: BTreeMap<Timestamp, usize> = answering().map(|hit| (when(hit), 0)).collect();
    if times.len() < 2 {
        return HashMap::new();
    }
    let last = (times.len() - 1) as f32;
    let order: HashMap<Timestamp, f32> = (0_u16..)
        .zip(times.keys())
        .map(|(order, time)| (*time, f32::from(order) / last))
        .collect();
    answering()
        .map(|hit| {
            let late = order.get(&when(hit)).copied().unwrap_or_default();
            match asked {
                Holding::Now => (hit.place, late),
                Holding::Before => (hit.place, 1.0 - late),
            }
        })
        .collect()
}
