//! A candidate is told with what surrounds it: its neighbours and its conversation.

use std::collections::BTreeSet;

use mem0_core::memory_store::{Candidate, CandidateQuery, Candidates};
use mem0_core::{Filter, MemoryItem, MemoryStore, Scope};

use crate::TestResult;
use crate::scribe::{Scribe, asked, nothing_asked, term, writes};

fn run(name: &str) -> Scope {
    Scope {
        run_id: Some(name.into()),
        ..Scope::user("ann")
    }
}

/// Two conversations that come in turns, and a remark outside of both.
async fn two_conversations(store: &dyn MemoryStore) -> TestResult<(Scribe, Vec<MemoryItem>)> {
    let scribe = Scribe::of(store).await?;
    let said = [
        ("monday", "m0 rain"),
        ("tuesday", "t0 sun"),
        ("monday", "m1 rain"),
        ("tuesday", "t1 tea and tea"),
        ("monday", "m2 tea please"),
        ("monday", "m3 rain"),
        ("tuesday", "t2 sun"),
        ("monday", "m4 rain"),
    ];
    let mut items = Vec::new();
    for (name, text) in said {
        items.push(scribe.remember(store, &run(name), text).await?);
    }
    items.push(
        scribe
            .remember(store, &Scope::user("ann"), "tea tea")
            .await?,
    );
    Ok((scribe, items))
}

/// A question by words alone: only rows that hold one of them are brought in.
fn about(word: &str, neighbours: usize) -> CandidateQuery {
    CandidateQuery {
        terms: vec![(term(word), 1.0)],
        neighbours,
        ..nothing_asked(&Scope::user("ann"))
    }
}

/// The first words of the candidates, sorted, each with those of its direct neighbours.
async fn told(store: &dyn MemoryStore, found: &Candidates) -> TestResult<BTreeSet<String>> {
    let keys: Vec<_> = found.hits.iter().map(|hit| hit.key).collect();
    let rows = store.fetch(&keys).await?;
    assert_eq!(rows.len(), keys.len());
    let name = |place: Option<usize>| match place {
        None => "-",
        Some(place) => rows[place].1.text.split(' ').next().unwrap_or_default(),
    };
    let told: BTreeSet<String> = found
        .hits
        .iter()
        .enumerate()
        .map(|(place, hit)| {
            let beside = [hit.previous, Some(place), hit.next].map(name);
            beside.join(" ")
        })
        .collect();
    assert_eq!(told.len(), found.hits.len(), "each once");
    Ok(told)
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// What was said just before and just after comes along, with all that a candidate tells; other
/// conversations, and what belongs to none, have no part in it.
pub async fn neighbours_come_along_from_the_same_run(store: &dyn MemoryStore) -> TestResult {
    two_conversations(store).await?;
    let found = store.candidates(&about("tea", 0)).await?;
    assert_eq!(
        told(store, &found).await?,
        set(["- t1 -", "- m2 -", "- tea -"])
    );
    let question = CandidateQuery {
        terms: vec![(term("tea"), 1.0), (term("rain"), 0.0)],
        vector: asked(&Scope::user("ann"), "m1 rain").vector,
        pool: 1,
        ..about("tea", 1)
    };
    // The dense signal brings in m1, words the shortest text about tea.
    let found = store.candidates(&question).await?;
    assert_eq!(
        told(store, &found).await?,
        set(["- m0 m1", "m0 m1 m2", "m1 m2 -", "- tea -"])
    );
    for hit in &found.hits {
        let (_, item) = store.fetch(&[hit.key]).await?.remove(0);
        assert_eq!(hit.run_id.as_deref(), item.scope.run_id.as_deref());
        assert!(hit.dense.is_some(), "{}", item.text);
        let rain = u16::from(item.text.contains("rain"));
        assert_eq!(hit.term_counts[1], rain, "{}", item.text);
        assert_eq!(hit.occurred_at, item.occurred_at);
    }
    Ok(())
}

/// A row that only came along stays the outermost, however wide the surroundings are asked for.
pub async fn neighbours_bring_in_no_neighbours(store: &dyn MemoryStore) -> TestResult {
    two_conversations(store).await?;
    let expected = [
        set(["- t1 -", "- m2 -", "- tea -"]),
        set([
            "- t0 t1", "t0 t1 t2", "t1 t2 -", "- m1 m2", "m1 m2 m3", "m2 m3 -", "- tea -",
        ]),
        set([
            "- t0 t1", "t0 t1 t2", "t1 t2 -", "- m0 m1", "m0 m1 m2", "m1 m2 m3", "m2 m3 m4",
            "m3 m4 -", "- tea -",
        ]),
    ];
    for (neighbours, expected) in expected.iter().enumerate() {
        let found = store.candidates(&about("tea", neighbours)).await?;
        assert_eq!(told(store, &found).await?, *expected, "{neighbours}");
    }
    let found = store.candidates(&about("tea", usize::MAX)).await?;
    assert_eq!(told(store, &found).await?, expected[2]);
    Ok(())
}

/// A neighbour is the nearest row that scope, filter and view let through; what was deleted or
/// filtered out is passed over.
pub async fn what_is_not_let_through_is_no_neighbour(store: &dyn MemoryStore) -> TestResult {
    let (scribe, items) = two_conversations(store).await?;
    store.commit(writes([scribe.delete(&items[2])])).await?;
    let of_bob = Scope {
        run_id: Some("monday".into()),
        ..Scope::user("bob")
    };
    scribe.remember(store, &of_bob, "his m5").await?;
    let mut expired = scribe.memory(&run("monday"), "m6 of yesterday");
    expired.expires_on = Some(jiff::civil::date(2020, 1, 1));
    store.commit(writes([scribe.add(&expired)])).await?;

    let found = store.candidates(&about("please", 3)).await?;
    assert_eq!(
        told(store, &found).await?,
        set(["- m0 m2", "m0 m2 m3", "m2 m3 m4", "m3 m4 -"])
    );
    let filter = Filter::parse(&serde_json::json!({"memory": {"ne": "m3 rain"}}))?;
    let question = CandidateQuery {
        filter: Some(filter),
        ..about("please", 1)
    };
    let found = store.candidates(&question).await?;
    assert_eq!(
        told(store, &found).await?,
        set(["- m0 m2", "m0 m2 m4", "m2 m4 -"])
    );
    Ok(())
}

/// `previous` and `next` lead to the row directly before and after, there and back, and to
/// nothing that lies further off.
pub async fn places_point_at_the_direct_neighbours(store: &dyn MemoryStore) -> TestResult {
    two_conversations(store).await?;
    let found = store.candidates(&about("rain", 0)).await?;
    // Between m1 and m3 is one that nothing brought in.
    assert_eq!(
        told(store, &found).await?,
        set(["- m0 m1", "m0 m1 -", "- m3 m4", "m3 m4 -"])
    );
    for (place, hit) in found.hits.iter().enumerate() {
        let at = |place: Option<usize>| place.map(|it| &found.hits[it]);
        let back = |hit: Option<&Candidate>| hit.and_then(|it| it.next);
        let forth = |hit: Option<&Candidate>| hit.and_then(|it| it.previous);
        assert!(hit.previous.is_none() || back(at(hit.previous)) == Some(place));
        assert!(hit.next.is_none() || forth(at(hit.next)) == Some(place));
    }
    Ok(())
}

/// A conversation is told once, with the sums of all its rows that are let through, whether they
/// are candidates or not; conversations without a candidate are not told.
pub async fn a_session_is_summed_over_all_rows_let_through(store: &dyn MemoryStore) -> TestResult {
    let (scribe, items) = two_conversations(store).await?;
    store.commit(writes([scribe.delete(&items[7])])).await?;
    let question = CandidateQuery {
        terms: vec![
            (term("please"), 1.0),
            (term("rain"), 0.0),
            (term("sun"), 0.0),
        ],
        pool: 1,
        ..about("please", 1)
    };
    let found = store.candidates(&question).await?;
    assert_eq!(found.hits.len(), 3);
    assert_eq!(found.sessions.len(), 1);
    let monday = &found.sessions[0];
    assert_eq!(&*monday.run_id, "monday");
    // m0, m1, m2 and m3: two, two, three and two terms.
    assert_eq!((monday.memories, monday.length), (4, 9));
    assert_eq!(monday.term_counts, [1, 3, 0]);
    assert!(found.hits.iter().all(|hit| hit.session == Some(0)));

    let found = store.candidates(&about("tea", 0)).await?;
    assert_eq!(found.sessions.len(), 2);
    for hit in &found.hits {
        let session = hit.session.map(|it| &found.sessions[it]);
        assert_eq!(
            session.map(|it| it.run_id.clone()),
            hit.run_id,
            "no run, no conversation"
        );
        if let Some(tuesday) = session.filter(|it| &*it.run_id == "tuesday") {
            assert_eq!((tuesday.memories, tuesday.length), (3, 8));
            assert_eq!(tuesday.term_counts, [2]);
        }
    }
    Ok(())
}

/// Statistics count the conversations that scope, filter and view let through, and in how many
/// each term of the question occurs.
pub async fn statistics_count_sessions_too(store: &dyn MemoryStore) -> TestResult {
    let (scribe, items) = two_conversations(store).await?;
    scribe
        .remember(store, &run("wednesday"), "w0 sun and rain")
        .await?;
    let question = CandidateQuery {
        terms: ["tea", "rain", "please", "milk"]
            .map(|it| (term(it), 1.0))
            .into(),
        ..nothing_asked(&Scope::user("ann"))
    };
    let lexical = store.candidates(&question).await?.lexical;
    assert_eq!(lexical.sessions, 3);
    assert_eq!(lexical.session_frequency, [2, 2, 1, 0]);
    assert!((lexical.average_session_length - 23.0 / 3.0).abs() < 1e-4);

    store.commit(writes([scribe.delete(&items[4])])).await?;
    let filter = Filter::parse(&serde_json::json!({"memory": {"ne": "w0 sun and rain"}}))?;
    let question = CandidateQuery {
        filter: Some(filter),
        ..question
    };
    let lexical = store.candidates(&question).await?.lexical;
    assert_eq!(lexical.sessions, 2);
    assert_eq!(lexical.session_frequency, [1, 1, 0, 0]);
    assert!((lexical.average_session_length - 16.0 / 2.0).abs() < 1e-4);

    let nobody = CandidateQuery {
        scope: Scope::user("nobody"),
        ..question
    };
    let found = store.candidates(&nobody).await?;
    assert_eq!(
        (found.lexical.sessions, found.lexical.average_session_length),
        (0, 0.0)
    );
    assert_eq!(found.lexical.session_frequency, [0; 4]);
    assert!(found.sessions.is_empty());
    Ok(())
}

/// Where no more rows are let through than asked for, all of them are candidates, though nothing
/// speaks for them; one row more, and only what is brought in is there.
pub async fn what_is_little_is_told_whole(store: &dyn MemoryStore) -> TestResult {
    let (scribe, items) = two_conversations(store).await?;
    store.commit(writes([scribe.delete(&items[0])])).await?;
    let mut index = crate::scribe::index_of("bare");
    index.vector.clear();
    let bare = scribe.memory(&run("tuesday"), "bare");
    store
        .commit(writes([scribe.add_indexed(&bare, index)]))
        .await?;
    for (everything_below, expected) in [(0, 1), (8, 1), (9, 9), (1_000, 9)] {
        let question = CandidateQuery {
            everything_below,
            ..about("please", 0)
        };
        let found = store.candidates(&question).await?;
        assert_eq!(found.hits.len(), expected, "below {everything_below}");
    }
    let nothing = CandidateQuery {
        everything_below: 100,
        pool: 0,
        ..nothing_asked(&Scope::user("ann"))
    };
    let found = store.candidates(&nothing).await?;
    assert_eq!((found.hits.len(), found.sessions.len()), (9, 2));
    assert_eq!(
        told(store, &found).await?,
        set([
            "- m1 m2",
            "m1 m2 m3",
            "m2 m3 m4",
            "m3 m4 -",
            "- t0 t1",
            "t0 t1 t2",
            "t1 t2 bare",
            "t2 bare -",
            "- tea -",
        ])
    );
    Ok(())
}
