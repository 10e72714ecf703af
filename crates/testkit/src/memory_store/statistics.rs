//! What candidates tell: the statistics that signals need, of just what scope, filter and view let
//! through.

use mem0_core::memory_store::{CandidateQuery, IndexEntry};
use mem0_core::{MemoryItem, MemoryStore, Namespace, Scope};

use super::candidates::add;
use crate::TestResult;
use crate::scribe::{Scribe, asked, entity, hours, index_of, nothing_asked, term, writes};

/// Counts answer the question's terms one by one, whatever their order or number.
pub async fn term_counts_come_in_the_order_of_the_question(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let index = IndexEntry {
        terms: vec![(1, 3), (2, 1), (u64::MAX - 1, u16::MAX), (u64::MAX, 2)],
        length: 70_000,
        ..index_of("")
    };
    add(store, &scribe, "long", index).await?;
    let question = CandidateQuery {
        terms: vec![
            (u64::MAX, 0.5),
            (7, 1.0),
            (1, 2.0),
            (u64::MAX - 1, 0.0),
            (2, 1.0),
        ],
        ..nothing_asked(&scope)
    };
    let found = store.candidates(&question).await?;
    assert_eq!(found.hits.len(), 1);
    assert_eq!(found.hits[0].term_counts, [2, 0, 3, u16::MAX, 1]);
    assert_eq!(found.hits[0].length, 70_000);
    assert_eq!(found.lexical.document_frequency, [1, 0, 1, 1, 1]);
    Ok(())
}

/// Statistics count what scope, filter and view let through, whether or not it is a candidate.
pub async fn statistics_speak_of_the_rows_let_through(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for text in ["green tea", "black tea please now", "coffee", "old tea"] {
        scribe.remember(store, &scope, text).await?;
    }
    let mut expired = scribe.memory(&scope, "tea of yesterday");
    expired.expires_on = Some(jiff::civil::date(2020, 1, 1));
    let deleted = scribe.remember(store, &scope, "cold tea").await?;
    let replaced = scribe.remember(store, &scope, "white tea").await?;
    let newer = scribe.next_version(&replaced, "white wine");
    let commit = [
        scribe.add(&expired),
        scribe.delete(&deleted),
        scribe.update(&newer),
    ];
    store.commit(writes(commit)).await?;
    scribe
        .remember(store, &Scope::user("bob"), "his tea")
        .await?;

    let filter = mem0_core::Filter::parse(&serde_json::json!({"memory": {"ne": "old tea"}}))?;
    let question = CandidateQuery {
        filter: Some(filter),
        terms: vec![(term("tea"), 1.0), (term("wine"), 1.0), (term("milk"), 1.0)],
        pool: 1,
        ..nothing_asked(&scope)
    };
    let found = store.candidates(&question).await?;
    assert_eq!(found.lexical.documents, 4);
    assert_eq!(found.lexical.document_frequency, [2, 1, 0]);
    assert!(
        (found.lexical.average_length - 9.0 / 4.0).abs() < 1e-5,
        "{:?}",
        found.lexical
    );
    assert_eq!(found.hits.len(), 1);

    let nobody = CandidateQuery {
        scope: Scope::user("nobody"),
        ..question
    };
    let found = store.candidates(&nobody).await?;
    assert_eq!(
        (found.lexical.documents, found.lexical.average_length),
        (0, 0.0)
    );
    assert_eq!(found.lexical.document_frequency, [0, 0, 0]);
    Ok(())
}

/// All that signals need is told with the candidate.
pub async fn a_candidate_tells_who_when_and_where(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope {
        run_id: Some("monday".into()),
        ..Scope::user("ann")
    };
    let mut item = scribe.memory(&scope, "Li Lei drinks tea in Paris");
    item.actor_id = Some("李雷".into());
    item.occurred_at = hours(-48, 0).start;
    let index = IndexEntry {
        entities: vec![entity("Li Lei"), entity("Paris")],
        times: vec![hours(-5, 5), hours(100, 200)],
        features: u32::MAX,
        aspects: 0x8000_0000_0000_0001,
        ..index_of(&item.text)
    };
    store
        .commit(writes([scribe.add_indexed(&item, index.clone())]))
        .await?;
    scribe.remember(store, &scope, "bare tea").await?;

    let entities = ["berlin", "paris", "li lei"].map(str::to_owned).into();
    let question = CandidateQuery {
        entities,
        pool: 5,
        ..asked(&scope, "tea")
    };
    let found = store.candidates(&question).await?;
    let told = found.hits.iter().find(|hit| hit.speaker.is_some());
    let told = told.ok_or("the memory is no candidate")?;
    assert_eq!(told.speaker.as_deref(), Some("李雷"));
    assert_eq!(told.run_id.as_deref(), Some("monday"));
    assert_eq!(told.occurred_at, item.occurred_at);
    assert_eq!(told.created_at, item.created_at);
    assert_eq!(told.entities, [1, 2]);
    assert_eq!(told.times, index.times);
    assert_eq!((told.features, told.length), (u32::MAX, 6));
    assert_eq!(told.aspects, 0x8000_0000_0000_0001);

    let bare = found.hits.iter().find(|hit| hit.speaker.is_none());
    let bare = bare.ok_or("the other memory is no candidate")?;
    assert!(bare.entities.is_empty() && bare.times.is_empty());
    assert_eq!((bare.features, bare.aspects), (0, 0));
    let known = |name: &str| found.entity_frequency.get(name).copied().unwrap_or(0);
    assert_eq!(["paris", "li lei", "berlin"].map(known), [1, 1, 0]);
    Ok(())
}

/// Whoever said something that is current here is named, once; nobody of another user, nobody of
/// another namespace, in whatever scope is asked.
pub async fn speakers_are_named_once_and_never_another_persons(
    store: &dyn MemoryStore,
) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let ann = Scope::user("ann");
    let monday = Scope {
        run_id: Some("monday".into()),
        ..ann.clone()
    };
    let elsewhere = Scope {
        namespace: Namespace::new("elsewhere"),
        ..ann.clone()
    };
    let said = [
        (&ann, Some("小明")),
        (&ann, Some("Ann")),
        (&monday, Some("Ann")),
        (&monday, Some("Zoë")),
        (&ann, None),
        (&Scope::user("bob"), Some("Bob")),
        (&elsewhere, Some("Eve")),
    ];
    for (n, (scope, speaker)) in said.into_iter().enumerate() {
        let mut item = scribe.memory(scope, format!("tea {n}"));
        item.actor_id = speaker.map(Into::into);
        store.commit(writes([scribe.add(&item)])).await?;
    }
    let cases: [(&Scope, &[&str], &[&str]); 4] = [
        (&ann, &["Ann", "Zoë", "小明"], &[]),
        // The wider scope's people may come along.
        (&monday, &["Ann", "Zoë"], &["小明"]),
        (&elsewhere, &["Eve"], &[]),
        (&Scope::user("nobody"), &[], &[]),
    ];
    for (scope, expected, allowed) in cases {
        let mut named = store.speakers(scope).await?;
        named.sort();
        named.retain(|name| !allowed.contains(&name.as_ref()));
        let named: Vec<&str> = named.iter().map(AsRef::as_ref).collect();
        assert_eq!(named, expected, "{scope:?}");
    }
    let late = MemoryItem {
        actor_id: Some("Late".into()),
        ..scribe.memory(&ann, "tea again")
    };
    store.commit(writes([scribe.add(&late)])).await?;
    assert!(
        store
            .speakers(&ann)
            .await?
            .iter()
            .any(|name| name.as_ref() == "Late")
    );
    Ok(())
}
