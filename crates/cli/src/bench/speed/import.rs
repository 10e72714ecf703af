//! Fills a store with generated memories.

use std::path::Path;
use std::time::{Duration, Instant};

use mem0::{ImportRecord, Memory, MemoryItem, Timestamp};

use crate::bench::texts::Texts;
use crate::bench::worker::scope_of;
use crate::context::{Context, Unit};
use crate::failure::Failure;

/// Records of one commit of the import.
const BATCH: usize = 1000;

/// Imports generated memories; the time that importing took, without making them.
pub async fn import(
    folder: &Path,
    size: usize,
    each: usize,
    context: &Context,
) -> Result<Duration, Failure> {
    let memory = Memory::open(crate::bench::config(context, folder)?).await?;
    let bar = context
        .progress(size as u64, Unit::Things)
        .with_message("Importing");
    let mut texts = Texts::new(1);
    let mut took = Duration::ZERO;
    let mut place = 0;
    while place < size {
        let end = size.min(place + BATCH);
        let records = (place..end)
            .map(|place| record(place, each, texts.memory()))
            .collect();
        let begun = Instant::now();
        memory.import(records).await?;
        took += begun.elapsed();
        bar.inc((end - place) as u64);
        place = end;
    }
    let begun = Instant::now();
    memory.close().await?;
    bar.finish_and_clear();
    Ok(took + begun.elapsed())
}

fn record(place: usize, each: usize, text: String) -> ImportRecord {
    // Spread over a year, so that times differ as they do in life.
    let seconds = 1_700_000_000 + i64::try_from(place).unwrap_or(0) * 317 % 31_536_000;
    let at = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let id = uuid::Uuid::from_u128(place as u128 + 1);
    let item = MemoryItem::new(id, scope_of(place, each), text, at);
    ImportRecord::Memory {
        versions: vec![item],
        history: Vec::new(),
    }
}
