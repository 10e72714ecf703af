//! Segments: whatever happened to a scope, its candidates are those of the plain reference.

use std::collections::BTreeMap;

use mem0_core::memory_store::{CandidateQuery, Candidates, IndexEntry, ReadCandidates, View};
use mem0_core::{MemoryItem, MemoryStore, Scope};
use mem0_store::{Settings, SqliteStore};
use mem0_testkit::scribe::{
    FIRST_MOMENT, Scribe, TODAY, asked, entity, hours, identity, index_of, nothing_asked, writes,
};
use mem0_testkit::{ReferenceStore, TestResult};

use crate::{open, settings};

/// What candidates say, without the keys that are each store's own.
async fn told(store: &dyn MemoryStore, query: &CandidateQuery) -> TestResult<Told> {
    let Candidates {
        hits,
        sessions,
        lexical,
        entity_frequency,
    } = store.candidates(query).await?;
    let keys: Vec<_> = hits.iter().map(|it| it.key).collect();
    let items: BTreeMap<_, _> = store.fetch(&keys).await?.into_iter().collect();
    let name = |place: usize| {
        keys.get(place)
            .and_then(|it| items.get(it))
            .map(|it| &it.id)
    };
    let mut rows = Vec::new();
    for hit in hits {
        let item = items.get(&hit.key).ok_or("a candidate has no version")?;
        let beside = [hit.previous, hit.next].map(|it| it.map(name));
        let session = hit.session.map(|it| &sessions[it]);
        let dense = hit.dense.map(|it| (it * 10_000.0).round() as i32);
        let what = format!(
            "{:?} {:?} {} {:?} {:?} {:?} {:?} {} {} {beside:?} {session:?}",
            hit.term_counts,
            hit.entities,
            hit.length,
            hit.speaker,
            hit.run_id,
            hit.times,
            hit.occurred_at,
            hit.features,
            hit.aspects
        );
        rows.push((item.id.clone(), item.version, dense, what));
    }
    rows.sort();
    Ok(Told {
        rows,
        documents: lexical.documents,
        average_length: (lexical.average_length * 1000.0).round() as i64,
        frequencies: [lexical.document_frequency, lexical.session_frequency].concat(),
        sessions: (
            sessions.len(),
            lexical.sessions,
            (lexical.average_session_length * 1000.0).round() as i64,
        ),
        entities: entity_frequency,
    })
}

#[derive(Debug)]
struct Told {
    rows: Vec<(String, u32, Option<i32>, String)>,
    documents: usize,
    average_length: i64,
    frequencies: Vec<usize>,
    sessions: (usize, usize, i64),
    entities: BTreeMap<String, usize>,
}

/// Rounding may fall to either side.
fn assert_same(ours: &Told, reference: &Told, query: &CandidateQuery) {
    assert_eq!(ours.documents, reference.documents, "{query:?}");
    assert_eq!(ours.average_length, reference.average_length, "{query:?}");
    assert_eq!(ours.frequencies, reference.frequencies, "{query:?}");
    assert_eq!(ours.sessions, reference.sessions, "{query:?}");
    assert_eq!(ours.entities, reference.entities, "{query:?}");
    assert_eq!(ours.rows.len(), reference.rows.len(), "{query:?}");
    for (ours, reference) in ours.rows.iter().zip(&reference.rows) {
        assert_eq!(
            (&ours.0, ours.1, &ours.3),
            (&reference.0, reference.1, &reference.3)
        );
        match (ours.2, reference.2) {
            (Some(ours), Some(reference)) => assert!((ours - reference).abs() <= 1),
            (ours, reference) => assert_eq!(ours, reference),
        }
    }
}

/// A small generator: the same life in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % sides
    }
}

const WORDS: [&str; 12] = [
    "tea", "coffee", "Berlin", "Paris", "喜欢", "披萨", "bees", "cello", "rain", "train", "book",
    "sea",
];

fn memory(scribe: &Scribe, dice: &mut Dice) -> (MemoryItem, IndexEntry) {
    let mut scope = Scope::user(["ann", "bob"][dice.roll(2) as usize]);
    if dice.roll(3) == 0 {
        scope.run_id = Some(["monday", "tuesday"][dice.roll(2) as usize].to_owned());
    }
    if dice.roll(4) == 0 {
        scope.agent_id = Some("tutor".to_owned());
    }
    let words = (0..=dice.roll(6)).map(|_| WORDS[dice.roll(12) as usize]);
    let text = words.collect::<Vec<_>>().join(" ");
    let mut item = scribe.memory(&scope, text);
    if dice.roll(3) == 0 {
        item.actor_id = Some(["Ann", "小明"][dice.roll(2) as usize].to_owned());
    }
    if dice.roll(8) == 0 {
        item.expires_on = Some(TODAY.yesterday().unwrap());
    }
    let mut index = index_of(&item.text);
    if dice.roll(10) == 0 {
        index.vector.clear();
    }
    index.features = dice.roll(8) as u32;
    index.aspects = dice.roll(8);
    for _ in 0..dice.roll(3) {
        let entity = entity(WORDS[dice.roll(12) as usize]);
        if !index.entities.contains(&entity) {
            index.entities.push(entity);
        }
    }
    if dice.roll(4) == 0 {
        let start = dice.roll(40) as i64;
        index.times.push(hours(start, start + 5));
    }
    (item, index)
}

fn questions(dice: &mut Dice) -> Vec<CandidateQuery> {
    let mut scopes = vec![
        Scope::user("ann"),
        Scope::user("bob"),
        Scope::agent("tutor"),
    ];
    scopes.push(Scope::run("monday"));
    scopes.push(Scope {
        run_id: Some("tuesday".to_owned()),
        ..Scope::user("ann")
    });
    scopes.push(Scope {
        agent_id: Some("tutor".to_owned()),
        ..Scope::user("bob")
    });
    scopes.push(Scope::user("nobody"));
    scopes.push(Scope::default());
    let ask = |scope: &Scope| {
        let words: Vec<_> = (0..3).map(|_| WORDS[dice.roll(12) as usize]).collect();
        let start = dice.roll(40) as i64;
        let all = asked(scope, &words.join(" "));
        CandidateQuery {
            // Without a vector most rows are no candidates, so that neighbours make a difference.
            vector: all.vector.clone().filter(|_| dice.roll(2) == 0),
            neighbours: dice.roll(3) as usize,
            everything_below: dice.roll(200) as usize,
            entities: words.iter().map(|it| it.to_lowercase()).collect(),
            times: vec![hours(start, start + 3)],
            view: View {
                show_expired: dice.roll(4) == 0,
                ..View::current(TODAY)
            },
            // Larger than any scope here: which rows a full pool leaves out is tested elsewhere.
            pool: 5000,
            ..all
        }
    };
    scopes.iter().map(ask).collect()
}

#[tokio::test]
async fn a_long_life_leaves_the_candidates_of_the_reference() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    // Its segments keep whole vectors at first, and sketches when they have grown.
    let sketching = Settings {
        whole_vectors: 100,
        ..settings()
    };
    let neighbour = SqliteStore::open(folder.path().join("mem0.db"), sketching)?;
    let reference = ReferenceStore::default();
    let scribe = Scribe::of(&store).await?;
    reference.claim(&identity()).await?;
    let mut dice = Dice(7);
    let mut current: Vec<(MemoryItem, IndexEntry)> = Vec::new();
    for round in 0..60 {
        let mut changes = Vec::new();
        for _ in 0..if round % 20 == 10 { 600 } else { dice.roll(12) } {
            match dice.roll(6) {
                0 if !current.is_empty() => {
                    let place = dice.roll(current.len() as u64) as usize;
                    let (gone, _) = current.swap_remove(place);
                    changes.push(scribe.delete(&gone));
                }
                1 if !current.is_empty() => {
                    let place = dice.roll(current.len() as u64) as usize;
                    let text = format!("{} again", current[place].0.text);
                    let next = scribe.next_version(&current[place].0, text);
                    changes.push(scribe.update(&next));
                    current[place] = (next.clone(), index_of(&next.text));
                }
                _ => {
                    let (item, index) = memory(&scribe, &mut dice);
                    changes.push(scribe.add_indexed(&item, index.clone()));
                    current.push((item, index));
                }
            }
        }
        reference.commit(writes(changes.clone())).await?;
        let writer = if round % 2 == 0 { &store } else { &neighbour };
        writer.commit(writes(changes)).await?;
        for query in questions(&mut dice) {
            let expected = told(&reference, &query).await?;
            assert_same(&told(&store, &query).await?, &expected, &query);
            if round % 7 == 0 {
                assert_same(&told(&neighbour, &query).await?, &expected, &query);
                let past = CandidateQuery {
                    view: View {
                        as_of: Some(
                            current
                                .get(current.len() / 2)
                                .map_or(FIRST_MOMENT, |it| it.0.created_at),
                        ),
                        ..query.view.clone()
                    },
                    ..query
                };
                assert_same(
                    &told(&store, &past).await?,
                    &told(&reference, &past).await?,
                    &past,
                );
            }
        }
    }
    assert_eq!(store.health().await?.problems, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_small_pool_holds_the_nearest_of_thousands() -> TestResult {
    the_nearest_are_found(settings()).await
}

#[tokio::test]
async fn a_small_pool_holds_the_nearest_of_thousands_by_sketches_too() -> TestResult {
    the_nearest_are_found(Settings {
        whole_vectors: 0,
        ..settings()
    })
    .await
}

async fn the_nearest_are_found(settings: Settings) -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path().join("mem0.db"), settings)?;
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut dice = Dice(11);
    let mut vectors = Vec::new();
    let mut adds = Vec::new();
    for _ in 0..5000 {
        let mut vector: Vec<f32> = (0..identity().dimensions)
            .map(|_| dice.roll(2001) as f32 / 1000.0 - 1.0)
            .collect();
        mem0_core::vector::normalize(&mut vector);
        let item = scribe.memory(&scope, "x");
        adds.push(scribe.add_indexed(
            &item,
            IndexEntry {
                vector: vector.clone(),
                ..IndexEntry::default()
            },
        ));
        vectors.push((item.id, vector));
    }
    store.commit(writes(adds)).await?;
    for place in [0, 1234, 4999] {
        let question = vectors[place].1.clone();
        let query = CandidateQuery {
            vector: Some(question.clone()),
            ..nothing_asked(&scope)
        };
        let found = store.candidates(&query).await?;
        let mut exact: Vec<f32> = vectors
            .iter()
            .map(|it| mem0_core::vector::dot(&question, &it.1))
            .collect();
        exact.sort_by(|a, b| b.total_cmp(a));
        let mut dense: Vec<f32> = found.hits.iter().filter_map(|it| it.dense).collect();
        dense.sort_by(|a, b| b.total_cmp(a));
        assert_eq!(dense.len(), 10);
        for (found, exact) in dense.iter().zip(&exact) {
            assert!((found - exact).abs() < 1e-4, "{found} is not {exact}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn whose_words_are_all_gone_is_no_speaker_any_more() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut items = Vec::new();
    for speaker in ["Ann", "小明", "Ann"] {
        let mut item = scribe.memory(&scope, "some words");
        item.actor_id = Some(speaker.to_owned());
        store.commit(writes([scribe.add(&item)])).await?;
        items.push(item);
    }
    let mut speakers = store.speakers(&scope).await?;
    speakers.sort();
    assert_eq!(speakers, ["Ann".into(), "小明".into()]);
    store
        .commit(writes([scribe.delete(&items[0]), scribe.delete(&items[1])]))
        .await?;
    assert_eq!(store.speakers(&scope).await?, ["Ann".into()]);
    Ok(())
}
