//! What other programs put into the vector store.

use super::*;
use mem0_core::Filter;
use mem0_core::memory_store::{Action, CandidateQuery, Strangers};
use mem0_core::vector_store::Point;
use mem0_testkit::SequentialIds;
use mem0_testkit::scribe::{asked, current, index_of};
use mem0_testkit::vector_store::{Call, point};
use serde_json::json;

/// Texts of the strangers that may answer a question.
async fn met(store: &PairedStore, query: &CandidateQuery) -> TestResult<Vec<String>> {
    let met = store.strangers(Strangers::Near(query)).await?;
    Ok(met.items.into_iter().map(|item| item.text).collect())
}

/// Takes a stranger in, as the engine does.
async fn take_in(store: &PairedStore, scribe: &Scribe, item: &MemoryItem) -> TestResult {
    let import = scribe.write(Action::Import {
        versions: vec![(item.clone(), index_of(&item.text))],
        changes: Vec::new(),
    });
    store.commit(writes([import])).await?;
    Ok(())
}

/// Points of another program, with ids that no scribe gives.
fn foreign(scopes: &[(&Scope, &str)]) -> Vec<Point> {
    let ids = SequentialIds::from(9_000);
    scopes
        .iter()
        .map(|(scope, text)| point(&ids, scope, text))
        .collect()
}

#[tokio::test]
async fn strangers_are_met_in_their_own_scope_only() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let (ann, bob) = (Scope::user("ann"), Scope::user("bob"));
    let session = Scope {
        run_id: Some("monday".to_owned()),
        ..ann.clone()
    };
    let nobody = Scope::default();
    for point in foreign(&[
        (&ann, "tea"),
        (&bob, "tea too"),
        (&session, "tea again"),
        (&nobody, "no tea"),
    ]) {
        vectors.inner.put(point);
    }
    scribe.remember(&store, &ann, "her own tea").await?;
    let mut hers = met(&store, &asked(&ann, "tea")).await?;
    hers.sort();
    assert_eq!(hers, ["tea", "tea again"]);
    assert_eq!(met(&store, &asked(&bob, "tea")).await?, ["tea too"]);
    assert_eq!(met(&store, &asked(&session, "tea")).await?, ["tea again"]);
    assert_eq!(
        met(&store, &asked(&Scope::user("eve"), "tea")).await?,
        [""; 0]
    );
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..ann
    };
    assert_eq!(met(&store, &asked(&elsewhere, "tea")).await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn strangers_keep_to_filter_and_view() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let ann = Scope::user("ann");
    let mut points = foreign(&[(&ann, "green tea"), (&ann, "black tea"), (&ann, "old tea")]);
    points[0].payload.insert("kind".to_owned(), json!("green"));
    points[2]
        .payload
        .insert("expiration_date".to_owned(), json!("2026-01-01"));
    points
        .into_iter()
        .for_each(|point| vectors.inner.put(point));
    let filter = Filter::parse(&json!({"kind": "green"}))?;
    let question = CandidateQuery {
        filter: Some(filter),
        ..asked(&ann, "tea")
    };
    assert_eq!(met(&store, &question).await?, ["green tea"]);
    let mut all = met(&store, &asked(&ann, "tea")).await?;
    all.sort();
    assert_eq!(all, ["black tea", "green tea"]);
    let before = CandidateQuery {
        view: mem0_core::memory_store::View {
            as_of: Some(FIRST_MOMENT),
            ..current()
        },
        ..asked(&ann, "tea")
    };
    assert_eq!(met(&store, &before).await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn what_was_taken_in_is_no_stranger_and_stays_as_it_was_until_it_changes() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let mut theirs = foreign(&[(&ann, "Ann drinks tea")]).remove(0);
    theirs.payload.remove("hash");
    vectors.inner.put(theirs.clone());
    let question = asked(&ann, "tea");
    let item = store
        .strangers(Strangers::Near(&question))
        .await?
        .items
        .remove(0);
    take_in(&store, &scribe, &item).await?;
    assert_eq!(met(&store, &question).await?, [""; 0]);
    assert_eq!(vectors.inner.points(), [theirs]);
    assert_eq!(store.list(&everything_of(&ann)).await?.items[0].id, item.id);

    let coffee = scribe.next_version(&item, "Ann drinks coffee");
    store.commit(writes([scribe.update(&coffee)])).await?;
    assert_in_line(&store, &vectors.inner).await?;
    store.commit(writes([scribe.delete(&coffee)])).await?;
    assert_eq!(vectors.inner.points(), []);
    assert_eq!(met(&store, &question).await?, [""; 0]);
    Ok(())
}

/// Who was met before an erasure may be what was erased.
#[tokio::test]
async fn who_was_met_before_an_erasure_is_not_taken_in_after_it() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    vectors
        .inner
        .put(foreign(&[(&ann, "Ann drinks tea")]).remove(0));
    let question = asked(&ann, "tea");
    let met = store.strangers(Strangers::Near(&question)).await?;
    store
        .erase(&Erasure::Scope(ann.clone()), FIRST_MOMENT)
        .await?;
    let late = take_in(&store, &scribe, &met.items[0]).await;
    assert!(late.is_err(), "what was erased came back");
    assert_eq!(store.list(&everything_of(&ann)).await?.total, 0);
    Ok(())
}

/// A deleted memory whose point could not be taken away yet doesn't come back as a stranger.
#[tokio::test]
async fn what_was_deleted_here_is_no_stranger() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let tea = scribe.remember(&store, &ann, "Ann drinks tea").await?;
    vectors.fail([Call::Delete]);
    store.commit(writes([scribe.delete(&tea)])).await?;
    assert_eq!(vectors.inner.points().len(), 1);
    assert_eq!(met(&store, &asked(&ann, "tea")).await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn strangers_are_met_by_name_and_page_by_page() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let ann = Scope::user("ann");
    let own = scribe.remember(&store, &ann, "her own tea").await?;
    let texts: Vec<String> = (0..600).map(|number| format!("note {number}")).collect();
    let named: Vec<(&Scope, &str)> = texts.iter().map(|text| (&ann, text.as_str())).collect();
    let points = foreign(&named);
    let ids = vec![own.id, points[0].id.clone(), "nobody".to_owned()];
    points
        .into_iter()
        .for_each(|point| vectors.inner.put(point));
    let namespace = &Namespace::default();
    let found = store
        .strangers(Strangers::Named {
            namespace,
            ids: &ids,
        })
        .await?;
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.items[0].id, ids[1]);

    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = Strangers::Page {
            namespace,
            after: after.as_deref(),
        };
        let page = store.strangers(page).await?;
        all.extend(page.items.into_iter().map(|item| item.text));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.sort();
    let mut expected = texts;
    expected.sort();
    assert_eq!(all, expected);
    Ok(())
}

#[tokio::test]
async fn an_erased_scope_takes_its_strangers_along_and_no_others() -> TestResult {
    let (side, vectors) = (side(), vectors());
    let store = pair(&side, &vectors).await;
    let scribe = Scribe::of(&store).await?;
    let (ann, bob) = (Scope::user("ann"), Scope::user("bob"));
    for point in foreign(&[
        (&ann, "tea"),
        (&bob, "bees"),
        (&Scope::default(), "a document"),
    ]) {
        vectors.inner.put(point);
    }
    scribe.remember(&store, &ann, "her own tea").await?;
    store
        .erase(&Erasure::Scope(ann.clone()), FIRST_MOMENT)
        .await?;
    let left: Vec<String> = vectors
        .inner
        .points()
        .into_iter()
        .map(|it| it.text)
        .collect();
    assert_eq!(left, ["bees", "a document"]);
    assert_eq!(met(&store, &asked(&ann, "tea")).await?, [""; 0]);

    store
        .erase(&Erasure::Scope(Scope::default()), FIRST_MOMENT)
        .await?;
    assert_eq!(vectors.inner.points(), []);
    Ok(())
}
