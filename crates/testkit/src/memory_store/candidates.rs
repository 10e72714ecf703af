//! Recall gets the union of what every signal finds, each with exact statistics.

use mem0_core::memory_store::{CandidateQuery, Candidates, IndexEntry};
use mem0_core::vector::dot;
use mem0_core::{MemoryItem, MemoryStore, Scope};

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
pub(super) async fn add(
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
