//! The union of what the signals bring in, each row with the statistics that they need.

use std::cell::RefCell;
use std::collections::BTreeMap;

use mem0_core::Namespace;
use mem0_core::memory_store::{Candidate, CandidateQuery, Candidates, TimeSpan, VersionKey};
use rusqlite::{Connection, OptionalExtension, params};

use super::bitmap::Bitmap;
use super::census::Census;
use super::postings::Occurrences;
use super::scan::{Asked, liking};
use super::segment::{RUN, Segment};
use crate::sqlite::codes;
use crate::sqlite::failure::Failure;
use crate::sqlite::rows::moment;

thread_local! {
    /// Room that is kept between searches.
    static ROOM: RefCell<Room> = RefCell::default();
}

#[derive(Default)]
struct Room {
    /// The BM25 of every row.
    scores: Vec<f32>,
    /// One number for each run.
    runs: Vec<u32>,
}

/// Finds the candidates among the rows of a segment that the mask lets through.
pub(super) fn gather(
    snapshot: &Connection,
    segment: &Segment,
    mask: Option<&Bitmap>,
    query: &CandidateQuery,
) -> Result<Candidates, Failure> {
    let asked = query
        .vector
        .as_deref()
        .map(|it| Asked::new(segment, it))
        .transpose()?;
    let entities = entity_numbers(snapshot, &query.scope.namespace, &query.entities)?;
    let terms = segment.terms.find(query.terms.iter().map(|it| it.0));
    let named = segment.entities.find(entities.iter().copied());
    let census = Census::take(segment, mask);

    let mut rows = Vec::with_capacity(query.pool.min(4096) * 2);
    if let Some(asked) = &asked {
        rows.extend(segment.nearest(asked, mask, query.pool));
    }
    let mut room = ROOM.take();
    let (wordiest, lexical) =
        segment.wordiest(query, &terms, &census, &mut room.scores, &mut room.runs);
    rows.extend(wordiest);
    let liking = |row| liking(segment, asked.as_ref(), &room.scores, row);
    let (naming, frequencies) =
        segment.naming(&named, query.entities.len(), mask, query.pool, liking);
    rows.extend(naming);
    rows.extend(segment.timely(&query.times, mask, query.pool, liking));
    if census.all.rows as usize <= query.everything_below {
        rows = match mask {
            Some(mask) => mask.iter().map(|it| it as u32).collect(),
            None => (0..segment.rows() as u32).collect(),
        };
    }
    rows.extend(segment.neighbours(&rows, query.neighbours, &census));
    rows.sort_unstable();
    rows.dedup();
    let sessions = segment.sessions(&rows, &terms, query.terms.len(), &census, &mut room.runs);
    ROOM.set(room);

    let known = query
        .entities
        .iter()
        .cloned()
        .zip(frequencies)
        .filter(|it| it.1 > 0);
    let entity_frequency: BTreeMap<String, usize> = known.collect();
    let among = |row: Option<u32>| rows.binary_search(&row?).ok();
    let seen = |row| census.shows(row);
    let mut hits = Vec::with_capacity(rows.len());
    for (row, session) in rows.iter().zip(sessions.of_row) {
        hits.push(Candidate {
            previous: among(segment.runs.before(*row, seen)),
            next: among(segment.runs.after(*row, seen)),
            session,
            ..candidate(
                segment,
                asked.as_ref(),
                &terms,
                &named,
                query,
                *row as usize,
            )?
        });
    }
    Ok(Candidates {
        hits,
        sessions: sessions.sessions,
        lexical,
        entity_frequency,
    })
}

/// What a row tells by itself.
fn candidate(
    segment: &Segment,
    asked: Option<&Asked<'_>>,
    terms: &Occurrences<'_>,
    named: &Occurrences<'_>,
    query: &CandidateQuery,
    row: usize,
) -> Result<Candidate, Failure> {
    let mut term_counts = vec![0; query.terms.len()];
    terms.in_row(row, |place, count| term_counts[place] = count);
    let mut entities = Vec::new();
    named.in_row(row, |place, _| entities.push(place));
    entities.sort_unstable();
    let (features, aspects) = codes::split(segment.features[row]);
    Ok(Candidate {
        key: VersionKey(segment.keys[row]),
        dense: asked.and_then(|asked| segment.cosine(asked, row)),
        term_counts,
        length: segment.lengths[row],
        entities,
        speaker: segment.names.name(segment.speakers[row]).cloned(),
        run_id: segment.names.name(segment.ids[RUN][row]).cloned(),
        occurred_at: moment(segment.occurred[row])?,
        created_at: moment(segment.created[row])?,
        times: spans(segment, row)?,
        features,
        aspects,
        previous: None,
        next: None,
        session: None,
    })
}

fn spans(segment: &Segment, row: usize) -> Result<Vec<TimeSpan>, Failure> {
    let row = row as u32;
    let first = segment.spans.partition_point(|it| it.0 < row);
    let of_row = segment.spans[first..].iter().take_while(|it| it.0 == row);
    of_row
        .map(|(_, start, end)| codes::span(*start, *end))
        .collect()
}

/// The numbers of entities; what nobody names has a number that nothing has.
fn entity_numbers(
    snapshot: &Connection,
    namespace: &Namespace,
    keys: &[String],
) -> Result<Vec<u64>, Failure> {
    let mut statement =
        snapshot.prepare_cached("SELECT entity FROM entities WHERE namespace = ? AND key = ?")?;
    let mut numbers = Vec::with_capacity(keys.len());
    for key in keys {
        let number: Option<i64> = statement
            .query_row(params![namespace.as_str(), key], |row| row.get(0))
            .optional()?;
        numbers.push(number.map_or(u64::MAX, |it| it as u64));
    }
    Ok(numbers)
}
