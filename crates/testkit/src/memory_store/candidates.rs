//! Recall gets the union of what every signal finds, each with exact statistics.

use mem0_core::memory_store::{CandidateQuery, Candidates, IndexEntry};
use mem0_core::vector::dot;
use mem0_core::{MemoryItem, MemoryStore, Namespace, Scope};

use crate::TestResult;
use crate::scribe::{
    DIMENSIONS, Scribe, asked, entity, hours, index_of, nothing_asked, term, vector_of, writes,
};

/// The texts of the candidates, sorted.
async fn texts(store: &dyn MemoryStore, found: &Candidates) -> TestResult<Vec<String>> {
    let keys: Vec<_> = found.hits.iter().map(|hit| hit.key).collect();
    let rows = store.fetch(&keys).await?;
    assert_eq!(rows.iter().map(|(key, _)| *key).collect::<Vec<_>>(), keys);
    let mut texts: Vec<_> = rows.into_iter().map(|(_, item)| item.text).collect();
    texts.sort();
    Ok(texts)
}

/// A unit vector along one axis.
fn axis(place: usize) -> Vec<f32> {
    let mut vector = vec![0.0; DIMENSIONS];
    vector[place] = 1.0;
    vector
}

/// Adds a memory that says `text`, indexed like this.
async fn add(
    store: &dyn MemoryStore,
    scribe: &Scribe,
    text: &str,
    index: IndexEntry,
) -> TestResult<MemoryItem> {
    let item = scribe.memory(&Scope::user("ann"), text);
    store
        .commit(writes([scribe.add_indexed(&item, index)]))
        .await?;
    Ok(item)
}

/// What only one of the signals knows is there all the same, and nothing else is.
pub async fn every_signal_brings_in_its_own(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let far = || IndexEntry {
        vector: axis(1),
        length: 1,
        ..IndexEntry::default()
    };
    let near = IndexEntry {
        vector: axis(0),
        ..far()
    };
    let says = IndexEntry {
        terms: vec![(term("tea"), 1)],
        ..far()
    };
    let names = IndexEntry {
        entities: vec![entity("Li Lei"), entity("Paris")],
        ..far()
    };
    let tells = IndexEntry {
        times: vec![hours(-60, -50)],
        ..far()
    };
    for (text, index) in [
        ("dense", near),
        ("lexical", says),
        ("entity", names),
        ("time", tells),
        ("none", far()),
    ] {
        add(store, &scribe, text, index).await?;
    }
    let scope = Scope::user("ann");
    let question = CandidateQuery {
        vector: Some(axis(0)),
        terms: vec![(term("tea"), 1.0)],
        entities: vec!["li lei".into()],
        times: vec![hours(-51, -40)],
        pool: 1,
        ..nothing_asked(&scope)
    };
    let found = store.candidates(&question).await?;
    assert_eq!(
        texts(store, &found).await?,
        ["dense", "entity", "lexical", "time"]
    );
    assert_eq!(found.entity_frequency.get("li lei"), Some(&1));

    let alone = [
        (
            "dense",
            CandidateQuery {
                vector: question.vector.clone(),
                ..nothing_asked(&scope)
            },
        ),
        (
            "lexical",
            CandidateQuery {
                terms: question.terms.clone(),
                ..nothing_asked(&scope)
            },
        ),
        (
            "entity",
            CandidateQuery {
                entities: question.entities.clone(),
                ..nothing_asked(&scope)
            },
        ),
        (
            "time",
            CandidateQuery {
                times: question.times.clone(),
                ..nothing_asked(&scope)
            },
        ),
    ];
    for (signal, question) in alone {
        let question = CandidateQuery {
            pool: 1,
            ..question
        };
        let found = store.candidates(&question).await?;
        assert_eq!(texts(store, &found).await?, [signal]);
    }
    // The end of a span doesn't belong to it.
    let after = CandidateQuery {
        times: vec![hours(-50, -40)],
        ..nothing_asked(&scope)
    };
    assert!(store.candidates(&after).await?.hits.is_empty());
    Ok(())
}

/// However rows are searched, the cosine that is told is the inner product of the two vectors.
pub async fn the_cosine_is_exact(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for n in 0..50 {
        scribe
            .remember(store, &scope, &format!("fact {n} of tea number {}", n * 7))
            .await?;
    }
    let question = CandidateQuery {
        pool: 20,
        ..asked(&scope, "tea number 14")
    };
    let found = store.candidates(&question).await?;
    assert!(found.hits.len() >= 20);
    let vector = vector_of("tea number 14");
    for hit in &found.hits {
        let (_, item) = store.fetch(&[hit.key]).await?.remove(0);
        let exact = dot(&vector, &vector_of(&item.text));
        let told = hit.dense.unwrap_or(f32::NAN);
        assert!(
            (told - exact).abs() < 1e-5,
            "{}: {told} is not {exact}",
            item.text
        );
    }
    Ok(())
}

/// A memory without a vector is found by its words; it has no cosine, and neither has any row
/// when the question has no vector.
pub async fn a_row_without_vector_has_no_cosine(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut index = index_of("green tea");
    index.vector.clear();
    add(store, &scribe, "green tea", index).await?;
    let found = store.candidates(&asked(&scope, "tea")).await?;
    assert_eq!(
        found.hits.iter().map(|hit| hit.dense).collect::<Vec<_>>(),
        [None]
    );

    scribe.remember(store, &scope, "black tea").await?;
    let wordy = CandidateQuery {
        vector: None,
        ..asked(&scope, "tea")
    };
    let found = store.candidates(&wordy).await?;
    assert_eq!(
        found.hits.iter().map(|hit| hit.dense).collect::<Vec<_>>(),
        [None, None]
    );
    Ok(())
}

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

/// Each signal brings in at most `pool` rows.
pub async fn a_signal_brings_in_no_more_than_the_pool(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for n in 0..30 {
        let index = IndexEntry {
            entities: vec![entity("tea")],
            times: vec![hours(0, 100)],
            ..index_of(&format!("tea {n}"))
        };
        add(store, &scribe, &format!("tea {n}"), index).await?;
    }
    for pool in [0, 1, 7, 30, 1_000] {
        let at_most = pool.min(30);
        let questions = [
            CandidateQuery {
                vector: Some(vector_of("tea")),
                ..nothing_asked(&scope)
            },
            CandidateQuery {
                terms: vec![(term("tea"), 1.0)],
                ..nothing_asked(&scope)
            },
            CandidateQuery {
                entities: vec!["tea".into()],
                ..nothing_asked(&scope)
            },
            CandidateQuery {
                times: vec![hours(5, 6)],
                ..nothing_asked(&scope)
            },
        ];
        for question in questions {
            let question = CandidateQuery { pool, ..question };
            let found = store.candidates(&question).await?;
            assert_eq!(found.hits.len(), at_most, "{question:?}");
        }
        let question = CandidateQuery {
            pool,
            ..asked(&scope, "tea")
        };
        let found = store.candidates(&question).await?;
        assert!(
            (at_most..=2 * at_most).contains(&found.hits.len()),
            "pool {pool}"
        );
    }
    Ok(())
}

/// What a small pool holds is the nearest by cosine, and the richest in rare words of the question.
pub async fn the_pool_holds_the_best(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    for n in 0..40_u8 {
        // From far to near and back: the best ones are in the middle.
        let angle = f32::from(n.abs_diff(20)) / 20.0;
        let mut vector = axis(1);
        (vector[0], vector[1]) = (angle.cos(), angle.sin());
        let mut terms = vec![(term("tea"), 1)];
        terms.extend((n == 33).then_some((term("oolong"), 1)));
        terms.sort_unstable();
        let index = IndexEntry {
            vector,
            terms,
            length: 2,
            ..IndexEntry::default()
        };
        add(store, &scribe, &format!("{n}"), index).await?;
    }
    let near = CandidateQuery {
        vector: Some(axis(0)),
        pool: 3,
        ..nothing_asked(&scope)
    };
    assert_eq!(
        texts(store, &store.candidates(&near).await?).await?,
        ["19", "20", "21"]
    );
    let terms = vec![(term("tea"), 1.0), (term("oolong"), 1.0)];
    let rare = CandidateQuery {
        terms,
        pool: 1,
        ..nothing_asked(&scope)
    };
    assert_eq!(texts(store, &store.candidates(&rare).await?).await?, ["33"]);
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

/// A closed version is no candidate, not even if its text fits best, nor an old one's entities.
pub async fn deleted_and_replaced_versions_never_come_back(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let mut items = Vec::new();
    for n in 0..20 {
        let index = IndexEntry {
            entities: vec![entity("Tea")],
            ..index_of(&format!("tea {n}"))
        };
        items.push(add(store, &scribe, &format!("tea {n}"), index).await?);
    }
    let question = CandidateQuery {
        entities: vec!["tea".into()],
        pool: 100,
        ..asked(&scope, "tea")
    };
    assert_eq!(store.candidates(&question).await?.hits.len(), 20);
    for item in &items[..10] {
        store.commit(writes([scribe.delete(item)])).await?;
    }
    for item in &items[10..15] {
        let next = scribe.next_version(item, "coffee");
        store.commit(writes([scribe.update(&next)])).await?;
    }
    let found = store
        .candidates(&CandidateQuery {
            vector: None,
            ..question.clone()
        })
        .await?;
    let left: Vec<_> = (15..20).map(|n| format!("tea {n}")).collect();
    assert_eq!(texts(store, &found).await?, left);
    assert_eq!(found.entity_frequency.get("tea"), Some(&5));
    let found = store.candidates(&question).await?;
    assert_eq!(found.hits.len(), 10);
    assert!(
        !texts(store, &found)
            .await?
            .iter()
            .any(|text| text == "tea 3" || text == "tea 12")
    );
    Ok(())
}

/// No signal, no candidate.
pub async fn an_empty_question_finds_nothing(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    scribe.remember(store, &scope, "green tea").await?;
    let found = store.candidates(&nothing_asked(&scope)).await?;
    assert!(found.hits.is_empty());
    assert_eq!(found.lexical.documents, 1);
    let unknown = CandidateQuery {
        terms: vec![(term("coffee"), 1.0)],
        entities: vec!["paris".into()],
        ..nothing_asked(&scope)
    };
    assert!(store.candidates(&unknown).await?.hits.is_empty());
    Ok(())
}

/// Whatever was acknowledged is seen at once: no cache lags behind.
pub async fn a_commit_is_seen_by_the_next_question(store: &dyn MemoryStore) -> TestResult {
    let scribe = Scribe::of(store).await?;
    let scope = Scope::user("ann");
    let question = CandidateQuery {
        pool: 1_000,
        ..asked(&scope, "tea")
    };
    let mut expected: usize = 0;
    let mut last = None;
    for n in 0..60 {
        if n % 5 == 4
            && let Some(item) = last.take()
        {
            store.commit(writes([scribe.delete(&item)])).await?;
            expected -= 1;
        } else {
            last = Some(scribe.remember(store, &scope, &format!("tea {n}")).await?);
            expected += 1;
        }
        let found = store.candidates(&question).await?;
        assert_eq!(found.hits.len(), expected, "after commit {n}");
        assert_eq!(
            found.lexical.document_frequency,
            [expected],
            "after commit {n}"
        );
    }
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
