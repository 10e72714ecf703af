//! Memories drawn by the pipelines that follow the original, through the whole engine.

use mem0_engine::ingest::pipelines::additive::AdditivePipeline;
use mem0_engine::ingest::pipelines::two_phase::TwoPhasePipeline;
use mem0_testkit::{AnsweringLlm, ScriptedLlm};

use super::*;

struct Drawn {
    engine: Engine,
    store: Arc<ReferenceStore>,
}

fn engine_with(llm: Arc<dyn mem0_core::Llm>, pipeline: Arc<dyn Pipeline>) -> Drawn {
    let store = Arc::new(ReferenceStore::new());
    let clock = FixedClock::at("2024-05-01T12:00:00Z".parse().unwrap());
    let engine = Engine::builder(store.clone(), Arc::new(HashEmbedder::new(64)), pipeline)
        .llm(llm)
        .clock(Arc::new(clock))
        .ids(Arc::new(SequentialIds::default()))
        .build();
    Drawn { engine, store }
}

fn two_phase(answers: &[serde_json::Value]) -> (Drawn, Arc<ScriptedLlm>) {
    let llm = Arc::new(ScriptedLlm::replying(
        answers.iter().map(ToString::to_string),
    ));
    let drawn = engine_with(llm.clone(), Arc::new(TwoPhasePipeline::new(llm.clone())));
    (drawn, llm)
}

fn additive(answers: &[serde_json::Value]) -> (Drawn, Arc<ScriptedLlm>) {
    let llm = Arc::new(ScriptedLlm::replying(
        answers.iter().map(ToString::to_string),
    ));
    let drawn = engine_with(llm.clone(), Arc::new(AdditivePipeline::new(llm.clone())));
    (drawn, llm)
}

async fn listed(drawn: &Drawn) -> Vec<String> {
    let listed = drawn.engine.get_all(ListOptions::new(ann())).await.unwrap();
    listed.items.into_iter().map(|item| item.text).collect()
}

fn labelled(key: &str) -> AddOptions {
    let mut metadata = Metadata::new();
    metadata.insert(key.to_owned(), json!(true));
    AddOptions::new(ann()).metadata(metadata)
}

#[tokio::test]
async fn in_two_phases_an_update_keeps_what_was_attached_and_reports_the_stored_text() {
    let (drawn, llm) = two_phase(&[
        json!({"facts": [{"source": 1, "fact": "User lives in Lisbon"}]}),
        json!({"facts": [{"source": 1, "fact": "User lives in Porto now"}]}),
        json!({"memory": [{"id": 0, "event": "UPDATE", "text": "User lives in Porto, formerly in Lisbon",
            "old_memory": "something else"}]}),
    ]);
    let first = drawn
        .engine
        .add(&[Message::user("I live in Lisbon")], labelled("first"))
        .await
        .unwrap();
    assert_eq!(first.usage.calls, 1, "nothing known, nothing to decide");
    let second = drawn
        .engine
        .add(
            &[Message::user("I live in Porto now, not in Lisbon")],
            labelled("second"),
        )
        .await
        .unwrap();
    assert_eq!((second.usage.calls, llm.left()), (2, 0));
    let result = &second.results[0];
    assert_eq!(result.event, ChangeEvent::Update);
    assert_eq!(
        result.previous_memory.as_deref(),
        Some("User lives in Lisbon")
    );
    let item = drawn
        .engine
        .get(&first.results[0].id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(item.text, "User lives in Porto, formerly in Lisbon");
    assert!(item.metadata.contains_key("first") && item.metadata.contains_key("second"));
    let sources = drawn.engine.sources(&item.id).await.unwrap();
    assert_eq!(sources.len(), 2);
    assert_eq!(drawn.engine.history(&item.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn additions_see_earlier_messages_and_keep_whom_they_come_from_and_what_they_belong_to() {
    let (drawn, llm) = additive(&[
        json!({"memory": [{"source": 1, "text": "User lives in Lisbon", "attributed_to": "user", "linked_memory_ids": []}]}),
        json!({"memory": [{"source": 1, "text": "User moved from Lisbon to Porto", "attributed_to": "user", "linked_memory_ids": ["0"]}]}),
    ]);
    let add = |text| {
        let messages = [Message::user(text)];
        let engine = drawn.engine.clone();
        async move { engine.add(&messages, AddOptions::new(ann())).await.unwrap() }
    };
    let first = add("I live in Lisbon").await;
    let second = add("We moved from there to Porto").await;
    let result = &second.results[0];
    assert_eq!(result.attributed_to.as_deref(), Some("user"));
    assert_eq!(result.linked_memory_ids, [first.results[0].id.clone()]);
    let item = drawn.engine.get(&result.id).await.unwrap().unwrap();
    assert_eq!(
        item.metadata["linked_memory_ids"],
        json!([first.results[0].id])
    );
    assert_eq!(listed(&drawn).await.len(), 2, "nothing is ever changed");
    let asked: Vec<String> = llm
        .requests()
        .iter()
        .map(|request| request.messages[1].content.clone())
        .collect();
    assert!(!asked[0].contains("Last messages"), "{}", asked[0]);
    let (before, new) = asked[1].split_once("# New messages").unwrap();
    assert!(before.contains("# Last messages") && before.contains("I live in Lisbon"));
    assert!(!before.contains("We moved") && new.contains("We moved"));
}

#[tokio::test]
async fn concurrent_adds_of_the_same_facts_neither_double_nor_lose() {
    // Each decides by what it is shown: what it doesn't see, it would add again.
    let answer = |_: usize, request: &mem0_core::ChatRequest| {
        let said: String = request
            .messages
            .iter()
            .map(|it| it.content.as_str())
            .collect();
        let own: Vec<&str> = ["tea", "rowing", "chess"]
            .into_iter()
            .filter(|thing| said.contains(&format!("I like {thing} ")))
            .collect();
        if said.contains("# Facts just learned") {
            let (known, facts) = said.split_once("# Facts just learned").unwrap();
            let events: Vec<_> = ["tea", "rowing", "chess", "Mondays"]
                .into_iter()
                .filter(|thing| facts.contains(*thing))
                .map(|thing| {
                    let text = format!("User likes {thing}");
                    let event = if known.contains(&text) { "NONE" } else { "ADD" };
                    json!({"id": "9", "event": event, "text": text, "old_memory": null})
                })
                .collect();
            return json!({"memory": events}).to_string();
        }
        let mut facts: Vec<String> = own.iter().map(|it| format!("User likes {it}")).collect();
        facts.push("User likes Mondays".to_owned());
        if said.contains("attributed_to") {
            json!({"memory": facts}).to_string()
        } else {
            json!({"facts": facts}).to_string()
        }
    };
    let llm = || Arc::new(AnsweringLlm::saying(answer));
    let (one, other) = (llm(), llm());
    for drawn in [
        engine_with(one.clone(), Arc::new(TwoPhasePipeline::new(one))),
        engine_with(other.clone(), Arc::new(AdditivePipeline::new(other))),
    ] {
        let adds = (0..18).map(|turn| {
            let thing = ["tea", "rowing", "chess"][turn % 3];
            let said = [Message::user(format!("I like {thing} and Mondays"))];
            let engine = drawn.engine.clone();
            async move { engine.add(&said, AddOptions::new(ann())).await.unwrap() }
        });
        let made: usize = futures::future::join_all(adds)
            .await
            .iter()
            .map(|added| added.results.len())
            .sum();
        let mut texts = listed(&drawn).await;
        texts.sort_unstable();
        assert_eq!(
            texts,
            [
                "User likes Mondays",
                "User likes chess",
                "User likes rowing",
                "User likes tea"
            ]
        );
        assert_eq!(made, 4);
    }
}

#[tokio::test]
async fn a_failure_in_either_phase_keeps_the_messages_for_another_try() {
    for good_answers in 0..2 {
        let llm = Arc::new(ScriptedLlm::default());
        let drawn = engine_with(llm.clone(), Arc::new(TwoPhasePipeline::new(llm.clone())));
        llm.then_reply(json!({"facts": ["User likes tea"]}).to_string());
        let said = [Message::user("I like tea")];
        drawn
            .engine
            .add(&said, AddOptions::new(ann()))
            .await
            .unwrap();
        for _ in 0..good_answers {
            llm.then_reply(json!({"facts": ["User likes green tea"]}).to_string());
        }
        llm.then_fail(ModelError::Unavailable {
            provider: "llm/test".into(),
            message: "off".into(),
        });
        let said = [Message::user("I like green tea best")];
        let error = drawn
            .engine
            .add(&said, AddOptions::new(ann()))
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Extraction { kept: 1, .. }),
            "{error:?}"
        );
        assert_eq!(listed(&drawn).await, ["User likes tea"]);
        assert_eq!(drawn.store.pending_episodes(&ann()).await.unwrap().len(), 1);

        llm.then_reply(json!({"facts": ["User likes green tea"]}).to_string());
        llm.then_reply(
            json!({"memory": [{"id": "0", "event": "UPDATE", "text": "User likes green tea"}]})
                .to_string(),
        );
        let retried = drawn.engine.retry(AddOptions::new(ann())).await.unwrap();
        assert_eq!(retried.results[0].event, ChangeEvent::Update);
        assert_eq!(listed(&drawn).await, ["User likes green tea"]);
    }
}

#[tokio::test]
async fn a_conversation_added_twice_adds_nothing_new() {
    let facts = json!({"facts": ["User likes tea", "用户住在杭州"]});
    let (drawn, llm) = two_phase(&[facts.clone(), facts]);
    let said = [Message::user("I like tea. 我住在杭州。")];
    for expected in [2, 0] {
        let added = drawn
            .engine
            .add(&said, AddOptions::new(ann()))
            .await
            .unwrap();
        assert_eq!(added.results.len(), expected, "{:?}", added.left_out);
    }
    assert_eq!(llm.left(), 0);
}

#[tokio::test]
async fn what_to_keep_and_leave_out_is_told_to_models_after_everything_else() {
    let (drawn, llm) = two_phase(&[json!({"facts": []})]);
    let options = AddOptions::new(ann())
        .prompt("Be brief.")
        .includes("food")
        .excludes("健康");
    drawn
        .engine
        .add(&[Message::user("hi")], options)
        .await
        .unwrap();
    let told = &llm.requests()[0].messages[1].content;
    let places = ["Be brief.", ": food", ": 健康"].map(|words| told.find(words));
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{told}"
    );
}
