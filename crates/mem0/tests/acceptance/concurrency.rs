//! Many at once: nothing is lost, nothing is repeated.

use std::collections::BTreeSet;

use mem0::{AddOptions, Memory, Scope, ScopeId, UpdateOptions};

use crate::room::{Room, TestResult, found, keep, listed, mia};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_adds_of_one_fact_make_one_memory() -> TestResult {
    for fact in ["I love spicy ramen.", "我喜欢吃辣的拉面。"] {
        let room = Room::new();
        let memory = room.open().await?;
        let adds: Vec<_> = (0..100)
            .map(|_| {
                let memory = memory.clone();
                tokio::spawn(async move { memory.add(fact, AddOptions::new(mia())).await })
            })
            .collect();
        let mut made = 0;
        for add in adds {
            made += add.await??.results.len();
        }
        assert_eq!(made, 1, "{fact}");
        assert_eq!(listed(&memory, mia()).await?.len(), 1, "{fact}");
        assert_eq!(memory.changes(mia(), 0, 1000).await?.len(), 1, "{fact}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_different_adds_are_all_there() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let adds: Vec<_> = (0..100)
        .map(|number| {
            let memory = memory.clone();
            let text = format!("第{number}号 locker holds item {number}");
            tokio::spawn(async move { keep(&memory, mia(), &text).await })
        })
        .collect();
    let mut ids = BTreeSet::new();
    for add in adds {
        ids.insert(add.await??);
    }
    assert_eq!(ids.len(), 100);
    let texts: BTreeSet<String> = listed(&memory, mia()).await?.into_iter().collect();
    assert_eq!(texts.len(), 100);
    assert_eq!(memory.health().await?.episodes, 100);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_handles_on_one_file_make_one_memory_of_one_fact() -> TestResult {
    let room = Room::new();
    let handles = [room.open().await?, room.open().await?];
    let adds: Vec<_> = (0..40)
        .map(|number| {
            let memory = handles[number % 2].clone();
            tokio::spawn(
                async move { memory.add("I play the oboe.", AddOptions::new(mia())).await },
            )
        })
        .collect();
    for add in adds {
        add.await??;
    }
    for memory in &handles {
        assert_eq!(listed(memory, mia()).await?.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn what_one_handle_wrote_the_other_finds_in_its_next_search() -> TestResult {
    let room = Room::new();
    let [one, two] = [room.open().await?, room.open().await?];
    keep(&two, mia(), "something else").await?;
    found(&two, mia(), "warm the cache").await?;
    let id = keep(&one, mia(), "The key is under the mat").await?;
    assert_eq!(
        found(&two, mia(), "Where is the key?").await?[0],
        "The key is under the mat"
    );
    two.update(&id, UpdateOptions::text("The key is in the box"))
        .await?;
    assert_eq!(
        found(&one, mia(), "Where is the key?").await?[0],
        "The key is in the box"
    );
    two.forget(&id).await?;
    assert_eq!(
        found(&one, mia(), "Where is the key?").await?,
        ["something else"]
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_may_write_while_everybody_reads() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let people: Vec<_> = (0..20)
        .map(|number| {
            let memory = memory.clone();
            tokio::spawn(async move {
                let scope = Scope::user(format!("user-{number}"));
                for note in 0..5 {
                    keep(&memory, scope.clone(), &format!("note {note} of {number}")).await?;
                    let hits = found(&memory, scope.clone(), &format!("note {note}")).await?;
                    assert!(
                        hits.iter()
                            .all(|text| text.ends_with(&format!("of {number}")))
                    );
                    assert_eq!(hits.len(), note + 1);
                }
                TestResult::Ok(())
            })
        })
        .collect();
    for person in people {
        person.await??;
    }
    assert_eq!(memory.health().await?.memories, 100);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_updates_of_one_memory_all_stand_in_its_history() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let id = keep(&memory, mia(), "start").await?;
    let updates: Vec<_> = (0..10)
        .map(|number| {
            let (memory, id) = (memory.clone(), id.clone());
            let options = UpdateOptions::text(format!("text {number}"));
            tokio::spawn(async move { memory.update(&id, options).await })
        })
        .collect();
    let mut done = 0;
    for update in updates {
        match update.await? {
            Ok(_) => done += 1,
            Err(error) => assert!(error.is_temporary(), "{error}"),
        }
    }
    assert!(done >= 1);
    assert_eq!(memory.history(&id).await?.len(), 1 + done);
    let item = memory.get(&id).await?.ok_or("it is gone")?;
    assert_eq!(item.version as usize, 1 + done);
    Ok(())
}

/// Compiles only if every method may run on any task.
#[test]
fn every_method_may_run_on_any_task() {
    fn on_any_task<T: Send>(_: T) {}
    fn shared<T: Send + Sync + Clone + 'static>() {}
    fn all(memory: &Memory) {
        on_any_task(memory.add("x", mia()));
        on_any_task(memory.retry(mia()));
        on_any_task(memory.search("x", mia()));
        on_any_task(memory.get("x"));
        on_any_task(memory.get_all(mia()));
        on_any_task(memory.list(mia()));
        on_any_task(memory.update("x", UpdateOptions::text("y")));
        on_any_task(memory.delete("x"));
        on_any_task(memory.delete_all(mia()));
        on_any_task(memory.history("x"));
        on_any_task(memory.undo("x"));
        on_any_task(memory.forget("x"));
        on_any_task(memory.forget_all(mia()));
        on_any_task(memory.reset());
        on_any_task(memory.sources("x"));
        on_any_task(memory.episodes(mia(), 0, 1));
        on_any_task(memory.recent_episodes(mia(), 1));
        on_any_task(memory.changes(mia(), 0, 1));
        on_any_task(memory.summarize(ScopeId::User));
        on_any_task(memory.health());
        on_any_task(memory.import(Vec::new()));
        on_any_task(memory.exported("x"));
        on_any_task(memory.reembed(|_| ()));
        on_any_task(memory.embedder_identity());
        on_any_task(memory.close());
        on_any_task(Memory::open_default());
        on_any_task(Memory::from_config(serde_json::Value::Null));
    }
    shared::<Memory>();
    let _ = all;
}
