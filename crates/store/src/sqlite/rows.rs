//! Between rows of the database and the domain's types.

use jiff::{Timestamp, civil::Date};
use mem0_core::{Change, ChangeEvent, Episode, MemoryItem, MemoryKind, Metadata, Namespace, Scope};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, Statement, ToSql, params_from_iter};
use serde::de::DeserializeOwned;

use super::failure::Failure;

/// A moment as the database keeps it.
pub(super) fn microseconds(moment: Timestamp) -> i64 {
    moment.as_microsecond()
}

/// A moment from the database.
pub(super) fn moment(microseconds: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| Failure::Damaged(format!("a moment is out of range: {error}")))
}

/// A day as the database keeps it, such as 20260131: in order, and legible.
pub(super) fn day_number(day: Date) -> i64 {
    i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day())
}

/// A day from the database.
pub(super) fn day(number: i64) -> Result<Date, Failure> {
    let year = i16::try_from(number.div_euclid(10_000)).ok();
    let rest = number.rem_euclid(10_000);
    let month = i8::try_from(rest / 100).ok();
    let day = i8::try_from(rest % 100).ok();
    year.zip(month)
        .zip(day)
        .and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| Failure::Damaged(format!("{number} is no day")))
}

/// A JSON column.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::Damaged(format!("a JSON column can't be read: {error}")))
}

/// A moment written as a text.
fn written_moment(text: &str) -> Result<Timestamp, Failure> {
    text.parse()
        .map_err(|_| Failure::Damaged(format!("{text:?} is no moment")))
}

/// The columns from which [`item`] reads a version.
pub(super) const ITEM: &str = "row, namespace, id, version, user_id, agent_id, run_id, app_id, \
     hash, language, kind, actor_id, role, occurred_at, created_at, updated_at, expires_on, \
     immutable, valid_from, valid_to, superseded_by, categories, sources, metadata, text";

/// Reads a version from the columns [`ITEM`].
pub(super) fn item(row: &Row<'_>) -> Result<MemoryItem, Failure> {
    let kind: String = row.get(10)?;
    Ok(MemoryItem {
        id: row.get(2)?,
        version: row.get(3)?,
        scope: scope(row, 1, 4)?,
        hash: row.get(8)?,
        language: row.get(9)?,
        kind: MemoryKind::from_name(&kind)
            .ok_or_else(|| Failure::Damaged(format!("{kind:?} is no kind of memory")))?,
        actor_id: row.get(11)?,
        role: row.get(12)?,
        occurred_at: moment(row.get(13)?)?,
        created_at: moment(row.get(14)?)?,
        updated_at: moment(row.get(15)?)?,
        expires_on: row.get::<_, Option<i64>>(16)?.map(day).transpose()?,
        immutable: row.get(17)?,
        valid_from: moment(row.get(18)?)?,
        valid_to: row.get::<_, Option<i64>>(19)?.map(moment).transpose()?,
        superseded_by: row.get(20)?,
        categories: json(row.get_ref(21)?.as_str().map_err(rusqlite::Error::from)?)?,
        sources: json(row.get_ref(22)?.as_str().map_err(rusqlite::Error::from)?)?,
        metadata: json::<Metadata>(row.get_ref(23)?.as_str().map_err(rusqlite::Error::from)?)?,
        text: row.get(24)?,
    })
}

/// Reads a scope: the namespace from one column, the ids from four others.
fn scope(row: &Row<'_>, namespace: usize, ids: usize) -> Result<Scope, Failure> {
    Ok(Scope {
        namespace: Namespace::new(row.get::<_, String>(namespace)?),
        user_id: row.get(ids)?,
        agent_id: row.get(ids + 1)?,
        run_id: row.get(ids + 2)?,
        app_id: row.get(ids + 3)?,
    })
}

/// The columns from which [`change`] reads a row of history.
pub(super) const CHANGE: &str = "sequence, id, namespace, memory_id, user_id, agent_id, run_id, \
     app_id, event, version, undoes, is_deleted, created_at, updated_at, actor_id, role, \
     old_memory, new_memory";

/// Reads a row of history from the columns [`CHANGE`].
pub(super) fn change(row: &Row<'_>) -> Result<Change, Failure> {
    let event: String = row.get(8)?;
    let text = |place| -> Result<&str, Failure> {
        Ok(row
            .get_ref(place)?
            .as_str()
            .map_err(rusqlite::Error::from)?)
    };
    Ok(Change {
        sequence: row.get::<_, i64>(0)?.unsigned_abs(),
        id: row.get(1)?,
        scope: scope(row, 2, 4)?,
        memory_id: row.get(3)?,
        event: ChangeEvent::from_name(&event)
            .ok_or_else(|| Failure::Damaged(format!("{event:?} is no event of history")))?,
        version: row.get(9)?,
        undoes: row.get::<_, Option<i64>>(10)?.map(i64::unsigned_abs),
        is_deleted: row.get(11)?,
        created_at: written_moment(text(12)?)?,
        updated_at: written_moment(text(13)?)?,
        actor_id: row.get(14)?,
        role: row.get(15)?,
        old_memory: row.get(16)?,
        new_memory: row.get(17)?,
    })
}

/// The columns from which [`episode`] reads an episode.
pub(super) const EPISODE: &str = "id, namespace, user_id, agent_id, run_id, app_id, role, name, \
     occurred_at, created_at, position, batch, extracted, content";

/// Reads an episode from the columns [`EPISODE`].
pub(super) fn episode(row: &Row<'_>) -> Result<Episode, Failure> {
    Ok(Episode {
        id: row.get(0)?,
        scope: scope(row, 1, 2)?,
        role: row.get(6)?,
        name: row.get(7)?,
        occurred_at: moment(row.get(8)?)?,
        created_at: moment(row.get(9)?)?,
        position: row.get(10)?,
        batch: row.get(11)?,
        extracted: row.get(12)?,
        content: row.get(13)?,
    })
}

/// Runs a query whose rows are read by `read`.
pub(super) fn collect<T>(
    connection: &Connection,
    sql: &str,
    values: &[&dyn ToSql],
    read: impl Fn(&Row<'_>) -> Result<T, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// A statement longer than this is not kept prepared: only huge filters make such.
const LONG: usize = 16 * 1024;

/// Runs a query that answers with keys.
pub(super) fn keys(
    connection: &Connection,
    sql: &str,
    values: &[Value],
) -> Result<Vec<i64>, Failure> {
    if sql.len() > LONG {
        return read_keys(&mut connection.prepare(sql)?, values);
    }
    let mut statement = connection.prepare_cached(sql)?;
    read_keys(&mut statement, values)
}

fn read_keys(statement: &mut Statement<'_>, values: &[Value]) -> Result<Vec<i64>, Failure> {
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A version that says nothing, for the evaluator to look at one field of it.
pub(super) fn blank_item() -> MemoryItem {
    MemoryItem {
        hash: String::new(),
        language: String::new(),
        ..MemoryItem::new("", Scope::default(), "", Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_keep_their_order_and_come_back(a in any_day(), b in any_day()) {
            prop_assert_eq!(day_number(a).cmp(&day_number(b)), a.cmp(&b));
            prop_assert_eq!(day(day_number(a)).unwrap(), a);
        }
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (-9999i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
    }

    #[test]
    fn what_is_no_day_is_damage() {
        for number in [20_261_301, 20_260_230, 0, i64::MAX] {
            assert!(matches!(day(number), Err(Failure::Damaged(_))), "{number}");
        }
    }
}
