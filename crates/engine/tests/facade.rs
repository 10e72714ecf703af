//! The façade's rules, with a plain store, scripted models, and a clock that the test sets.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use mem0_core::memory_store::ReadHistory;
use mem0_core::{
    ChangeEvent, Error, ErrorKind, Filter, InputError, MemoryKind, Message, Metadata, ModelError,
    Result, Scope, Timestamp,
};
use mem0_engine::ingest::conversation::Conversation;
use mem0_engine::ingest::operation::{Operation, Proposal, Statement};
use mem0_engine::ingest::pipelines::{Pipeline, Recollection};
use mem0_engine::{
    AddOptions, Engine, EpisodePolicy, ListOptions, SearchOptions, Settings, UpdateOptions,
};
use mem0_testkit::{FixedClock, HashEmbedder, ReferenceStore, ScriptedReranker, SequentialIds};
use serde_json::json;

/// Proposes what the test says, in order; then nothing.
#[derive(Default)]
struct Scripted(Mutex<VecDeque<Result<Proposal, ModelError>>>);

impl Scripted {
    fn then(&self, operations: Vec<Operation>) {
        let proposal = Proposal {
            operations,
            ..Proposal::default()
        };
        self.0.lock().unwrap().push_back(Ok(proposal));
    }

    fn then_fail(&self) {
        let failure = ModelError::Unavailable {
            provider: "llm/test".into(),
            message: "off".into(),
        };
        self.0.lock().unwrap().push_back(Err(failure));
    }
}

#[async_trait]
impl Pipeline for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    async fn propose(&self, _: &Conversation, _: &dyn Recollection) -> Result<Proposal> {
        let next = self.0.lock().unwrap().pop_front();
        Ok(next.unwrap_or_else(|| Ok(Proposal::default()))?)
    }
}

struct House {
    engine: Engine,
    store: Arc<ReferenceStore>,
    pipeline: Arc<Scripted>,
    clock: Arc<FixedClock>,
}

fn house() -> House {
    house_with(Settings::default())
}

fn house_with(settings: Settings) -> House {
    let store = Arc::new(ReferenceStore::new());
    let pipeline = Arc::new(Scripted::default());
    let clock = Arc::new(FixedClock::at("2024-05-01T12:00:00Z".parse().unwrap()));
    let engine = Engine::builder(
        store.clone(),
        Arc::new(HashEmbedder::new(64)),
        pipeline.clone(),
    )
    .clock(clock.clone())
    .ids(Arc::new(SequentialIds::default()))
    .settings(settings)
    .build();
    House {
        engine,
        store,
        pipeline,
        clock,
    }
}

fn ann() -> Scope {
    Scope::user("ann")
}

fn statement(text: &str) -> Statement {
    Statement {
        text: text.to_owned(),
        kind: MemoryKind::Fact,
        sources: vec![0],
        quote: None,
        occurred_at: "2024-05-01T12:00:00Z".parse().unwrap(),
        metadata: Metadata::new(),
        categories: Vec::new(),
    }
}

fn add(text: &str) -> Operation {
    Operation::Add(statement(text))
}

async fn say(house: &House, text: &str) -> mem0_engine::Added {
    house
        .engine
        .add(&[Message::user(text)], AddOptions::new(ann()))
        .await
        .unwrap()
}

async fn keep(house: &House, text: &str) -> String {
    let options = AddOptions::new(ann()).verbatim();
    let added = house
        .engine
        .add(&[Message::user(text)], options)
        .await
        .unwrap();
    added.results[0].id.clone()
}

async fn texts(house: &House) -> Vec<String> {
    let listed = house.engine.get_all(ListOptions::new(ann())).await.unwrap();
    listed.items.into_iter().map(|item| item.text).collect()
}

#[tokio::test]
async fn what_a_pipeline_proposes_is_remembered_with_the_callers_metadata() {
    let house = house();
    house.pipeline.then(vec![add("Ann keeps bees")]);
    let mut metadata = Metadata::new();
    metadata.insert("source".into(), json!("chat"));
    let options = AddOptions::new(ann())
        .metadata(metadata)
        .categories(["hobbies"]);
    let added = house
        .engine
        .add(&[Message::user("I keep bees").named("Ann")], options)
        .await
        .unwrap();
    assert_eq!(added.results[0].event, ChangeEvent::Add);
    assert_eq!(added.results[0].actor_id.as_deref(), Some("Ann"));

    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(item.text, "Ann keeps bees");
    assert_eq!(item.metadata["source"], "chat");
    assert_eq!(item.categories, ["hobbies"]);
    let sources = house.engine.sources(&item.id).await.unwrap();
    assert_eq!(sources[0].content, "I keep bees");
    assert!(sources[0].extracted);
}

#[tokio::test]
async fn a_fact_that_is_known_is_not_added_again() {
    let house = house();
    for _ in 0..2 {
        house
            .pipeline
            .then(vec![add("Ann keeps bees"), add("ann keeps bees.")]);
        say(&house, "I keep bees").await;
    }
    assert_eq!(texts(&house).await, ["Ann keeps bees"]);
}

#[tokio::test]
async fn verbatim_messages_are_kept_word_for_word_each_time() {
    let house = house();
    let messages = [
        Message::new("system", "Be kind"),
        Message::user("I row on Sundays").named("Ann"),
        Message::assistant("Nice!"),
        Message::user("I row on Sundays"),
    ];
    let options = AddOptions::new(ann()).verbatim();
    let added = house.engine.add(&messages, options).await.unwrap();
    let kept: Vec<_> = added
        .results
        .iter()
        .map(|result| result.memory.as_str())
        .collect();
    assert_eq!(kept, ["I row on Sundays", "Nice!", "I row on Sundays"]);
    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (item.kind, item.actor_id.as_deref()),
        (MemoryKind::Message, Some("Ann"))
    );
    assert_eq!(item.role.as_deref(), Some("user"));
}

#[tokio::test]
async fn an_update_keeps_the_id_and_the_version_before() {
    let house = house();
    let id = keep(&house, "I live in Paris").await;
    house.pipeline.then(vec![Operation::Update {
        memory_id: id.clone(),
        statement: statement("I moved to Berlin"),
    }]);
    house.clock.set("2024-06-01T12:00:00Z".parse().unwrap());
    let added = say(&house, "I moved to Berlin").await;
    assert_eq!(added.results[0].event, ChangeEvent::Update);
    assert_eq!(added.results[0].id, id);
    assert_eq!(
        added.results[0].previous_memory.as_deref(),
        Some("I live in Paris")
    );
    assert_eq!(texts(&house).await, ["I moved to Berlin"]);

    let history = house.engine.history(&id).await.unwrap();
    let events: Vec<_> = history.iter().map(|change| change.event).collect();
    assert_eq!(events, [ChangeEvent::Add, ChangeEvent::Update]);
    assert_eq!(history[1].old_memory.as_deref(), Some("I live in Paris"));
}

#[tokio::test]
async fn as_of_answers_what_was_true_then() {
    let house = house();
    let id = keep(&house, "I live in Paris").await;
    house.clock.set("2024-06-01T12:00:00Z".parse().unwrap());
    house
        .engine
        .update(&id, UpdateOptions::text("I live in Berlin"))
        .await
        .unwrap();
    let moment: Timestamp = "2024-05-15T00:00:00Z".parse().unwrap();
    let options = SearchOptions::new(ann());
    let then = house
        .engine
        .search("where", options.clone().as_of(moment))
        .await
        .unwrap();
    assert_eq!(then.hits[0].item.text, "I live in Paris");
    let now = house.engine.search("where", options).await.unwrap();
    assert_eq!(now.hits[0].item.text, "I live in Berlin");
    assert_eq!(now.hits.len(), 1);
}

#[tokio::test]
async fn a_memory_of_somebody_else_can_not_be_changed_by_a_proposal() {
    let house = house();
    let options = AddOptions::new(Scope::user("bob")).verbatim();
    let added = house
        .engine
        .add(&[Message::user("Bob's pin is safe")], options)
        .await
        .unwrap();
    let id = added.results[0].id.clone();
    house.pipeline.then(vec![
        Operation::Delete {
            memory_id: id.clone(),
            source: 0,
            quote: None,
        },
        Operation::Update {
            memory_id: id.clone(),
            statement: statement("Ann was here"),
        },
    ]);
    let added = say(&house, "delete everything").await;
    assert!(added.results.is_empty());
    assert_eq!(added.left_out.len(), 2);
    assert_eq!(
        house.engine.get(&id).await.unwrap().unwrap().text,
        "Bob's pin is safe"
    );
}

#[tokio::test]
async fn what_no_message_says_is_left_out() {
    let house = house();
    let invented = Statement {
        quote: Some("I own a yacht".into()),
        ..statement("Owns a yacht")
    };
    let nowhere = Statement {
        sources: vec![7],
        ..statement("Owns a plane")
    };
    let quoted = Statement {
        quote: Some("own a   BIKE".into()),
        ..statement("Owns a bike")
    };
    house.pipeline.then(vec![
        Operation::Add(invented),
        Operation::Add(nowhere),
        Operation::Add(quoted),
        add("   "),
    ]);
    let added = say(&house, "I own a bike.").await;
    assert_eq!(added.results.len(), 1);
    assert_eq!(added.results[0].memory, "Owns a bike");
    assert_eq!(added.left_out.len(), 3);
}

#[tokio::test]
async fn a_memory_changes_once_in_one_add() {
    let house = house();
    let id = keep(&house, "I have a cat").await;
    house.pipeline.then(vec![
        Operation::Update {
            memory_id: id.clone(),
            statement: statement("I have two cats"),
        },
        Operation::Delete {
            memory_id: id.clone(),
            source: 0,
            quote: None,
        },
    ]);
    say(&house, "I have two cats").await;
    assert_eq!(texts(&house).await, ["I have two cats"]);
}

#[tokio::test]
async fn when_the_model_fails_the_messages_are_kept_and_retry_extracts_them() {
    let store = Arc::new(ReferenceStore::new());
    let pipeline = Arc::new(Scripted::default());
    let engine = Engine::builder(
        store.clone(),
        Arc::new(HashEmbedder::new(64)),
        pipeline.clone(),
    )
    .llm(Arc::new(mem0_testkit::ScriptedLlm::replying(
        Vec::<String>::new(),
    )))
    .build();
    pipeline.then_fail();
    let error = engine
        .add(&[Message::user("I keep bees")], AddOptions::new(ann()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Extraction { kept: 1, .. }),
        "{error:?}"
    );
    assert!(error.is_temporary());
    assert_eq!(store.pending_episodes(&ann()).await.unwrap().len(), 1);

    pipeline.then(vec![add("Ann keeps bees")]);
    let added = engine.retry(AddOptions::new(ann())).await.unwrap();
    assert_eq!(added.results[0].memory, "Ann keeps bees");
    assert!(store.pending_episodes(&ann()).await.unwrap().is_empty());
    assert_eq!(store.recent_episodes(&ann(), 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn with_episodes_off_no_message_is_kept() {
    let house = house_with(Settings {
        episodes: EpisodePolicy::Off,
        ..Settings::default()
    });
    let id = keep(&house, "I keep bees").await;
    assert!(house.engine.sources(&id).await.unwrap().is_empty());
    assert!(
        house
            .store
            .recent_episodes(&ann(), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn undo_walks_back_one_change_at_a_time() {
    let house = house();
    let id = keep(&house, "one").await;
    house
        .engine
        .update(&id, UpdateOptions::text("two"))
        .await
        .unwrap();
    house
        .engine
        .update(&id, UpdateOptions::text("three"))
        .await
        .unwrap();
    house.engine.delete(&id).await.unwrap();
    assert!(texts(&house).await.is_empty());
    for expected in ["three", "two", "one"] {
        house.engine.undo(&id).await.unwrap();
        assert_eq!(texts(&house).await, [expected]);
    }
    house.engine.undo(&id).await.unwrap();
    assert!(texts(&house).await.is_empty());
    let error = house.engine.undo(&id).await.unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::NothingToUndo(_))),
        "{error:?}"
    );
    assert_eq!(house.engine.history(&id).await.unwrap().len(), 8);
}

#[tokio::test]
async fn an_undone_deletion_is_found_again() {
    let house = house();
    let id = keep(&house, "I keep bees").await;
    house.engine.delete(&id).await.unwrap();
    assert!(
        house
            .engine
            .search("bees", SearchOptions::new(ann()))
            .await
            .unwrap()
            .hits
            .is_empty()
    );
    let change = house.engine.undo(&id).await.unwrap();
    assert_eq!(change.event, ChangeEvent::Add);
    let found = house
        .engine
        .search("bees", SearchOptions::new(ann()))
        .await
        .unwrap();
    assert_eq!(found.hits[0].item.id, id);
}

#[tokio::test]
async fn update_merges_metadata_and_refuses_what_it_can_not_do() {
    let house = house();
    let id = keep(&house, "I keep bees").await;
    let metadata = |key: &str| Metadata::from_iter([(key.to_owned(), json!(1))]);
    house
        .engine
        .update(&id, UpdateOptions::default().metadata(metadata("a")))
        .await
        .unwrap();
    let options = UpdateOptions::text("I keep many bees").metadata(metadata("b"));
    let item = house.engine.update(&id, options).await.unwrap();
    assert_eq!(item.metadata.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(item.version, 3);

    for options in [UpdateOptions::default(), UpdateOptions::text("  ")] {
        let error = house.engine.update(&id, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
    }
    let error = house
        .engine
        .update("nobody", UpdateOptions::text("x"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let options = AddOptions::new(ann()).verbatim().immutable();
    let added = house
        .engine
        .add(&[Message::user("carved in stone")], options)
        .await
        .unwrap();
    let error = house
        .engine
        .update(&added.results[0].id, UpdateOptions::text("x"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Input(InputError::Immutable(_))),
        "{error:?}"
    );
}

#[tokio::test]
async fn delete_all_takes_the_scope_and_nothing_else() {
    let house = house();
    keep(&house, "one").await;
    keep(&house, "two").await;
    let options = AddOptions::new(Scope::user("bob")).verbatim();
    house
        .engine
        .add(&[Message::user("three")], options)
        .await
        .unwrap();
    assert_eq!(house.engine.delete_all(ann()).await.unwrap(), 2);
    assert!(texts(&house).await.is_empty());
    let bob = house
        .engine
        .get_all(ListOptions::new(Scope::user("bob")))
        .await
        .unwrap();
    assert_eq!(bob.total, 1);
    let error = house.engine.delete_all(Scope::default()).await.unwrap_err();
    assert!(error.hint().contains("reset"), "{}", error.hint());
}

#[tokio::test]
async fn forget_leaves_no_trace_and_says_what_it_erased() {
    let house = house();
    let id = keep(&house, "my secret").await;
    house
        .engine
        .update(&id, UpdateOptions::text("my other secret"))
        .await
        .unwrap();
    let receipt = house.engine.forget(&id).await.unwrap();
    assert_eq!(
        (receipt.memories, receipt.versions, receipt.changes),
        (1, 2, 2)
    );
    assert_eq!(receipt.episodes, 1);
    assert!(house.engine.history(&id).await.unwrap().is_empty());
    assert_eq!(
        house.engine.forget(&id).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_scope_is_needed_and_may_stand_in_the_filter() {
    let house = house();
    keep(&house, "I keep bees").await;
    let error = house
        .engine
        .search("bees", SearchOptions::new(Scope::default()))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Input(InputError::NoScope)));
    let filter = Filter::parse(&json!({"AND": [{"user_id": "ann"}, {"role": "user"}]})).unwrap();
    let options = SearchOptions::new(Scope::default()).filter(filter);
    assert_eq!(
        house
            .engine
            .search("bees", options)
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
    let filter = Filter::parse(&json!({"OR": [{"user_id": "ann"}, {"user_id": "bob"}]})).unwrap();
    let options = SearchOptions::new(Scope::user("bob")).filter(filter);
    assert!(
        house
            .engine
            .search("bees", options)
            .await
            .unwrap()
            .hits
            .is_empty()
    );
}

#[tokio::test]
async fn bad_input_changes_nothing() {
    let house = house();
    let refused: [(&[Message], AddOptions); 4] = [
        (&[], AddOptions::new(ann())),
        (&[Message::user("   ")], AddOptions::new(ann())),
        (&[Message::user("x")], AddOptions::new(Scope::default())),
        (
            &[Message::user("x")],
            AddOptions {
                memory_type: Some("semantic_memory".into()),
                ..AddOptions::new(ann())
            },
        ),
    ];
    for (messages, options) in refused {
        let error = house.engine.add(messages, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    for (question, threshold) in [("  ", 0.5), ("x", 1.5), ("x", f32::NAN)] {
        let options = SearchOptions::new(ann()).threshold(threshold);
        let error = house.engine.search(question, options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
    }
    assert!(texts(&house).await.is_empty());
    assert!(
        house
            .store
            .recent_episodes(&ann(), 10)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_threshold_cuts_and_scores_fall_in_order() {
    let house = house();
    for text in [
        "I love hiking in the Alps",
        "The printer is out of ink",
        "Hiking boots are wet",
    ] {
        keep(&house, text).await;
    }
    let options = SearchOptions::new(ann()).explain();
    let found = house
        .engine
        .search("hiking in the Alps", options.clone())
        .await
        .unwrap();
    assert_eq!(found.hits.len(), 3);
    assert_eq!(found.hits[0].item.text, "I love hiking in the Alps");
    assert!(found.hits.is_sorted_by(|a, b| a.score >= b.score));
    assert!(
        found
            .hits
            .iter()
            .all(|hit| (0.0..=1.0).contains(&hit.score))
    );
    let explanation = found.hits[0].explanation.as_ref().unwrap();
    assert_eq!(explanation.score, found.hits[0].score);
    assert!(
        explanation.matched.iter().any(|word| word == "hiking"),
        "{explanation:?}"
    );
    assert!(found.signals.contains(&"words") && found.signals.contains(&"meaning"));

    let cut = options.threshold(found.hits[0].score);
    assert_eq!(
        house
            .engine
            .search("hiking in the Alps", cut)
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
}

#[tokio::test]
async fn expired_memories_are_hidden_until_asked_for() {
    let house = house();
    let options = AddOptions::new(ann())
        .verbatim()
        .expires_on("2024-05-01".parse().unwrap());
    let added = house
        .engine
        .add(&[Message::user("The offer ends soon")], options)
        .await
        .unwrap();
    assert_eq!(texts(&house).await.len(), 1, "the day itself still counts");
    house.clock.set("2024-05-02T00:00:00Z".parse().unwrap());
    assert!(texts(&house).await.is_empty());
    let id = &added.results[0].id;
    assert!(house.engine.get(id).await.unwrap().is_some());
    let all = house
        .engine
        .get_all(ListOptions::new(ann()).show_expired())
        .await
        .unwrap();
    assert_eq!(all.items.len(), 1);
    house
        .engine
        .update(id, UpdateOptions::default().expires_on(None))
        .await
        .unwrap();
    assert_eq!(texts(&house).await.len(), 1);
}

#[tokio::test]
async fn a_failing_reranker_is_a_warning_and_a_working_one_decides() {
    let store = Arc::new(ReferenceStore::new());
    let reranker = Arc::new(ScriptedReranker::default());
    let engine = Engine::builder(
        store,
        Arc::new(HashEmbedder::new(64)),
        Arc::new(Scripted::default()),
    )
    .reranker(reranker.clone())
    .build();
    let messages = [Message::user("tea is green"), Message::user("tea is black")];
    engine
        .add(&messages, AddOptions::new(ann()).verbatim())
        .await
        .unwrap();
    let options = SearchOptions::new(ann()).rerank();
    reranker.then_fail(ModelError::Local {
        provider: "reranker/test".into(),
        problem: "x".into(),
    });
    let found = engine.search("tea", options.clone()).await.unwrap();
    assert_eq!((found.hits.len(), found.warnings.len()), (2, 1));

    let last = found.hits[1].item.text.clone();
    reranker.then_rank([(1, 0.9), (0, 0.1)]);
    let found = engine.search("tea", options).await.unwrap();
    assert_eq!(found.hits[0].item.text, last);
    assert_eq!(found.hits[0].rerank_score, Some(0.9));
}

#[tokio::test]
async fn concurrent_adds_of_one_fact_make_one_memory() {
    let house = house();
    for _ in 0..20 {
        house.pipeline.then(vec![add("Ann keeps bees")]);
    }
    let adds = (0..20).map(|_| say(&house, "I keep bees"));
    let made: usize = futures::future::join_all(adds)
        .await
        .iter()
        .map(|a| a.results.len())
        .sum();
    assert_eq!(made, 1);
    assert_eq!(texts(&house).await.len(), 1);
}

#[tokio::test]
async fn a_procedure_is_one_memory_with_its_steps_in_order() {
    let house = house();
    let messages = [
        Message::user("Open the valve"),
        Message::assistant("The valve is open"),
    ];
    let options = AddOptions::new(ann()).procedural();
    let added = house.engine.add(&messages, options).await.unwrap();
    let item = house
        .engine
        .get(&added.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        item.text,
        "1. [user] Open the valve\n2. [assistant] The valve is open"
    );
    assert_eq!(item.metadata["memory_type"], "procedural_memory");
    assert_eq!(item.kind, MemoryKind::Procedure);
}

#[tokio::test]
async fn an_export_comes_back_whole_and_only_once() {
    let house = house();
    let id = keep(&house, "one").await;
    house
        .engine
        .update(&id, UpdateOptions::text("two"))
        .await
        .unwrap();
    let record = house.engine.exported(&id).await.unwrap().unwrap();

    let other = self::house();
    let imported = other
        .engine
        .import(vec![record.clone(), record])
        .await
        .unwrap();
    assert_eq!((imported.memories, imported.skipped), (1, 1));
    assert_eq!(
        other.engine.get(&id).await.unwrap(),
        house.engine.get(&id).await.unwrap()
    );
    let texts = |history: Vec<mem0_core::Change>| {
        history
            .into_iter()
            .map(|change| change.new_memory)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(other.engine.history(&id).await.unwrap()),
        texts(house.engine.history(&id).await.unwrap())
    );
    assert_eq!(
        other
            .engine
            .search("two", SearchOptions::new(ann()))
            .await
            .unwrap()
            .hits
            .len(),
        1
    );
}

#[tokio::test]
async fn another_embedder_is_refused_until_the_store_is_reembedded() {
    let house = house();
    keep(&house, "I keep bees").await;
    let other = Engine::builder(
        house.store.clone(),
        Arc::new(HashEmbedder::new(32)),
        Arc::new(Scripted::default()),
    )
    .build();
    let options = SearchOptions::new(ann());
    let error = other.search("bees", options.clone()).await.unwrap_err();
    assert!(error.hint().contains("reembed"), "{error}");
    assert_eq!(other.reembed(|_| {}).await.unwrap(), 1);
    assert_eq!(other.search("bees", options).await.unwrap().hits.len(), 1);
}
