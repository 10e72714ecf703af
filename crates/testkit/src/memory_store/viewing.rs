//! Which versions a read sees: by day of expiry, and by moment.

use jiff::{SignedDuration, Timestamp};
use mem0_core::memory_store::{CandidateQuery, ListQuery, View};
use mem0_core::{MemoryStore, Scope};

use crate::TestResult;
use crate::scribe::{FIRST_MOMENT, Scribe, TODAY, asked, current, everything_of, writes};

/// The texts that a list and a question see in this view; they must be the same.
async fn seen(store: &dyn MemoryStore, scope: &Scope, view: View) -> TestResult<Vec<String>> {
    let query = ListQuery {
        view: view.clone(),
        ..everything_of(scope)
    };
    let page = store.list(&query).await?;
    assert_eq!(page.total, page.items.len());
    let mut listed: Vec<_> = page.items.into_iter().map(|item| item.text).collect();
    listed.sort();

    let question = CandidateQuery {
        view,
        pool: 1_000,
        ..asked(scope, "memory")
    };
    let found = store.candidates(&question).await?;
    let keys: Vec<_> = found.hits.iter().map(|hit| hit.key).collect();
    let mut recalled: Vec<_> = store
        .fetch(&keys)
        .await?
        .into_iter()
        .map(|(_, item)| item.text)
        .collect();
    recalled.sort();
    assert_eq!(recalled, listed, "candidates differ from the list");
    assert_eq!(found.lexical.documents, listed.len());
    Ok(listed)
}

/// Expiry is by the day: the last day itself still shows it.
pub async fn a_memory_is_shown_on_its_last_day_and_hidden_after(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut item = scribe.memory(&scope, "memory of a day");
    item.expires_on = Some(TODAY);
    store.commit(writes([scribe.add(&item)])).await?;
    for (day, shown) in [(TODAY.yesterday()?, 1), (TODAY, 1), (TODAY.tomorrow()?, 0)] {
        assert_eq!(
            seen(store, &scope, View::current(day)).await?.len(),
            shown,
            "{day}"
        );
    }
    Ok(())
}

/// `get` and `show_expired` know no expiry; neither does `unless_known`.
pub async fn an_expired_memory_can_be_shown_and_got(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut item = scribe.memory(&scope, "memory of long ago");
    item.expires_on = Some(jiff::civil::date(2020, 1, 1));
    store.commit(writes([scribe.add(&item)])).await?;
    assert!(seen(store, &scope, current()).await?.is_empty());
    let all = View {
        show_expired: true,
        ..current()
    };
    assert_eq!(seen(store, &scope, all).await?.len(), 1);
    assert_eq!(
        store.get(&scope.namespace, &item.id).await?.as_ref(),
        Some(&item)
    );
    let again = scribe.memory(&scope, "memory of long ago");
    let outcomes = store
        .commit(writes([scribe.add_unless_known(&again)]))
        .await?;
    assert!(crate::scribe::applied(&outcomes).is_err(), "{outcomes:?}");
    Ok(())
}

fn at_hour(hour: i64) -> Timestamp {
    FIRST_MOMENT + SignedDuration::from_hours(hour)
}

/// A life of four versions: from hours 1, 2 and 3 on; deleted at hour 4; back from hour 5 on.
async fn an_eventful_life(store: &dyn MemoryStore, scope: &Scope) -> TestResult {
    let scribe = Scribe::of(store).await?;
    scribe.clock.set(at_hour(1));
    let first = scribe.memory(scope, "memory 1");
    scribe.clock.set(at_hour(2));
    let second = scribe.next_version(&first, "memory 2");
    scribe.clock.set(at_hour(3));
    let third = scribe.next_version(&second, "memory 3");
    scribe.clock.set(at_hour(4));
    let delete = scribe.delete(&third);
    scribe.clock.set(at_hour(5));
    let fourth = scribe.next_version(&third, "memory 4");
    store.commit(writes([scribe.add(&first)])).await?;
    store
        .commit(writes([scribe.update(&second), scribe.update(&third)]))
        .await?;
    store.commit(writes([delete])).await?;
    store.commit(writes([scribe.add(&fourth)])).await?;
    Ok(())
}

/// A version holds from its first moment up to, but without, the moment of its end.
pub async fn as_of_a_moment_the_versions_that_held_are_seen(store: &dyn MemoryStore) -> TestResult {
    let scope = Scope::user("ann");
    an_eventful_life(store, &scope).await?;
    let tick = SignedDuration::from_micros(1);
    let cases = [
        (at_hour(1) - tick, None),
        (at_hour(1), Some("memory 1")),
        (at_hour(2) - tick, Some("memory 1")),
        (at_hour(2), Some("memory 2")),
        (at_hour(3), Some("memory 3")),
        (at_hour(4) - tick, Some("memory 3")),
        (at_hour(4), None),
        (at_hour(5), Some("memory 4")),
        (at_hour(500_000), Some("memory 4")),
    ];
    for (moment, expected) in cases {
        let view = View {
            as_of: Some(moment),
            ..current()
        };
        let texts = seen(store, &scope, view).await?;
        assert_eq!(texts.first().map(String::as_str), expected, "{moment}");
        assert!(texts.len() <= 1, "{moment}: {texts:?}");
    }
    Ok(())
}

/// Without a moment only the current version is seen, whatever was asked before.
pub async fn candidates_see_the_same_versions_as_lists(store: &dyn MemoryStore) -> TestResult {
    let scope = Scope::user("ann");
    an_eventful_life(store, &scope).await?;
    for _ in 0..2 {
        assert_eq!(seen(store, &scope, current()).await?, ["memory 4"]);
        let past = View {
            as_of: Some(at_hour(2)),
            ..current()
        };
        assert_eq!(seen(store, &scope, past).await?, ["memory 2"]);
    }
    Ok(())
}
