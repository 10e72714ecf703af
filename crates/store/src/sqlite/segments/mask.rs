//! Which rows of a segment a question may see.

use std::sync::{Arc, PoisonError};

use mem0_core::memory_store::CandidateQuery;
use mem0_core::{Filter, ScopeId};
use rusqlite::Connection;
use rusqlite::types::Value;

use super::bitmap::Bitmap;
use super::load;
use super::segment::{Owner, Segment};
use crate::sqlite::database::Database;
use crate::sqlite::failure::Failure;
use crate::sqlite::rows::day_number;

/// How many filters' answers a segment remembers.
const REMEMBERED: usize = 8;

/// The rows that scope, filter and view let through; `None`: all of them.
pub(super) fn mask(
    database: &Database,
    snapshot: &Connection,
    owner: &Owner,
    segment: &Segment,
    query: &CandidateQuery,
) -> Result<Option<Bitmap>, Failure> {
    let rows = segment.rows();
    let mut mask: Option<Bitmap> = None;
    let narrow = |mask: &mut Option<Bitmap>, by: &dyn Fn(&mut Bitmap)| {
        by(mask.get_or_insert_with(|| Bitmap::all(rows)));
    };
    if segment.dead_rows > 0 {
        narrow(&mut mask, &|it| it.take_out(&segment.dead));
    }
    if !query.view.show_expired {
        let today = day_number(query.view.today);
        for (row, last_day) in &segment.expiring {
            if *last_day < today {
                narrow(&mut mask, &|it| it.clear(*row as usize));
            }
        }
    }
    for (place, id) in ScopeId::ALL.into_iter().enumerate() {
        let Some(value) = query.scope.get(id) else {
            continue;
        };
        if owner.id.as_ref().is_some_and(|it| it.0 == id) {
            continue;
        }
        let Some(number) = segment.names.known(value) else {
            return Ok(Some(Bitmap::none(rows)));
        };
        narrow(&mut mask, &|it| {
            for (row, of_row) in segment.ids[place].iter().enumerate() {
                if *of_row != number {
                    it.clear(row);
                }
            }
        });
    }
    if let Some(filter) = &query.filter {
        let passing = passing(database, snapshot, owner, segment, filter)?;
        narrow(&mut mask, &|it| it.keep(&passing));
    }
    Ok(mask)
}

/// The rows that pass a filter. The file is asked once, then only about rows that came since:
/// what a filter looks at never changes in a row, and rows that died are masked anyway.
fn passing(
    database: &Database,
    snapshot: &Connection,
    owner: &Owner,
    segment: &Segment,
    filter: &Filter,
) -> Result<Arc<Bitmap>, Failure> {
    let remembered = || {
        segment
            .filtered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    };
    let known = remembered()
        .iter()
        .find(|it| it.0 == *filter)
        .map(|it| it.1.clone());
    let covered = known.as_ref().map_or(0, |it| it.rows());
    if let Some(known) = &known
        && covered == segment.rows()
    {
        return Ok(known.clone());
    }
    let mut condition = owner.condition();
    if let Some(last) = covered.checked_sub(1).and_then(|it| segment.keys.get(it)) {
        condition = owner.condition_beside();
        condition.and("row > ?", [Value::Integer(*last)]);
    }
    condition.and("valid_to IS NULL", []);
    condition.and_filter(filter);
    database.conditions.ask(condition.conditions.clone());
    let mut keys = load::keys(snapshot, &condition)?;
    keys.sort_unstable();
    let mut passing = known.map_or_else(Bitmap::default, |it| Bitmap::clone(&it));
    passing.grow(segment.rows());
    let mut row = covered;
    for key in keys {
        // Both are in order, so one pass over the segment finds all.
        row += segment.keys[row..].partition_point(|it| *it < key);
        if segment.keys.get(row) == Some(&key) {
            passing.set(row);
        }
    }
    let passing = Arc::new(passing);
    let mut remembered = remembered();
    remembered.retain(|it| it.0 != *filter);
    if remembered.len() >= REMEMBERED {
        remembered.remove(0);
    }
    remembered.push((filter.clone(), passing.clone()));
    Ok(passing)
}
