//! Filters at the limits of what may be asked. What they mean is tested by the rules of every
//! store.

use mem0_core::filter::{Field, Filter, Test};
use mem0_core::memory_store::{CandidateQuery, ReadCandidates, ReadMemories};
use mem0_core::{MemoryStore, Scope};
use mem0_testkit::TestResult;
use mem0_testkit::scribe::{Scribe, asked, filtered, writes};
use serde_json::{Value, json};

use crate::open;

fn topic(value: impl Into<Value>) -> Filter {
    Filter::Field(
        Field::Metadata("topic".to_owned()),
        Test::Equals(value.into()),
    )
}

#[tokio::test]
async fn a_filter_of_ten_thousand_parts_is_answered() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut item = scribe.memory(&scope, "some words");
    item.metadata.insert("topic".to_owned(), json!(9_998));
    item.actor_id = Some("person 7".to_owned());
    store.commit(writes([scribe.add(&item)])).await?;

    let mixed = |number: usize| match number % 3 {
        0 => Filter::Field(
            Field::ActorId,
            Test::Equals(format!("nobody {number}").into()),
        ),
        1 => Filter::Field(Field::Text, Test::Contains(format!("no text {number}"))),
        _ => topic(number),
    };
    let any = Filter::Any((0..Filter::MAX_NODES - 1).map(mixed).collect());
    assert_eq!(
        store.list(&filtered(&scope, &any)).await?.total,
        1,
        "9998 is among them"
    );
    let none = Filter::Any((0..9_000).map(mixed).collect());
    assert_eq!(store.list(&filtered(&scope, &none)).await?.total, 0);
    let people = (0..5_000).map(|it| json!(format!("person {it}"))).collect();
    let among = Filter::Field(Field::ActorId, Test::In(people));
    assert_eq!(store.list(&filtered(&scope, &among)).await?.total, 1);
    Ok(())
}

#[tokio::test]
async fn a_deeply_nested_filter_is_answered() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    scribe.remember(&store, &scope, "some words").await?;
    let mut filter = topic("none");
    for depth in 0..Filter::MAX_DEPTH {
        let role = Filter::Field(Field::Role, Test::Exists(true));
        filter = match depth % 3 {
            0 => Filter::Not(Box::new(Filter::All(vec![filter, role]))),
            1 => Filter::Any(vec![filter, role]),
            _ => Filter::All(vec![filter, role]),
        };
    }
    let item = &store
        .list(&filtered(&scope, &Filter::All(Vec::new())))
        .await?
        .items[0];
    let expected = usize::from(filter.matches(item));
    assert_eq!(
        store.list(&filtered(&scope, &filter)).await?.total,
        expected
    );
    Ok(())
}

#[tokio::test]
async fn a_filter_asked_again_knows_what_came_and_went_since() -> TestResult {
    let folder = tempfile::tempdir()?;
    let store = open(folder.path());
    let scribe = Scribe::of(&store).await?;
    let scope = Scope::user("ann");
    let mut current = Vec::new();
    for round in 0..40_usize {
        let mut item = scribe.memory(&scope, format!("words of {round}"));
        item.metadata.insert("topic".to_owned(), json!(round % 3));
        store.commit(writes([scribe.add(&item)])).await?;
        current.push(item);
        if round % 5 == 4 {
            let gone = current.remove(round / 5);
            store.commit(writes([scribe.delete(&gone)])).await?;
        }
        if round % 4 == 3 {
            let mut next = scribe.next_version(&current[0], "other words");
            next.metadata.insert("topic".to_owned(), json!(round % 2));
            store.commit(writes([scribe.update(&next)])).await?;
            current[0] = next;
        }
        for topic_number in 0..3 {
            let filter = topic(topic_number);
            let expected = current.iter().filter(|it| filter.matches(it)).count();
            let query = CandidateQuery {
                filter: Some(filter),
                ..asked(&scope, "words")
            };
            let found = store.candidates(&query).await?;
            assert_eq!(
                found.lexical.documents, expected,
                "round {round}, topic {topic_number}"
            );
        }
    }
    Ok(())
}
