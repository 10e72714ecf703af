//! What every [`VectorStore`] must do. [`RULES`] is the one list; [`check`] runs it, each rule on a
//! store of its own.
//!
//! Beside it a plain store in memory ([`PlainVectorStore`]) and one that fails when the test says
//! so ([`FailingVectorStore`]).

mod failing;
mod plain;

use std::future::Future;
use std::pin::Pin;

use mem0_core::vector_store::{Capabilities, FoundPoint, Point, PointQuery};
use mem0_core::{MemoryItem, Scope, StoreError, VectorStore};
use serde_json::json;

pub use self::failing::{Call, FailingVectorStore};
pub use self::plain::PlainVectorStore;
use crate::scribe::{FIRST_MOMENT, vector_of};
use crate::{SequentialIds, TestResult};

/// A rule as a test may run it; the store is empty.
pub type Rule =
    for<'a> fn(&'a dyn VectorStore) -> Pin<Box<dyn Future<Output = TestResult> + Send + 'a>>;

/// Makes the list of rules, each with its name.
macro_rules! rules {
    ($($rule:ident)+) => {
        /// All rules, by name.
        pub const RULES: &[(&str, Rule)] = &[
            $((stringify!($rule), |store| Box::pin($rule(store)))),+
        ];
    };
}

rules! {
    an_empty_store_finds_nothing
    a_point_comes_back_whole
    a_point_put_again_is_replaced
    a_repeated_delivery_changes_nothing
    a_deleted_point_is_gone_and_others_stay
    what_is_not_there_can_be_deleted
    the_nearest_comes_first
    no_more_are_found_than_asked_for
    a_scope_finds_its_points
    pages_neither_repeat_nor_skip
    a_cleared_store_is_empty_and_can_be_used
    what_it_can_not_is_refused
    odd_points_come_back_unchanged
    callers_at_once_find_everything
    closing_twice_does_nothing
}

/// Runs all rules, each on a store that `open` makes empty; an error names the rule.
///
/// # Errors
/// A call failed.
///
/// # Panics
/// A rule does not hold.
pub async fn check<S: VectorStore>(mut open: impl FnMut() -> S) -> TestResult {
    for (name, rule) in RULES {
        rule(&open())
            .await
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// A point of somebody, with a vector of its text.
pub fn point(ids: &SequentialIds, scope: &Scope, text: &str) -> Point {
    use mem0_core::IdSource;
    let item = MemoryItem::new(ids.next_id(), scope.clone(), text, FIRST_MOMENT);
    Point::of(&item, vector_of(text))
}

/// What is near a text in a scope.
pub fn near(scope: &Scope, text: &str, limit: usize) -> PointQuery {
    PointQuery {
        vector: vector_of(text),
        scope: scope.clone(),
        filter: None,
        limit,
    }
}

/// All points that can be listed, in the order of their ids.
///
/// # Errors
/// A call failed.
pub async fn everything(store: &dyn VectorStore) -> TestResult<Vec<FoundPoint>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.list(after.as_deref(), 3).await?;
        assert!(page.points.len() <= 3, "a page is longer than asked for");
        all.extend(page.points);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(all)
}

/// The points with these ids, by whatever the store can do.
async fn known(store: &dyn VectorStore, points: &[Point]) -> TestResult<Vec<FoundPoint>> {
    let ids: Vec<String> = points.iter().map(|point| point.id.clone()).collect();
    let mut found = if store.capabilities().get {
        store.get(&ids).await?
    } else {
        let mut found = Vec::new();
        for point in points {
            let query = near(&point.scope, &point.text, 100);
            found.extend(store.search(&query).await?);
        }
        found.retain(|found| ids.contains(&found.id));
        found
    };
    found.sort_by(|one, other| one.id.cmp(&other.id));
    found.dedup_by(|one, other| one.id == other.id);
    Ok(found)
}

/// Whether a point that was found is this one, as far as the store tells.
fn assert_same(found: &FoundPoint, point: &Point) {
    assert_eq!(found.id, point.id);
    if let Some(text) = &found.text {
        assert_eq!(*text, point.text);
    }
    for (key, value) in &point.payload {
        assert_eq!(found.payload.get(key), Some(value), "{key} of {}", point.id);
    }
}

async fn an_empty_store_finds_nothing(store: &dyn VectorStore) -> TestResult {
    let ann = Scope::user("ann");
    assert!(!store.name().is_empty());
    assert_eq!(store.search(&near(&ann, "tea", 5)).await?, []);
    let can = store.capabilities();
    if can.get {
        assert_eq!(store.get(&["nobody".to_owned()]).await?, []);
        assert_eq!(store.get(&[]).await?, []);
    }
    if can.list {
        assert_eq!(everything(store).await?, []);
    }
    Ok(())
}

async fn a_point_comes_back_whole(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let points = [point(&ids, &Scope::user("小雨"), "小雨对花生过敏")];
    store.upsert(&points).await?;
    let found = store.search(&near(&points[0].scope, "花生", 5)).await?;
    assert_eq!(found.len(), 1);
    assert_same(&found[0], &points[0]);
    let found = known(store, &points).await?;
    assert_eq!(found.len(), 1);
    assert_same(&found[0], &points[0]);
    Ok(())
}

async fn a_point_put_again_is_replaced(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let old = point(&ids, &ann, "Ann drinks tea");
    let other = point(&ids, &ann, "Ann plays chess");
    let new = Point {
        id: old.id.clone(),
        ..point(&ids, &ann, "Ann drinks coffee")
    };
    store.upsert(&[old, other.clone()]).await?;
    store.upsert(std::slice::from_ref(&new)).await?;
    let found = store.search(&near(&ann, "Ann drinks coffee", 5)).await?;
    assert_eq!(found.len(), 2, "the old one is still there: {found:?}");
    assert_same(&found[0], &new);
    assert_same(&found[1], &other);
    Ok(())
}

async fn a_repeated_delivery_changes_nothing(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let points: Vec<Point> = ["tea", "chess", "the sea"]
        .map(|text| point(&ids, &ann, text))
        .to_vec();
    for part in [&points[..1], &points[..], &points[1..]] {
        store.upsert(part).await?;
    }
    assert_eq!(store.search(&near(&ann, "tea", 10)).await?.len(), 3);
    for _ in 0..2 {
        store.delete(&[points[0].id.clone()]).await?;
    }
    assert_eq!(store.search(&near(&ann, "tea", 10)).await?.len(), 2);
    Ok(())
}

async fn a_deleted_point_is_gone_and_others_stay(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let points = ["tea", "chess", "the sea"].map(|text| point(&ids, &ann, text));
    store.upsert(&points).await?;
    store
        .delete(&[points[0].id.clone(), points[2].id.clone()])
        .await?;
    let found = store.search(&near(&ann, "tea", 10)).await?;
    assert_eq!(found.len(), 1);
    assert_same(&found[0], &points[1]);
    assert_eq!(known(store, &points).await?.len(), 1);
    Ok(())
}

async fn what_is_not_there_can_be_deleted(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    store.delete(&[]).await?;
    store.delete(&["nobody".to_owned()]).await?;
    let points = ["tea", "chess"].map(|text| point(&ids, &ann, text));
    store.upsert(&points).await?;
    store
        .delete(&["nobody".to_owned(), points[0].id.clone()])
        .await?;
    assert_eq!(store.search(&near(&ann, "tea", 10)).await?.len(), 1);
    store.upsert(&[]).await?;
    Ok(())
}

async fn the_nearest_comes_first(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let texts = [
        "green tea with honey",
        "green tea",
        "a chess game",
        "black tea",
    ];
    let points = texts.map(|text| point(&ids, &ann, text));
    store.upsert(&points).await?;
    for point in &points {
        let found = store.search(&near(&ann, &point.text, 4)).await?;
        assert_same(&found[0], point);
        let scores: Vec<f32> = found.iter().filter_map(|found| found.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    }
    Ok(())
}

async fn no_more_are_found_than_asked_for(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let points: Vec<Point> = (0..9)
        .map(|number| point(&ids, &ann, &format!("note {number}")))
        .collect();
    store.upsert(&points).await?;
    for limit in [1, 4, 9, 20] {
        let found = store.search(&near(&ann, "note 3", limit)).await?;
        assert_eq!(found.len(), limit.min(9));
    }
    Ok(())
}

/// Whatever a store makes of a scope, it doesn't lose the points that belong to it.
async fn a_scope_finds_its_points(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let session = Scope {
        run_id: Some("星期一".to_owned()),
        ..Scope::user("ann")
    };
    let scopes = [
        Scope::user("ann"),
        Scope::user("bob"),
        Scope::agent("ann"),
        session,
    ];
    let points: Vec<Point> = scopes
        .iter()
        .map(|scope| point(&ids, scope, "likes tea"))
        .collect();
    store.upsert(&points).await?;
    for (scope, expected) in [
        (&scopes[0], vec![0, 3]),
        (&scopes[1], vec![1]),
        (&scopes[3], vec![3]),
    ] {
        let found = store.search(&near(scope, "tea", 10)).await?;
        for place in expected {
            let id = &points[place].id;
            assert!(
                found.iter().any(|found| found.id == *id),
                "{scope:?}: {found:?}"
            );
        }
    }
    Ok(())
}

async fn pages_neither_repeat_nor_skip(store: &dyn VectorStore) -> TestResult {
    if !store.capabilities().list {
        return Ok(());
    }
    let ids = SequentialIds::default();
    let points: Vec<Point> = (0..10)
        .map(|number| point(&ids, &Scope::user("ann"), &format!("note {number}")))
        .collect();
    store.upsert(&points).await?;
    let listed = everything(store).await?;
    let listed: Vec<&str> = listed.iter().map(|found| found.id.as_str()).collect();
    let mut expected: Vec<&str> = points.iter().map(|point| point.id.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(listed, expected);
    Ok(())
}

async fn a_cleared_store_is_empty_and_can_be_used(store: &dyn VectorStore) -> TestResult {
    if !store.capabilities().clear {
        return Ok(());
    }
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    store.clear().await?;
    store.upsert(&[point(&ids, &ann, "tea")]).await?;
    store.clear().await?;
    assert_eq!(store.search(&near(&ann, "tea", 10)).await?, []);
    store.upsert(&[point(&ids, &ann, "chess")]).await?;
    assert_eq!(store.search(&near(&ann, "tea", 10)).await?.len(), 1);
    Ok(())
}

/// What a capability denies is refused in so many words, and what it promises isn't.
async fn what_it_can_not_is_refused(store: &dyn VectorStore) -> TestResult {
    let Capabilities {
        get, list, clear, ..
    } = store.capabilities();
    let answers = [
        (get, store.get(&["1".to_owned()]).await.err()),
        (list, store.list(None, 1).await.err()),
        (clear, store.clear().await.err()),
    ];
    for (place, (can, error)) in answers.into_iter().enumerate() {
        let refused = matches!(&error, Some(StoreError::Unsupported { store: name, .. })
            if *name == store.name());
        assert_eq!(can, error.is_none(), "{place}: {error:?}");
        assert_eq!(!can, refused, "{place}: {error:?}");
    }
    assert_eq!(store.capabilities(), store.capabilities());
    Ok(())
}

async fn odd_points_come_back_unchanged(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let scope = Scope {
        agent_id: Some("🦊 \"quoted\" 'n' such".to_owned()),
        ..Scope::user("a/b 李雷")
    };
    let mut points = [
        "e\u{301}\u{200b}",
        "line\nbreak\ttab",
        "'; DROP TABLE points; --",
    ]
    .map(|text| point(&ids, &scope, text));
    for (key, value) in [
        ("n", json!(-3)),
        ("decimal", json!(0.25)),
        ("truth", json!(false)),
        ("日期", json!("2026-01-31")),
        ("with.dot and $sign", json!("x")),
    ] {
        points[0].payload.insert(key.to_owned(), value);
    }
    store.upsert(&points).await?;
    let found = known(store, &points).await?;
    assert_eq!(found.len(), points.len());
    points.sort_by(|one, other| one.id.cmp(&other.id));
    for (found, point) in found.iter().zip(&points) {
        assert_same(found, point);
    }
    Ok(())
}

async fn callers_at_once_find_everything(store: &dyn VectorStore) -> TestResult {
    let ids = SequentialIds::default();
    let ann = Scope::user("ann");
    let parts: Vec<[Point; 2]> = (0..4)
        .map(|part| [0, 1].map(|place| point(&ids, &ann, &format!("note {part} {place}"))))
        .collect();
    let (a, b, c, d) = tokio::join!(
        store.upsert(&parts[0]),
        store.upsert(&parts[1]),
        store.upsert(&parts[2]),
        store.upsert(&parts[3]),
    );
    for done in [a, b, c, d] {
        done?;
    }
    assert_eq!(store.search(&near(&ann, "note", 20)).await?.len(), 8);
    Ok(())
}

async fn closing_twice_does_nothing(store: &dyn VectorStore) -> TestResult {
    store.close().await?;
    store.close().await?;
    Ok(())
}
