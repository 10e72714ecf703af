//! What recall scans: the current rows of the scopes that were searched last, in RAM.
//!
//! A search begins a snapshot of the file and asks it one cheap question: which change is the
//! last? A segment that shows an older state takes in what the log of changes names, so that every
//! commit acknowledged before the search is seen, by whichever process it was made. The file's
//! snapshot and the segment stay locked together until the search is done.

mod best;
mod bitmap;
mod census;
mod cosines;
mod gather;
mod load;
mod mask;
mod names;
mod postings;
mod resident;
mod runs;
mod scan;
mod segment;
mod sessions;
mod sketches;
mod vectors;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockWriteGuard};

use mem0_core::memory_store::{CandidateQuery, Candidates};
use mem0_core::{EmbedderIdentity, Scope};
use rusqlite::Connection;

use self::resident::Resident;
use self::segment::{Mark, Owner, Segment};
use super::database::Database;
use super::failure::Failure;
use super::filter_sql::Where;
use super::meta;
use super::scopes::BY_SELECTIVITY;

/// The segments that are in RAM.
pub(super) struct Segments {
    budget: usize,
    /// Beyond so many rows a segment keeps sketches of vectors only.
    whole: usize,
    resident: Mutex<Resident>,
    /// The last epoch in which the embedder was found to be the claimed one.
    embedder_checked: Mutex<Option<(i64, EmbedderIdentity)>>,
}

/// A segment of another id than the best one is taken if it is in RAM and has no more rows.
const SMALL: usize = 20_000;

impl Segments {
    /// Keeps segments up to this many bytes, about; those of up to `whole` rows with whole
    /// vectors.
    pub(super) fn new(budget: usize, whole: usize) -> Self {
        Self {
            budget,
            whole,
            resident: Mutex::default(),
            embedder_checked: Mutex::default(),
        }
    }

    /// Lets go of all.
    pub(super) fn clear(&self) {
        self.resident().clear();
    }

    /// Finds candidates.
    pub(super) fn candidates(
        &self,
        database: &Database,
        query: &CandidateQuery,
        claimed: Option<&EmbedderIdentity>,
    ) -> Result<Candidates, Failure> {
        // Only a question with a vector minds which model made the vectors.
        let claimed = claimed.filter(|_| query.vector.is_some());
        if query.view.as_of.is_some() {
            let snapshot = database.snapshot()?;
            let mark = load::mark(&snapshot)?;
            self.check_embedder(&snapshot, mark, claimed)?;
            let segment = past(database, &snapshot, query, mark, self.whole)?;
            return gather::gather(&snapshot, &segment, None, query);
        }
        let owner = self.owner(&query.scope);
        self.with_current(database, &owner, claimed, |snapshot, segment| {
            answer(database, snapshot, &owner, segment, query)
        })
    }

    /// Who said what is current in a scope, or in a wider one that is in RAM.
    pub(super) fn speakers(
        &self,
        database: &Database,
        scope: &Scope,
    ) -> Result<Vec<Arc<str>>, Failure> {
        let owner = self.owner(scope);
        self.with_current(database, &owner, None, |_, segment| Ok(segment.speakers()))
    }

    /// Reads the segment of an owner, brought up to date with the file.
    fn with_current<T>(
        &self,
        database: &Database,
        owner: &Owner,
        claimed: Option<&EmbedderIdentity>,
        read: impl Fn(&Connection, &Segment) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut looks = 0;
        loop {
            looks += 1;
            let snapshot = database.snapshot()?;
            let mark = load::mark(&snapshot)?;
            self.check_embedder(&snapshot, mark, claimed)?;
            let slot = self.resident().place(owner);
            {
                let segment = slot.read().unwrap_or_else(PoisonError::into_inner);
                if let Some(segment) = segment.as_ref().filter(|it| it.mark == mark)
                    && !slot.is_poisoned()
                {
                    return read(&snapshot, segment);
                }
            }
            let mut segment = usable(&slot);
            let ahead = segment.as_ref().is_some_and(|it| {
                it.mark.epoch > mark.epoch
                    || it.mark.epoch == mark.epoch && it.mark.sequence > mark.sequence
            });
            if ahead && looks < MOST_LOOKS {
                // Somebody who began later was faster: look at the file anew.
                continue;
            }
            if ahead {
                // Rows of history were taken away behind our back: the log can't be trusted.
                *segment = None;
            }
            bring_up_to_date(&snapshot, owner, &mut segment, mark, self.whole)?;
            let Some((rows, bytes)) = segment.as_ref().map(|it| (it.rows(), it.bytes())) else {
                continue;
            };
            self.resident().weigh(owner, rows, bytes, self.budget);
            let segment = RwLockWriteGuard::downgrade(segment);
            if let Some(segment) = segment.as_ref() {
                return read(&snapshot, segment);
            }
        }
    }

    /// Whose segment answers for a scope: the one of its most telling id, or a small one that is
    /// there already.
    fn owner(&self, scope: &Scope) -> Owner {
        let mut owners = BY_SELECTIVITY.into_iter().filter_map(|id| {
            let value = scope.get(id)?.to_owned();
            Some(Owner {
                namespace: scope.namespace.clone(),
                id: Some((id, value)),
            })
        });
        let resident = self.resident();
        let there = owners
            .clone()
            .filter_map(|owner| Some((resident.rows(&owner)?, owner)))
            .filter(|(rows, _)| *rows > 0 && *rows <= SMALL)
            .min_by_key(|(rows, _)| *rows);
        if let Some((_, owner)) = there {
            return owner;
        }
        // A run is often searched only while it lasts: its user's segment serves all of them.
        let run_only = scope.user_id.is_none() && scope.agent_id.is_none();
        let best =
            owners.find(|it| run_only || !matches!(it.id, Some((mem0_core::ScopeId::Run, _))));
        best.unwrap_or(Owner {
            namespace: scope.namespace.clone(),
            id: None,
        })
    }

    /// Refuses a question embedded by another model than the store's vectors.
    fn check_embedder(
        &self,
        snapshot: &Connection,
        mark: Mark,
        claimed: Option<&EmbedderIdentity>,
    ) -> Result<(), Failure> {
        let Some(claimed) = claimed else {
            return Ok(());
        };
        let mut checked = self
            .embedder_checked
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if checked
            .as_ref()
            .is_some_and(|it| it.0 == mark.epoch && it.1 == *claimed)
        {
            return Ok(());
        }
        meta::refuse_other_embedder(meta::embedder(snapshot)?.as_ref(), Some(claimed))?;
        *checked = Some((mark.epoch, claimed.clone()));
        Ok(())
    }

    fn resident(&self) -> MutexGuard<'_, Resident> {
        self.resident.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How often a search looks at the file anew because a segment is ahead of what it saw.
const MOST_LOOKS: usize = 50;

/// Locks a slot for writing. What a panicking thread left half done is thrown away.
fn usable(slot: &RwLock<Option<Segment>>) -> RwLockWriteGuard<'_, Option<Segment>> {
    slot.write().unwrap_or_else(|poisoned| {
        let mut segment = poisoned.into_inner();
        *segment = None;
        slot.clear_poison();
        segment
    })
}

fn bring_up_to_date(
    snapshot: &Connection,
    owner: &Owner,
    segment: &mut Option<Segment>,
    mark: Mark,
    whole: usize,
) -> Result<(), Failure> {
    if segment.as_ref().is_some_and(|it| it.mark == mark) {
        return Ok(());
    }
    // Out of its place while it is half done: an error must not leave it there.
    if let Some(mut behind) = segment.take()
        && load::catch_up(snapshot, owner, &mut behind, mark)?
    {
        *segment = Some(behind);
        return Ok(());
    }
    *segment = Some(load::current(snapshot, owner, mark, whole)?);
    Ok(())
}

fn answer(
    database: &Database,
    snapshot: &Connection,
    owner: &Owner,
    segment: &Segment,
    query: &CandidateQuery,
) -> Result<Candidates, Failure> {
    let mask = mask::mask(database, snapshot, owner, segment, query)?;
    gather::gather(snapshot, segment, mask.as_ref(), query)
}

/// What held at a moment, for one search.
fn past(
    database: &Database,
    snapshot: &Connection,
    query: &CandidateQuery,
    mark: Mark,
    whole: usize,
) -> Result<Segment, Failure> {
    let mut condition = Where::scope(&query.scope);
    condition.and_view(&query.view);
    if let Some(filter) = &query.filter {
        condition.and_filter(filter);
        database.conditions.ask(condition.conditions.clone());
    }
    load::chosen(snapshot, &condition, mark, whole)
}
