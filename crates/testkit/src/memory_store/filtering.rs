//! A store's own filters agree with the plain evaluation.

use std::collections::BTreeSet;

use mem0_core::memory_store::{CandidateQuery, View};
use mem0_core::{Filter, MemoryItem, MemoryStore, Namespace, Scope};
use serde_json::{Value, json};

use crate::TestResult;
use crate::arbitrary::{arbitrary_filter, arbitrary_item, samples};
use crate::scribe::{Scribe, everything_of, filtered, index_of, nothing_asked, term, writes};

/// Adds memories with all sorts of fields and metadata, all in the default namespace.
async fn a_mixed_lot(store: &dyn MemoryStore) -> TestResult<Vec<MemoryItem>> {
    let scribe = Scribe::of(store).await?;
    let mut items = samples(arbitrary_item(), 80);
    for item in &mut items {
        item.scope.namespace = Namespace::default();
    }
    let lot = items.iter().map(|item| {
        let mut index = index_of(&item.text);
        index.terms.push((term("everywhere"), 1));
        index.terms.sort_unstable();
        scribe.add_indexed(item, index)
    });
    store.commit(writes(lot)).await?;
    Ok(items)
}

fn ids<'a>(items: impl IntoIterator<Item = &'a MemoryItem>) -> BTreeSet<&'a str> {
    items.into_iter().map(|item| item.id.as_str()).collect()
}

/// Each form of the language finds what it says.
pub async fn every_form_of_the_language_is_understood(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut tea = scribe.memory(&scope, "Ann drinks Tea");
    tea.metadata = serde_json::from_value(json!({
        "type": "habit", "cups": 3, "ratio": 0.5, "daily": true, "tags": ["hot", "green", 7],
        "due": "2026-03-01T10:00:00+02:00", "place": {"city": "Paris"}, "a.b": "dotted",
        "nothing": null,
    }))?;
    tea.categories = vec!["Food".into(), "daily life".into()];
    tea.actor_id = Some("Ann".into());
    tea.expires_on = Some(jiff::civil::date(2026, 6, 30));
    let mut bare = scribe.memory(&scope, "小明喜欢爬山");
    bare.role = None;
    store
        .commit(writes([scribe.add(&tea), scribe.add(&bare)]))
        .await?;

    let only_tea: &[Value] = &[
        json!({"type": "habit"}),
        json!({"metadata.type": ["x", "habit"]}),
        json!({"metadata": {"cups": {"gt": 2, "lte": 3.0}}}),
        json!({"cups": 3.0}),
        json!({"ratio": {"lt": 1}}),
        json!({"daily": true}),
        json!({"tags": "green"}),
        json!({"tags": 7}),
        json!({"tags": {"gt": 6}}),
        json!({"tags": {"contains": "gre"}}),
        json!({"type": {"icontains": "HAB"}}),
        json!({"due": {"lt": "2026-03-01T08:30:00Z"}}),
        json!({"place.city": "Paris"}),
        json!({"place": {"eq": {"city": "Paris"}}}),
        json!({"a.b": "dotted"}),
        json!({"type": "*"}),
        json!({"cups": {"exists": true}}),
        json!({"role": "user"}),
        json!({"actor_id": "Ann"}),
        json!({"keywords": {"contains": "Tea"}}),
        json!({"keywords": {"icontains": "TEA"}}),
        json!({"memory_ids": [tea.id, "unknown"]}),
        json!({"id": tea.id}),
        json!({"hash": tea.hash}),
        json!({"memory": "Ann drinks Tea"}),
        json!({"categories": {"in": ["Food", "Sport"]}}),
        json!({"categories": {"contains": "LIFE"}}),
        json!({"created_at": {"lt": bare.created_at.to_string()}}),
        json!({"created_at": tea.created_at.to_string()}),
        json!({"expiration_date": "2026-06-30"}),
        json!({"expiration_date": {"gte": "2026-06-30", "lt": "2026-07-01"}}),
        json!({"NOT": {"text": {"contains": "小明"}}}),
        json!({"AND": [{"user_id": "ann"}, {"OR": [{"cups": 3}, {"cups": 4}]}]}),
    ];
    let only_bare: &[Value] = &[
        json!({"type": {"ne": "habit"}}),
        json!({"cups": {"nin": [1, 3]}}),
        json!({"tags": {"ne": "hot"}}),
        json!({"type": null}),
        json!({"role": null}),
        json!({"actor_id": {"ne": "Ann"}}),
        json!({"categories": null}),
        json!({"categories": {"ne": "Food"}}),
        json!({"expiration_date": null}),
        json!({"expiration_date": {"ne": "2026-06-30"}}),
        json!({"NOT": [{"type": "habit"}, {"type": "x"}]}),
        json!({"keywords": {"contains": "喜欢"}}),
        json!({"created_at": {"gt": tea.created_at.to_string()}}),
    ];
    let both: &[Value] = &[
        json!({}),
        json!({"created_at": "2026-01-01"}),
        json!({"timestamp": {"gte": "2026-01-01"}}),
        json!({"nothing": null}),
        json!({"user_id": "ann"}),
        json!({"agent_id": null}),
        json!({"unknown": {"ne": 1}}),
    ];
    let neither: &[Value] = &[
        json!({"cups": "3"}),
        json!({"daily": 1}),
        json!({"type": "Habit"}),
        json!({"tags": {"gt": 7}}),
        json!({"nothing": "*"}),
        json!({"memory_ids": []}),
        json!({"keywords": {"contains": "tea"}}),
        json!({"created_at": {"ne": "2026-01-01"}}),
        json!({"NOT": {}}),
    ];
    let (tea, bare) = (&tea, &bare);
    let cases: [(&[Value], &[&MemoryItem]); 4] = [
        (only_tea, &[tea]),
        (only_bare, &[bare]),
        (both, &[bare, tea]),
        (neither, &[]),
    ];
    for (filters, expected) in cases {
        for json in filters {
            let filter = Filter::parse(json)?;
            let page = store.list(&filtered(&scope, &filter)).await?;
            assert_eq!(page.items.iter().collect::<Vec<_>>(), expected, "{json}");
            assert_eq!(page.total, expected.len(), "{json}");
        }
    }
    Ok(())
}

/// A filtered list holds exactly the memories that the plain evaluation lets through.
pub async fn lists_agree_with_the_plain_evaluation(store: &dyn MemoryStore) -> TestResult {
    let items = a_mixed_lot(store).await?;
    let everybody = Scope::default();
    let all = store.list(&everything_of(&everybody)).await?;
    let shown = |item: &&MemoryItem| View::current(crate::scribe::TODAY).shows(item);
    assert_eq!(ids(&all.items), ids(items.iter().filter(shown)));
    for filter in samples(arbitrary_filter(), 500) {
        let page = store.list(&filtered(&everybody, &filter)).await?;
        let expected = items
            .iter()
            .filter(shown)
            .filter(|item| filter.matches(item));
        assert_eq!(ids(&page.items), ids(expected), "{filter}");
        assert_eq!(page.total, page.items.len(), "{filter}");
    }
    Ok(())
}

/// Candidates and their statistics speak of exactly the rows that the filter lets through.
pub async fn candidates_agree_with_the_plain_evaluation(store: &dyn MemoryStore) -> TestResult {
    let items = a_mixed_lot(store).await?;
    let everybody = Scope::default();
    for filter in samples(arbitrary_filter(), 300) {
        let query = CandidateQuery {
            filter: Some(filter.clone()),
            view: View {
                show_expired: true,
                ..crate::scribe::current()
            },
            terms: vec![(term("everywhere"), 1.0)],
            pool: 1_000,
            ..nothing_asked(&everybody)
        };
        let found = store.candidates(&query).await?;
        let keys: Vec<_> = found.hits.iter().map(|hit| hit.key).collect();
        let rows = store.fetch(&keys).await?;
        let expected = ids(items.iter().filter(|item| filter.matches(item)));
        assert_eq!(ids(rows.iter().map(|(_, item)| item)), expected, "{filter}");
        assert_eq!(found.lexical.documents, expected.len(), "{filter}");
        assert_eq!(
            found.lexical.document_frequency,
            [expected.len()],
            "{filter}"
        );
    }
    Ok(())
}

/// 2⁵³ + 1 is not 2⁵³, and an integer equals the float of the same value.
pub async fn numbers_are_compared_by_their_exact_value(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let numbers = [
        json!(9_007_199_254_740_992_i64),
        json!(9_007_199_254_740_993_i64),
        json!(-1),
    ];
    for number in &numbers {
        let mut item = scribe.memory(&scope, format!("number {number}"));
        item.metadata.insert("n".into(), number.clone());
        store.commit(writes([scribe.add(&item)])).await?;
    }
    let cases = [
        (json!({"n": 9_007_199_254_740_993_i64}), 1),
        (json!({"n": 9_007_199_254_740_992.0}), 1),
        (json!({"n": {"gt": 9_007_199_254_740_992_i64}}), 1),
        (json!({"n": {"gte": 9_007_199_254_740_992.0}}), 2),
        (json!({"n": -1.0}), 1),
        (json!({"n": {"lt": 1e300}}), 3),
        (json!({"n": {"gt": -1.5, "lt": -0.5}}), 1),
        (json!({"n": {"in": ["-1", true]}}), 0),
        (json!({"n": {"nin": [-1]}}), 2),
    ];
    for (json, expected) in cases {
        let page = store
            .list(&filtered(&scope, &Filter::parse(&json)?))
            .await?;
        assert_eq!(page.total, expected, "{json}");
    }
    Ok(())
}

/// Quotes, jokers, brackets and dots in keys and values are letters like others.
pub async fn a_key_is_only_a_key(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let odd = [
        "it's", "\"x\"", "a[0]", "$.a", "%", "_", "a\\b", "钥匙", " ", "#", "a\u{0}b", "🦀",
    ];
    for key in odd {
        let mut item = scribe.memory(&scope, format!("key {key:?}"));
        item.metadata.insert(key.into(), key.into());
        store.commit(writes([scribe.add(&item)])).await?;
    }
    for key in odd {
        for filter in [
            json!({"metadata": {}, format!("metadata.{key}"): key}),
            json!({format!("metadata.{key}"): "*"}),
            json!({format!("metadata.{key}"): {"contains": key}}),
        ] {
            let page = store
                .list(&filtered(&scope, &Filter::parse(&filter)?))
                .await?;
            let keys: Vec<_> = page
                .items
                .iter()
                .flat_map(|item| item.metadata.keys())
                .collect();
            assert_eq!(keys, [key], "{filter}");
        }
        let text = Filter::parse(&json!({"keywords": {"contains": format!("{key:?}")}}))?;
        assert!(
            store.list(&filtered(&scope, &text)).await?.total >= 1,
            "{key:?}"
        );
    }
    Ok(())
}
