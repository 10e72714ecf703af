//! The rules that every [`MemoryStore`] keeps, one function each; the
//! function's name is the rule.
//!
//! A store's crate runs all of them with one line, so that none can be forgotten:
//!
//! ```ignore
//! async fn empty_store() -> StoreUnderTest {
//!     let folder = tempfile::tempdir().unwrap();
//!     let store = SqliteStore::open(folder.path()).await.unwrap();
//!     StoreUnderTest::new(store).keeping(folder)
//! }
//! mem0_testkit::memory_store_suite!(empty_store);
//! ```

pub mod adding;
pub mod candidates;
pub mod deleting;
pub mod embedder;
pub mod episodes;
pub mod erasing;
pub mod filtering;
pub mod history;
pub mod importing;
pub mod lasting;
pub mod oddities;
pub mod scoping;
pub mod statistics;
pub mod surroundings;
pub mod updating;
pub mod viewing;

use std::any::Any;

use mem0_core::MemoryStore;

/// An empty store, with whatever must live as long as it does.
pub struct StoreUnderTest {
    store: Box<dyn MemoryStore>,
    kept: Vec<Box<dyn Any + Send + Sync>>,
}

impl StoreUnderTest {
    /// A store that needs nothing beside itself.
    pub fn new(store: impl MemoryStore + 'static) -> Self {
        Self {
            store: Box::new(store),
            kept: Vec::new(),
        }
    }

    /// The same, and this (a temporary folder, a server) is dropped after the store.
    #[must_use]
    pub fn keeping(mut self, thing: impl Any + Send + Sync) -> Self {
        self.kept.push(Box::new(thing));
        self
    }
}

impl AsRef<dyn MemoryStore> for StoreUnderTest {
    fn as_ref(&self) -> &(dyn MemoryStore + 'static) {
        self.store.as_ref()
    }
}

/// Hands the one list of rules to a macro, behind the tokens that are given for it.
#[doc(hidden)]
#[macro_export]
macro_rules! memory_store_rules {
    ($($then:ident)::+ ! ($($given:tt)*)) => {
        $($then)::+! { ($($given)*)
            adding {
                an_added_memory_is_got_back_whole
                a_list_is_ordered_newest_first_then_by_id
                pages_neither_repeat_nor_skip
                an_id_that_is_current_cannot_be_added_again
                unless_known_leaves_out_exactly_equal_scope_and_hash
                unless_known_sees_the_writes_of_its_own_commit
                unless_known_forgets_what_was_deleted
                of_two_equal_additions_at_once_one_is_a_duplicate
                known_hashes_need_exactly_the_scope
                known_ids_are_those_of_the_namespace_current_or_not
                a_vector_of_another_length_is_refused_with_the_whole_commit
                thousands_of_writes_fit_in_one_commit
            }
            updating {
                an_update_closes_the_old_version_and_opens_the_next
                an_update_that_saw_another_version_is_a_conflict
                an_unknown_memory_cannot_be_updated
                a_conflict_leaves_nothing_of_its_commit
                of_two_updates_at_once_one_wins
                one_commit_may_change_a_memory_twice
            }
            deleting {
                a_deletion_leaves_recall_and_keeps_the_versions
                a_deletion_names_its_successor
                a_deletion_that_saw_another_version_is_a_conflict
                a_deleted_memory_can_be_opened_again
            }
            importing {
                an_imported_memory_is_as_it_was
                what_is_here_is_not_imported_again
                a_deleted_memory_is_imported_deleted
                an_id_may_be_imported_into_another_namespace
                a_memory_may_come_without_history
            }
            history {
                every_change_is_told_whole
                history_is_ordered_by_sequence_not_by_clock
                an_unknown_memory_has_no_history
                the_changes_of_a_scope_are_read_onward
            }
            scoping {
                a_filter_never_widens_the_scope
                an_id_that_is_not_given_does_not_constrain
                ids_are_compared_letter_by_letter
                namespaces_never_meet
                a_summary_counts_current_memories_by_id
            }
            filtering {
                every_form_of_the_language_is_understood
                lists_agree_with_the_plain_evaluation
                candidates_agree_with_the_plain_evaluation
                numbers_are_compared_by_their_exact_value
                a_key_is_only_a_key
            }
            viewing {
                a_memory_is_shown_on_its_last_day_and_hidden_after
                an_expired_memory_can_be_shown_and_got
                as_of_a_moment_the_versions_that_held_are_seen
                candidates_see_the_same_versions_as_lists
            }
            candidates {
                every_signal_brings_in_its_own
                the_cosine_is_exact
                a_row_without_vector_has_no_cosine
                a_signal_brings_in_no_more_than_the_pool
                the_pool_holds_the_best
                deleted_and_replaced_versions_never_come_back
                an_empty_question_finds_nothing
                a_commit_is_seen_by_the_next_question
            }
            statistics {
                term_counts_come_in_the_order_of_the_question
                statistics_speak_of_the_rows_let_through
                a_candidate_tells_who_when_and_where
                speakers_are_named_once_and_never_another_persons
            }
            surroundings {
                neighbours_come_along_from_the_same_run
                neighbours_bring_in_no_neighbours
                what_is_not_let_through_is_no_neighbour
                places_point_at_the_direct_neighbours
                a_session_is_summed_over_all_rows_let_through
                statistics_count_sessions_too
                what_is_little_is_told_whole
            }
            episodes {
                episodes_come_back_in_the_order_asked
                the_latest_episodes_come_oldest_first
                an_episode_kept_again_is_replaced
                pending_episodes_wait_for_extraction
                episodes_keep_to_their_scope
            }
            erasing {
                an_erased_memory_leaves_nothing_behind
                an_episode_stays_while_another_memory_came_from_it
                erasing_in_another_namespace_does_nothing
                an_erased_scope_leaves_others_alone
                everything_can_be_erased
                sequences_are_not_given_out_again
            }
            embedder {
                a_store_belongs_to_the_embedder_that_claims_it
                another_embedder_is_refused
                outdated_texts_come_in_pages
                staged_vectors_wait_for_adoption
                adoption_is_refused_while_a_version_lacks_a_vector
                staged_vectors_of_another_length_are_refused
            }
            oddities {
                odd_texts_come_back_unchanged
                odd_ids_come_back_unchanged
                odd_metadata_comes_back_unchanged
                a_text_of_a_megabyte_comes_back
                far_moments_come_back_unchanged
                every_arbitrary_memory_comes_back_unchanged
            }
            lasting {
                health_counts_what_is_there
                a_note_is_kept_through_every_erasure
                a_closed_store_says_so
                a_long_mixed_life_ends_like_the_references
            }
        }
    };
}

/// Makes a `#[tokio::test]` of every rule. Takes the name of an `async fn() -> StoreUnderTest`
/// beside it that opens an empty store. The crate must depend on tokio.
#[macro_export]
macro_rules! memory_store_suite {
    ($open:ident) => {
        $crate::memory_store_rules! { $crate::tests_of_rules!($open, memory_store) }
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_rule_stands_in_the_list() {
        crate::memory_store_rules! { assert_list_is_whole!("memory_store/") }
    }
}
