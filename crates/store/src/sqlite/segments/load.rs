//! From the file into RAM: whole segments, and what changed since.

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::segment::{COLUMNS, Mark, Owner, Segment};
use crate::sqlite::failure::Failure;
use crate::sqlite::filter_sql::Where;
use crate::sqlite::{meta, rows};

/// Which state of the file this snapshot shows.
pub(super) fn mark(snapshot: &Connection) -> Result<Mark, Failure> {
    let mut statement = snapshot.prepare_cached(
        "SELECT (SELECT value FROM meta WHERE key = 'epoch'), \
                coalesce((SELECT max(sequence) FROM history), 0)",
    )?;
    Ok(statement.query_row([], |row| {
        Ok(Mark {
            epoch: row.get(0)?,
            sequence: row.get(1)?,
        })
    })?)
}

/// The current rows of an owner.
pub(super) fn current(
    snapshot: &Connection,
    owner: &Owner,
    mark: Mark,
    whole: usize,
) -> Result<Segment, Failure> {
    let mut condition = owner.condition();
    condition.and("valid_to IS NULL", []);
    chosen(snapshot, &condition, mark, whole)
}

/// The rows that a condition on `versions` chooses. Beyond `whole` rows, vectors are sketched.
pub(super) fn chosen(
    snapshot: &Connection,
    condition: &Where,
    mark: Mark,
    whole: usize,
) -> Result<Segment, Failure> {
    let mut keys = keys(snapshot, condition)?;
    keys.sort_unstable();
    let dimensions = meta::dimensions(snapshot)?.unwrap_or(0);
    let mut segment = Segment::empty(mark, dimensions, keys.len(), whole);
    append(snapshot, &mut segment, &keys)?;
    Ok(segment)
}

/// Keys of the rows that a condition on `versions` chooses.
pub(super) fn keys(snapshot: &Connection, condition: &Where) -> Result<Vec<i64>, Failure> {
    let sql = format!("SELECT row FROM versions WHERE {}", condition.sql);
    rows::keys(snapshot, &sql, &condition.values)
}

/// Adds the rows with these keys, which are in order.
fn append(snapshot: &Connection, segment: &mut Segment, keys: &[i64]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else {
        return Ok(());
    };
    let misfit = || Failure::Damaged("a vector has another length than the store's".to_owned());
    let span = last.abs_diff(*first) as usize;
    if span / 4 > keys.len() {
        let sql = format!("SELECT {COLUMNS} FROM recall WHERE row = ?");
        let mut statement = snapshot.prepare_cached(&sql)?;
        for key in keys {
            let mut rows = statement.query([key])?;
            if let Some(row) = rows.next()?
                && !segment.push(row)?
            {
                return Err(misfit());
            }
        }
        return Ok(());
    }
    // They lie close together: reading on is cheaper than looking for each.
    let sql = format!("SELECT {COLUMNS} FROM recall WHERE row BETWEEN ? AND ? ORDER BY row");
    let mut statement = snapshot.prepare_cached(&sql)?;
    let mut rows = statement.query(params![first, last])?;
    let mut wanted = keys.iter().copied().peekable();
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(0)?;
        while wanted.peek().is_some_and(|it| *it < key) {
            wanted.next();
        }
        if wanted.peek() == Some(&key) && !segment.push(row)? {
            return Err(misfit());
        }
    }
    Ok(())
}

/// Brings a segment up to date with a snapshot that is not older. `false`: so much changed that it
/// should be read anew; it must not be used any more.
pub(super) fn catch_up(
    snapshot: &Connection,
    owner: &Owner,
    segment: &mut Segment,
    mark: Mark,
) -> Result<bool, Failure> {
    if segment.mark.epoch != mark.epoch {
        return Ok(false);
    }
    let most = 1000 + segment.rows() / 4;
    let Some((opened, closed)) = log(snapshot, owner, segment.mark.sequence, most)? else {
        return Ok(false);
    };
    for key in closed {
        segment.bury(key);
    }
    let sql = format!("SELECT {COLUMNS} FROM recall WHERE row = ?");
    let mut statement = snapshot.prepare_cached(&sql)?;
    for key in opened {
        let mut rows = statement.query([key])?;
        if let Some(row) = rows.next()?
            && !segment.push(row)?
        {
            return Ok(false);
        }
    }
    segment.mark = mark;
    Ok(segment.dead_rows < 1000 || segment.dead_rows < segment.rows() / 5)
}

/// Keys that were opened (in order) and not closed again, and keys that were closed, since a
/// sequence; `None` if there are more than `most`.
#[expect(
    clippy::type_complexity,
    reason = "two lists of keys, named in the line above"
)]
fn log(
    snapshot: &Connection,
    owner: &Owner,
    after: i64,
    most: usize,
) -> Result<Option<(Vec<i64>, Vec<i64>)>, Failure> {
    // Of a whole namespace, the range of sequences is what narrows.
    let mut condition = if owner.id.is_none() {
        owner.condition_beside()
    } else {
        owner.condition()
    };
    condition.and("sequence > ?", [Value::Integer(after)]);
    let sql = format!(
        "SELECT opened_row, closed_row FROM history WHERE {} ORDER BY sequence LIMIT {}",
        condition.sql,
        // Constant for long, so that the statement stays prepared.
        (most + 1).next_power_of_two()
    );
    let mut statement = snapshot.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(&condition.values))?;
    let (mut opened, mut closed) = (Vec::<i64>::new(), Vec::<i64>::new());
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        if seen > most {
            return Ok(None);
        }
        opened.extend(row.get::<_, Option<i64>>(0)?);
        closed.extend(row.get::<_, Option<i64>>(1)?);
    }
    closed.sort_unstable();
    opened.sort_unstable();
    opened.retain(|key| closed.binary_search(key).is_err());
    Ok(Some((opened, closed)))
}
