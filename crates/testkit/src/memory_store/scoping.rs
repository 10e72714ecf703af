//! No read shows what belongs to somebody else.

use mem0_core::memory_store::CandidateQuery;
use mem0_core::{Filter, MemoryStore, Namespace, Scope, ScopeId};
use serde_json::json;

use crate::TestResult;
use crate::arbitrary::{arbitrary_filter, samples};
use crate::scribe::{Scribe, asked, everything_of, filtered, writes};

/// Filters that try to see more than the scope allows, in every shape.
fn every_filter_shape() -> TestResult<Vec<Filter>> {
    let shapes = [
        json!({}),
        json!({"NOT": {"user_id": "ann"}}),
        json!({"NOT": [{"user_id": "nobody"}]}),
        json!({"OR": [{}, {"user_id": "bob"}]}),
        json!({"OR": [{"user_id": "bob"}, {"user_id": "ann"}]}),
        json!({"AND": [{"OR": [{"user_id": {"ne": "ann"}}, {"user_id": "*"}]}]}),
        json!({"NOT": {"AND": [{"user_id": "ann"}, {"type": "x"}]}}),
        json!({"user_id": "bob"}),
        json!({"user_id": ["ann", "bob"]}),
        json!({"user_id": {"nin": []}}),
        json!({"user_id": {"contains": ""}}),
        json!({"user_id": {"gte": ""}}),
        json!({"agent_id": null}),
        json!({"metadata.user_id": {"ne": "ann"}}),
        json!({"keywords": {"icontains": "BEES"}}),
        json!({"created_at": {"gte": "2000-01-01"}}),
        json!({"missing": {"ne": 1}}),
        json!({"x' OR '1'='1": {"ne": "y"}}),
        json!({"type": {"ne": "x' OR 1=1 --"}}),
        json!({"type\") OR 1=1 --": null}),
    ];
    let mut filters = Vec::new();
    for shape in shapes {
        filters.push(Filter::parse(&shape)?);
    }
    filters.extend(samples(arbitrary_filter(), 200));
    Ok(filters)
}

/// No filter, however shaped, shows a row of another scope: not in lists, not in candidates, not
/// in their statistics.
pub async fn a_filter_never_widens_the_scope(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let others = [
        Scope::user("bob"),
        Scope::user("Ann"),
        Scope::agent("ann"),
        Scope {
            namespace: Namespace::new("other"),
            ..ann.clone()
        },
    ];
    for scope in &others {
        scribe.remember(store, scope, "keeps bees").await?;
    }
    let question = asked(&ann, "who keeps bees");
    for filter in every_filter_shape()? {
        let page = store.list(&filtered(&ann, &filter)).await?;
        assert!(
            page.items.is_empty() && page.total == 0,
            "{filter} leaked {page:?}"
        );
        let query = CandidateQuery {
            filter: Some(filter.clone()),
            ..question.clone()
        };
        let found = store.candidates(&query).await?;
        assert!(found.hits.is_empty(), "{filter} leaked {:?}", found.hits);
        assert_eq!(found.lexical.documents, 0, "{filter} leaked a count");
        assert_eq!(
            found.lexical.document_frequency,
            [0, 0, 0],
            "{filter} leaked a count"
        );
    }
    let hers = scribe.remember(store, &ann, "keeps bees").await?;
    for filter in every_filter_shape()? {
        let page = store.list(&filtered(&ann, &filter)).await?;
        let expected: &[_] = if filter.matches(&hers) {
            std::slice::from_ref(&hers)
        } else {
            &[]
        };
        assert_eq!(page.items, expected, "{filter}");
    }
    Ok(())
}

/// A scope shows the memories of narrower scopes, never those of wider ones.
pub async fn an_id_that_is_not_given_does_not_constrain(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    let taught = Scope {
        agent_id: Some("tutor".into()),
        ..monday.clone()
    };
    for scope in [&ann, &monday, &taught] {
        scribe.remember(store, scope, "keeps bees").await?;
    }
    let cases = [
        (ann, 3),
        (monday, 2),
        (taught, 1),
        (Scope::agent("tutor"), 1),
        (Scope::run("monday"), 2),
        (Scope::default(), 3),
        (Scope::run("tuesday"), 0),
    ];
    for (scope, expected) in cases {
        assert_eq!(
            store.list(&everything_of(&scope)).await?.total,
            expected,
            "{scope:?}"
        );
        let found = store.candidates(&asked(&scope, "bees")).await?;
        assert_eq!(found.hits.len(), expected, "{scope:?}");
    }
    Ok(())
}

/// `Ann` is not `ann`, and neither is `ann ` or a look-alike.
pub async fn ids_are_compared_letter_by_letter(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ids = [
        "ann", "Ann", "ann ", "аnn", "an", "ann%", "a_n", "é", "e\u{301}",
    ];
    for id in ids {
        scribe
            .remember(store, &Scope::user(id), "keeps bees")
            .await?;
    }
    for id in ids {
        let page = store.list(&everything_of(&Scope::user(id))).await?;
        assert_eq!(page.total, 1, "{id:?}");
        assert_eq!(page.items[0].scope.user_id.as_deref(), Some(id));
        assert_eq!(
            store
                .candidates(&asked(&Scope::user(id), "bees"))
                .await?
                .hits
                .len(),
            1
        );
    }
    Ok(())
}

/// Nothing of one namespace is reached from another, by whatever call.
pub async fn namespaces_never_meet(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let here = Scope::user("ann");
    let there = Scope {
        namespace: Namespace::new("there"),
        ..here.clone()
    };
    let item = scribe.remember(store, &here, "keeps bees").await?;
    store
        .commit(crate::scribe::episodes([scribe.episode(&here, "said")]))
        .await?;

    for scope in [
        there.clone(),
        Scope {
            user_id: None,
            ..there.clone()
        },
    ] {
        let namespace = &scope.namespace;
        assert_eq!(store.get(namespace, &item.id).await?, None);
        assert!(store.versions(namespace, &item.id).await?.is_empty());
        assert!(store.history(namespace, &item.id).await?.is_empty());
        assert_eq!(store.list(&everything_of(&scope)).await?.total, 0);
        assert!(
            store
                .candidates(&asked(&scope, "bees"))
                .await?
                .hits
                .is_empty()
        );
        assert!(
            store
                .known_hashes(&scope, std::slice::from_ref(&item.hash))
                .await?
                .is_empty()
        );
        assert!(store.changes(&scope, 0, 10).await?.is_empty());
        assert!(store.all_episodes(&scope, 0, 10).await?.is_empty());
        assert!(store.recent_episodes(&scope, 10).await?.is_empty());
        assert!(store.pending_episodes(&scope).await?.is_empty());
        assert!(store.summarize(namespace, ScopeId::User).await?.is_empty());
    }
    let same = scribe.memory(&there, "keeps bees");
    let outcomes = store
        .commit(writes([scribe.add_unless_known(&same)]))
        .await?;
    crate::scribe::applied(&outcomes)?;
    Ok(())
}

/// A summary names everybody with current memories, the most recently changed first.
pub async fn a_summary_counts_current_memories_by_id(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let first = scribe.remember(store, &ann, "one").await?;
    scribe.remember(store, &Scope::user("bob"), "two").await?;
    let gone = scribe.remember(store, &Scope::user("eve"), "three").await?;
    store.commit(writes([scribe.delete(&gone)])).await?;
    scribe
        .remember(store, &Scope::agent("tutor"), "four")
        .await?;
    let last = scribe
        .remember(
            store,
            &Scope {
                run_id: Some("monday".into()),
                ..ann.clone()
            },
            "five",
        )
        .await?;

    let summaries = store.summarize(&ann.namespace, ScopeId::User).await?;
    let told: Vec<_> = summaries
        .iter()
        .map(|it| (it.value.as_str(), it.memories))
        .collect();
    assert_eq!(told, [("ann", 2), ("bob", 1)]);
    assert_eq!(summaries[0].id, ScopeId::User);
    assert_eq!(summaries[0].created_at, first.created_at);
    assert_eq!(summaries[0].updated_at, last.updated_at);
    let agents = store.summarize(&ann.namespace, ScopeId::Agent).await?;
    assert_eq!(
        agents
            .iter()
            .map(|it| it.value.as_str())
            .collect::<Vec<_>>(),
        ["tutor"]
    );
    assert!(
        store
            .summarize(&ann.namespace, ScopeId::App)
            .await?
            .is_empty()
    );
    Ok(())
}
