//! The suite can fail: a store with one fault breaks the rule that is about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use mem0_core::filter::{Filter, Test};
use mem0_core::memory_store::{
    Action, CandidateQuery, Candidates, Changes, Erasure, Health, ListQuery, MemoryStore, Outcome,
    Page, ReadCandidates, ReadHistory, ReadMemories, Receipt, ScopeSummary, VersionKey,
    VersionText, View,
};
use mem0_core::{
    Change, EmbedderIdentity, Episode, MemoryItem, Namespace, Scope, ScopeId, StoreError, Timestamp,
};
use mem0_testkit::ReferenceStore;
use mem0_testkit::memory_store as rules;

type Result<T> = std::result::Result<T, StoreError>;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// Lists look at the filter only.
    ForgetsTheScope,
    /// Candidates come from the whole namespace.
    RecallsOtherPeople,
    /// Each write is a commit of its own.
    WritesOneByOne,
    /// Duplicates are stored.
    StoresDuplicates,
    /// Duplicates are looked for in the whole store.
    ComparesTextsOnly,
    /// Updates win, whatever was seen.
    IgnoresVersions,
    /// Words don't count.
    HasNoWords,
    /// Names don't count.
    HasNoEntities,
    /// The pool is twice as large.
    OverfillsThePool,
    /// The cosine is rounded.
    RoundsTheCosine,
    /// `ne` is false for a missing key, as in SQL.
    DeniesAsSqlDoes,
    /// A memory is hidden on its last day already.
    ExpiresTooEarly,
    /// The past looks like the present.
    KnowsNoPast,
    /// Texts end at a NUL, as in C.
    EndsAtNul,
    /// History comes newest first.
    TellsBackwards,
    /// Episodes come newest first.
    RemembersBackwards,
    /// What is erased is only deleted from lists.
    ErasesNothing,
    /// Staged vectors are used at once.
    AdoptsAtOnce,
    /// Anybody may claim the store.
    BelongsToAnybody,
    /// Notes are lost.
    KeepsNoNotes,
    /// A page may be one too long.
    PagesOverlap,
    /// What the text speaks of is lost.
    ForgetsAspects,
    /// Candidates come without neighbours.
    BringsNoNeighbours,
    /// Neighbours bring in neighbours.
    BringsNeighboursOfNeighbours,
    /// Neighbours are whatever lies beside it, of whichever run.
    LinksAcrossRuns,
    /// Neighbours are passed over if they are no candidates.
    LinksOverGaps,
    /// What is filtered out is a neighbour all the same.
    NeighboursPassTheFilter,
    /// A session is what its candidates are.
    SumsCandidatesOnly,
    /// Every memory counts as a session.
    CountsMemoriesAsSessions,
    /// However few rows there are, signals choose.
    AlwaysChooses,
    /// Everything is told, where there is one row too many.
    TellsTooMuch,
}

struct Faulty {
    inner: ReferenceStore,
    fault: Fault,
}

impl Faulty {
    fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }

    fn view(&self, view: &View) -> View {
        let mut view = view.clone();
        if self.has(Fault::ExpiresTooEarly) {
            view.today = view.today.tomorrow().unwrap_or(view.today);
        }
        if self.has(Fault::KnowsNoPast) {
            view.as_of = None;
        }
        view
    }

    fn spoil_surroundings(&self, found: &mut Candidates) {
        let mut order: Vec<usize> = (0..found.hits.len()).collect();
        order.sort_by_key(|place| found.hits[*place].key);
        for pair in order.windows(2) {
            let same_run = found.hits[pair[0]].run_id == found.hits[pair[1]].run_id;
            if self.has(Fault::LinksAcrossRuns) || self.has(Fault::LinksOverGaps) && same_run {
                found.hits[pair[0]].next = Some(pair[1]);
                found.hits[pair[1]].previous = Some(pair[0]);
            }
        }
        if self.has(Fault::SumsCandidatesOnly) {
            for (place, session) in found.sessions.iter_mut().enumerate() {
                let hits = || found.hits.iter().filter(|hit| hit.session == Some(place));
                session.memories = hits().count();
                session.length = hits().map(|hit| u64::from(hit.length)).sum();
            }
        }
        if self.has(Fault::CountsMemoriesAsSessions) {
            found.lexical.sessions = found.lexical.documents;
            found.lexical.session_frequency = found.lexical.document_frequency.clone();
        }
        if self.has(Fault::ForgetsAspects) {
            found.hits.iter_mut().for_each(|hit| hit.aspects = 0);
        }
    }

    fn filter(&self, filter: Option<&Filter>) -> Option<Filter> {
        filter.map(|filter| {
            if self.has(Fault::DeniesAsSqlDoes) {
                as_sql(filter)
            } else {
                filter.clone()
            }
        })
    }
}

fn as_sql(filter: &Filter) -> Filter {
    match filter {
        Filter::All(filters) => Filter::All(filters.iter().map(as_sql).collect()),
        Filter::Any(filters) => Filter::Any(filters.iter().map(as_sql).collect()),
        Filter::Not(filter) => Filter::Not(Box::new(as_sql(filter))),
        Filter::Field(field, Test::NotEquals(_) | Test::NotIn(_)) => Filter::All(vec![
            filter.clone(),
            Filter::Field(field.clone(), Test::Exists(true)),
        ]),
        Filter::Field(..) => filter.clone(),
    }
}

fn namespace_of(scope: &Scope) -> Scope {
    Scope {
        namespace: scope.namespace.clone(),
        ..Scope::default()
    }
}

#[async_trait]
impl ReadMemories for Faulty {
    async fn get(&self, namespace: &Namespace, memory_id: &str) -> Result<Option<MemoryItem>> {
        self.inner.get(namespace, memory_id).await
    }

    async fn fetch(&self, keys: &[VersionKey]) -> Result<Vec<(VersionKey, MemoryItem)>> {
        self.inner.fetch(keys).await
    }

    async fn list(&self, query: &ListQuery) -> Result<Page> {
        let mut query = query.clone();
        query.view = self.view(&query.view);
        query.filter = self.filter(query.filter.as_ref());
        if self.has(Fault::ForgetsTheScope) {
            query.scope = namespace_of(&query.scope);
        }
        if self.has(Fault::PagesOverlap) {
            query.limit = query.limit.saturating_add(1);
        }
        self.inner.list(&query).await
    }

    async fn versions(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<MemoryItem>> {
        self.inner.versions(namespace, memory_id).await
    }

    async fn known_hashes(
        &self,
        scope: &Scope,
        hashes: &[String],
    ) -> Result<BTreeMap<String, String>> {
        self.inner.known_hashes(scope, hashes).await
    }

    async fn known_ids(&self, namespace: &Namespace, ids: &[String]) -> Result<BTreeSet<String>> {
        self.inner.known_ids(namespace, ids).await
    }

    async fn summarize(&self, namespace: &Namespace, id: ScopeId) -> Result<Vec<ScopeSummary>> {
        self.inner.summarize(namespace, id).await
    }
}

#[async_trait]
impl ReadCandidates for Faulty {
    async fn candidates(&self, query: &CandidateQuery) -> Result<Candidates> {
        let mut query = query.clone();
        query.view = self.view(&query.view);
        query.filter = self.filter(query.filter.as_ref());
        match self.fault {
            Fault::RecallsOtherPeople => query.scope = namespace_of(&query.scope),
            Fault::HasNoWords => query.terms.clear(),
            Fault::HasNoEntities => query.entities.clear(),
            Fault::OverfillsThePool => query.pool *= 2,
            Fault::BringsNoNeighbours => query.neighbours = 0,
            Fault::BringsNeighboursOfNeighbours => query.neighbours *= 2,
            Fault::NeighboursPassTheFilter if query.neighbours > 0 => query.filter = None,
            Fault::AlwaysChooses => query.everything_below = 0,
            Fault::TellsTooMuch if query.everything_below > 0 => query.everything_below += 1,
            _ => {}
        }
        let mut found = self.inner.candidates(&query).await?;
        self.spoil_surroundings(&mut found);
        if self.has(Fault::RoundsTheCosine) {
            for hit in &mut found.hits {
                hit.dense = hit.dense.map(|cosine| (cosine * 100.0).round() / 100.0);
            }
        }
        Ok(found)
    }

    async fn speakers(&self, scope: &Scope) -> Result<Vec<Arc<str>>> {
        if self.has(Fault::RecallsOtherPeople) {
            return self.inner.speakers(&namespace_of(scope)).await;
        }
        self.inner.speakers(scope).await
    }
}

#[async_trait]
impl ReadHistory for Faulty {
    async fn history(&self, namespace: &Namespace, memory_id: &str) -> Result<Vec<Change>> {
        let mut history = self.inner.history(namespace, memory_id).await?;
        if self.has(Fault::TellsBackwards) {
            history.reverse();
        }
        Ok(history)
    }

    async fn changes(&self, scope: &Scope, after: u64, limit: usize) -> Result<Vec<Change>> {
        self.inner.changes(scope, after, limit).await
    }

    async fn episodes(&self, ids: &[String]) -> Result<Vec<Episode>> {
        self.inner.episodes(ids).await
    }

    async fn recent_episodes(&self, scope: &Scope, limit: usize) -> Result<Vec<Episode>> {
        let mut episodes = self.inner.recent_episodes(scope, limit).await?;
        if self.has(Fault::RemembersBackwards) {
            episodes.reverse();
        }
        Ok(episodes)
    }

    async fn pending_episodes(&self, scope: &Scope) -> Result<Vec<Episode>> {
        self.inner.pending_episodes(scope).await
    }

    async fn all_episodes(
        &self,
        scope: &Scope,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Episode>> {
        self.inner.all_episodes(scope, offset, limit).await
    }
}

#[async_trait]
impl MemoryStore for Faulty {
    async fn commit(&self, mut changes: Changes) -> Result<Vec<Outcome>> {
        for write in &mut changes.writes {
            match &mut write.action {
                Action::Add {
                    item, unless_known, ..
                } => {
                    if self.has(Fault::StoresDuplicates) {
                        *unless_known = false;
                    }
                    if self.has(Fault::ComparesTextsOnly) && *unless_known {
                        let all = ListQuery {
                            scope: namespace_of(&item.scope),
                            filter: None,
                            view: View {
                                show_expired: true,
                                ..mem0_testkit::scribe::current()
                            },
                            offset: 0,
                            limit: usize::MAX,
                        };
                        let all = self.inner.list(&all).await?.items;
                        if let Some(known) = all.iter().find(|known| known.hash == item.hash) {
                            item.scope = known.scope.clone();
                        }
                    }
                    if self.has(Fault::EndsAtNul)
                        && let Some(end) = item.text.find('\0')
                    {
                        item.text.truncate(end);
                    }
                }
                Action::Update {
                    expected_version,
                    item,
                    ..
                } if self.has(Fault::IgnoresVersions) => {
                    let current = self.inner.get(&item.scope.namespace, &item.id).await?;
                    *expected_version = current.map_or(*expected_version, |it| it.version);
                }
                _ => {}
            }
        }
        if !self.has(Fault::WritesOneByOne) {
            return self.inner.commit(changes).await;
        }
        let mut outcomes = Vec::new();
        let mut episodes = changes.episodes;
        for write in changes.writes {
            let one = Changes {
                episodes: std::mem::take(&mut episodes),
                writes: vec![write],
            };
            outcomes.extend(self.inner.commit(one).await?);
        }
        Ok(outcomes)
    }

    async fn erase(&self, erasure: &Erasure, at: Timestamp) -> Result<Receipt> {
        if self.has(Fault::ErasesNothing) {
            return Ok(Receipt::default());
        }
        self.inner.erase(erasure, at).await
    }

    async fn embedder(&self) -> Result<Option<EmbedderIdentity>> {
        self.inner.embedder().await
    }

    async fn claim(&self, embedder: &EmbedderIdentity) -> Result<()> {
        let claimed = self.inner.claim(embedder).await;
        if self.has(Fault::BelongsToAnybody) {
            Ok(())
        } else {
            claimed
        }
    }

    async fn outdated_texts(
        &self,
        embedder: &EmbedderIdentity,
        after: Option<VersionKey>,
        limit: usize,
    ) -> Result<Vec<VersionText>> {
        self.inner.outdated_texts(embedder, after, limit).await
    }

    async fn stage_vectors(
        &self,
        embedder: &EmbedderIdentity,
        vectors: Vec<(VersionKey, Vec<f32>)>,
    ) -> Result<()> {
        self.inner.stage_vectors(embedder, vectors).await?;
        if self.has(Fault::AdoptsAtOnce) {
            self.inner.adopt(embedder).await?;
        }
        Ok(())
    }

    async fn adopt(&self, embedder: &EmbedderIdentity) -> Result<()> {
        self.inner.adopt(embedder).await
    }

    async fn note(&self, name: &str) -> Result<Option<String>> {
        let note = self.inner.note(name).await?;
        Ok(note.filter(|_| !self.has(Fault::KeepsNoNotes)))
    }

    async fn keep_note(&self, name: &str, text: &str) -> Result<()> {
        self.inner.keep_note(name, text).await
    }

    async fn health(&self) -> Result<Health> {
        self.inner.health().await
    }

    async fn close(&self) -> Result<()> {
        self.inner.close().await
    }
}

/// Makes a test for each fault and the rule that must catch it.
macro_rules! caught {
    ($($fault:ident by $module:ident::$rule:ident)+) => {$(
        #[tokio::test]
        #[expect(non_snake_case, reason = "named after the fault")]
        async fn $fault() {
            let inner = ReferenceStore::new();
            let store = Faulty { inner, fault: Fault::$fault };
            let kept = tokio::spawn(async move { rules::$module::$rule(&store).await }).await;
            assert!(!matches!(kept, Ok(Ok(()))), "{} did not notice", stringify!($rule));
        }
    )+};
}

caught! {
    ForgetsTheScope by scoping::a_filter_never_widens_the_scope
    RecallsOtherPeople by scoping::a_filter_never_widens_the_scope
    WritesOneByOne by updating::a_conflict_leaves_nothing_of_its_commit
    StoresDuplicates by adding::of_two_equal_additions_at_once_one_is_a_duplicate
    ComparesTextsOnly by adding::unless_known_leaves_out_exactly_equal_scope_and_hash
    IgnoresVersions by updating::an_update_that_saw_another_version_is_a_conflict
    HasNoWords by candidates::every_signal_brings_in_its_own
    HasNoEntities by candidates::every_signal_brings_in_its_own
    OverfillsThePool by candidates::a_signal_brings_in_no_more_than_the_pool
    RoundsTheCosine by candidates::the_cosine_is_exact
    DeniesAsSqlDoes by filtering::lists_agree_with_the_plain_evaluation
    ExpiresTooEarly by viewing::a_memory_is_shown_on_its_last_day_and_hidden_after
    KnowsNoPast by viewing::as_of_a_moment_the_versions_that_held_are_seen
    EndsAtNul by oddities::odd_texts_come_back_unchanged
    TellsBackwards by history::history_is_ordered_by_sequence_not_by_clock
    RemembersBackwards by episodes::the_latest_episodes_come_oldest_first
    ErasesNothing by erasing::an_erased_memory_leaves_nothing_behind
    AdoptsAtOnce by embedder::staged_vectors_wait_for_adoption
    BelongsToAnybody by embedder::another_embedder_is_refused
    PagesOverlap by adding::pages_neither_repeat_nor_skip
    ForgetsAspects by statistics::a_candidate_tells_who_when_and_where
    BringsNoNeighbours by surroundings::neighbours_come_along_from_the_same_run
    BringsNeighboursOfNeighbours by surroundings::neighbours_bring_in_no_neighbours
    LinksAcrossRuns by surroundings::neighbours_come_along_from_the_same_run
    LinksOverGaps by surroundings::places_point_at_the_direct_neighbours
    NeighboursPassTheFilter by surroundings::what_is_not_let_through_is_no_neighbour
    SumsCandidatesOnly by surroundings::a_session_is_summed_over_all_rows_let_through
    CountsMemoriesAsSessions by surroundings::statistics_count_sessions_too
    AlwaysChooses by surroundings::what_is_little_is_told_whole
    TellsTooMuch by surroundings::what_is_little_is_told_whole
    KeepsNoNotes by lasting::a_note_is_kept_through_every_erasure
}

macro_rules! caught_by_life {
    ($($fault:ident)+) => {
        /// The long mixed life alone catches most faults, too.
        #[tokio::test]
        async fn a_long_life_brings_faults_to_light() {
            $(
                let inner = ReferenceStore::new();
                let store = Faulty { inner, fault: Fault::$fault };
                let life = async move {
                    rules::lasting::a_long_mixed_life_ends_like_the_references(&store).await
                };
                let kept = tokio::spawn(life).await;
                assert!(!matches!(kept, Ok(Ok(()))), "{} went unnoticed", stringify!($fault));
            )+
        }
    };
}

caught_by_life! {
    ForgetsTheScope RecallsOtherPeople WritesOneByOne StoresDuplicates ComparesTextsOnly
    IgnoresVersions HasNoWords DeniesAsSqlDoes ExpiresTooEarly KnowsNoPast TellsBackwards
    ErasesNothing
}
