//! The union of what the signals bring in, each row with the statistics that they need.

use std::cell::RefCell;
use std::collections::BTreeMap;

use mem0_core::Namespace;
use mem0_core::memory_store::{Candidate, CandidateQuery, Candidates, TimeSpan, VersionKey};
use rusqlite::{Connection, OptionalExtension, params};

use super::bitmap::Bitmap;
use super::census::Census;
use super::cosines::Cosines;
use super::postings::Occurrences;
use super::scan::liking;
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
    terms: Occurrences,
    entities: Occurrences,
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
    let mut room = ROOM.take();
    let found = gather_in(&mut room, snapshot, segment, mask, query);
    ROOM.set(room);
    found
}

fn gather_in(
    room: &mut Room,
    snapshot: &Connection,
    segment: &Segment,
    mask: Option<&Bitmap>,
    query: &CandidateQuery,
) -> Result<Candidates, Failure> {
    let asked = query
        .vector
        .as_deref()
        .map(|it| segment.vectors.ask(it))
        .transpose()?;
    let mut cosines = Cosines::new(snapshot, segment, asked.as_ref())?;
    let entities = entity_numbers(snapshot, &query.scope.namespace, &query.entities)?;
    let (terms, named) = (&mut room.terms, &mut room.entities);
    segment
        .terms
        .find(query.terms.iter().map(|it| it.0), mask, terms);
    segment.entities.find(entities.iter().copied(), mask, named);
    let census = Census::take(segment, mask);

    let mut rows = cosines.nearest(mask, query.pool)?;
    let (wordiest, lexical) =
        segment.wordiest(query, terms, &census, &mut room.scores, &mut room.runs);
    rows.extend(wordiest);
    let liking = |row| liking(segment, asked.as_ref(), &room.scores, row);
    let (naming, frequencies) = segment.naming(named, entities.len(), query.pool, liking);
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

    let sessions = segment.sessions(&rows, terms, query.terms.len(), &census, &mut room.runs);
    let term_counts = terms.counts(&rows);
    let entity_counts = named.counts(&rows);
    // The counts of one row, in the order of the question.
    let of_row = |counts: &[u16], place: usize| -> Vec<u16> {
        counts
            .iter()
            .skip(place)
            .step_by(rows.len())
            .copied()
            .collect()
    };
    let among = |row: Option<u32>| rows.binary_search(&row?).ok();
    let seen = |row| census.shows(row);
    let mut hits = Vec::with_capacity(rows.len());
    for (place, row) in rows.iter().enumerate() {
        let counts = of_row(&entity_counts, place).into_iter().enumerate();
        hits.push(Candidate {
            dense: cosines.of(*row)?,
            term_counts: of_row(&term_counts, place),
            entities: counts.filter(|it| it.1 > 0).map(|it| it.0).collect(),
            previous: among(segment.runs.before(*row, seen)),
            next: among(segment.runs.after(*row, seen)),
            session: sessions.of_row[place],
            ..alone(segment, *row as usize)?
        });
    }
    let known = query.entities.iter().cloned().zip(frequencies);
    let entity_frequency: BTreeMap<String, usize> = known.filter(|it| it.1 > 0).collect();
    Ok(Candidates {
        hits,
        sessions: sessions.sessions,
        lexical,
        entity_frequency,
    })
}

/// What a row tells whatever is asked.
fn alone(segment: &Segment, row: usize) -> Result<Candidate, Failure> {
    Ok(Candidate {
        key: VersionKey(segment.keys[row]),
        dense: None,
        term_counts: Vec::new(),
        length: segment.lengths[row],
        entities: Vec::new(),
        speaker: segment.speaker(row).cloned(),
        run_id: segment.names.name(segment.ids[RUN][row]).cloned(),
        occurred_at: moment(segment.occurred[row])?,
        created_at: moment(segment.created[row])?,
        times: spans(segment, row)?,
        features: segment.features[row],
        aspects: segment.aspects[row],
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
