//! Pipelines by name, prompts of one's own, and what to keep and leave out.

use mem0::contract::{added_json, memory_json};
use mem0::{AddOptions, Memory, MemoryConfig, Message, PipelineKind};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::room::{Room, TestResult, found, listed, mia};

const CHAT: &str = "/v1/chat/completions";

/// The example of the original's own documentation for prompts in Chinese, in our words: it has a
/// place for the messages, names no form, and doesn't say the word for it.
const PROMPT: &str = "\n从对话中提取关键事实，请重点关注：\n1. 个人偏好\n2. 技术技能\n3. 项目需求\n\
    4. 重要日期\n\n对话：{messages}\n";

/// A server that gives these answers, each once, in order.
async fn answering(answers: &[Value]) -> MockServer {
    let server = MockServer::start().await;
    for (place, answer) in answers.iter().enumerate() {
        let reply = json!({
            "choices": [{"message": {"content": answer.to_string()}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20},
        });
        Mock::given(method("POST"))
            .and(path(CHAT))
            .respond_with(ResponseTemplate::new(200).set_body_json(reply))
            .up_to_n_times(1)
            .with_priority(u8::try_from(place + 1).unwrap_or(u8::MAX))
            .mount(&server)
            .await;
    }
    server
}

fn with_model(room: &Room, server: &MockServer) -> TestResult<MemoryConfig> {
    let options = json!({"provider": "openai", "config": {
        "api_key": "sk-test",
        "openai_base_url": format!("{}/v1", server.uri()),
        "model": "test-model",
        "max_retries": 0,
    }});
    Ok(room.config().with("llm", options)?)
}

/// All that was said to the model in each call.
async fn told(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap_or_default();
    let bodies = requests
        .iter()
        .filter_map(|request| serde_json::from_slice::<Value>(&request.body).ok());
    bodies
        .map(|body| {
            let messages = body["messages"].as_array().cloned().unwrap_or_default();
            let texts = messages.iter().filter_map(|it| it["content"].as_str());
            texts.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

#[tokio::test]
async fn a_prompt_with_a_place_for_the_messages_and_no_form_works_from_end_to_end() -> TestResult {
    let room = Room::new();
    let server = answering(&[
        json!({"facts": [
            {"source": 1, "fact": "喜欢用Rust写后端服务"},
            {"source": 1, "fact": "项目的截止日期是2026年12月1日"},
            {"source": 1, "fact": "住在火星"},
        ]}),
        json!({"facts": [{"source": 1, "fact": "项目的截止日期改到2026年12月15日"}]}),
        json!({"memory": [{"id": "0", "event": "UPDATE", "text": "项目的截止日期是2026年12月15日", "old_memory": "项目的截止日期是2026年12月1日"}]}),
    ])
    .await;
    let config = with_model(&room, &server)?.with("custom_fact_extraction_prompt", PROMPT)?;
    assert_eq!(config.pipeline(), PipelineKind::TwoPhase);
    assert!(config.warnings().is_empty(), "{:?}", config.warnings());
    let memory = Memory::open(config).await?;

    let talk = [
        Message::user("我平时喜欢用Rust写后端服务，这个项目2026年12月1日截止。"),
        Message::assistant("好的，我记住了。"),
    ];
    let added = memory.add(talk, AddOptions::new(mia())).await?;
    assert_eq!(added.results.len(), 2, "{:?}", added.left_out);
    let json = added_json(&added);
    assert_eq!(json["usage"]["calls"], 1);
    assert_eq!(json["usage"]["input_tokens"], 100);
    assert_eq!(json["left_out"][0]["proposal"], "住在火星");
    assert_eq!(
        json["left_out"][0]["reason"],
        "not found in the conversation"
    );

    let changed = memory
        .add(
            "项目的截止日期改到2026年12月15日了。",
            AddOptions::new(mia()),
        )
        .await?;
    assert_eq!(changed.usage.calls, 2);
    let mut texts = listed(&memory, mia()).await?;
    texts.sort_unstable();
    assert_eq!(
        texts,
        ["喜欢用Rust写后端服务", "项目的截止日期是2026年12月15日"]
    );
    assert_eq!(
        found(&memory, mia(), "什么时候截止？").await?[0],
        "项目的截止日期是2026年12月15日"
    );

    let told = told(&server).await;
    assert_eq!(told.len(), 3);
    assert!(told[0].contains("请重点关注") && told[0].contains("我平时喜欢用Rust写后端服务"));
    assert!(!told[0].contains("{messages}"));
    assert!(
        told[0].contains("JSON"),
        "servers with a JSON mode ask for the word"
    );
    assert!(told[2].contains("项目的截止日期改到2026年12月15日"));
    Ok(())
}

#[tokio::test]
async fn additions_are_chosen_by_name_and_show_whose_they_are() -> TestResult {
    let room = Room::new();
    let server = answering(&[json!({"memory": [
        {"source": 2, "id": "0", "text": "The assistant recommended the Lello bookshop in Porto",
         "attributed_to": "assistant", "linked_memory_ids": ["7"]},
    ]})])
    .await;
    let memory = Memory::open(with_model(&room, &server)?.with("pipeline", "additive")?).await?;
    let talk = [
        Message::user("Which bookshop?"),
        Message::assistant("I recommend the Lello bookshop in Porto"),
    ];
    let added = memory.add(talk, AddOptions::new(mia())).await?;
    let id = &added.results[0].id;
    assert_eq!(
        added_json(&added)["results"][0]["attributed_to"],
        "assistant"
    );
    let item = memory.get(id).await?.ok_or("it was just added")?;
    let json = memory_json(&item);
    assert_eq!(json["attributed_to"], "assistant");
    assert_eq!(json["metadata"], Value::Null);
    assert_eq!(json["role"], "assistant");
    Ok(())
}

#[tokio::test]
async fn without_a_model_what_to_keep_and_leave_out_is_heeded_as_well_as_rules_can() -> TestResult {
    let talk = || {
        [
            Message::user("I love spicy ramen. I work at Stripe as a designer."),
            Message::user("我对花生过敏。我在杭州租了一套房子。"),
        ]
    };
    for (includes, excludes, kept, left) in [
        (
            Some("food preferences, 过敏"),
            None,
            &["ramen", "花生"][..],
            &["Stripe", "杭州"][..],
        ),
        (None, Some("work、住址"), &["ramen", "花生"], &["Stripe"]),
        (Some("work"), Some("Stripe"), &[], &["ramen", "Stripe"]),
    ] {
        let room = Room::new();
        let memory = room.open().await?;
        let options = AddOptions {
            includes: includes.map(str::to_owned),
            excludes: excludes.map(str::to_owned),
            ..AddOptions::new(mia())
        };
        let added = memory.add(talk(), options).await?;
        let texts = listed(&memory, mia()).await?.join("\n");
        for word in kept {
            assert!(texts.contains(word), "{word} is missing in {texts}");
        }
        for word in left {
            assert!(!texts.contains(word), "{word} is in {texts}");
            let row = added.left_out.iter().find(|it| it.proposal.contains(word));
            let row = row.ok_or(*word)?;
            assert!(row.reason.contains("cludes"), "{row:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_setting_says_what_every_add_leaves_out() -> TestResult {
    let room = Room::new();
    let memory = Memory::open(room.config().with("excludes", "health, 健康")?).await?;
    memory
        .add("I'm allergic to penicillin.", AddOptions::new(mia()))
        .await?;
    memory
        .add("I love spicy ramen.", AddOptions::new(mia()))
        .await?;
    assert_eq!(listed(&memory, mia()).await?.len(), 1);
    Ok(())
}

/// A paraphrase without a common word is told from an invention by the built-in table.
#[tokio::test]
async fn honest_paraphrases_are_kept_and_inventions_left_out() -> TestResult {
    let cases = [
        ("I don't eat meat or fish.", "User is a vegetarian", true),
        ("我从来不吃肉，也不吃鱼", "用户是素食者", true),
        ("I'm expecting a baby in June.", "User is pregnant", true),
        ("I like tea.", "User owns a yacht", false),
        ("我喜欢喝茶", "用户有一艘游艇", false),
        ("The weather is nice today.", "User works as a nurse", false),
        ("今天天气真好", "用户在医院当护士", false),
    ];
    let mut wrong = Vec::new();
    for (said, fact, honest) in cases {
        let room = Room::new();
        let server = answering(&[json!({"facts": [{"source": 1, "fact": fact}]})]).await;
        let config = with_model(&room, &server)?.with("pipeline", "two_phase")?;
        let memory = Memory::open(config.with("embedder.provider", "static")?).await?;
        let added = memory.add(said, AddOptions::new(mia())).await?;
        if (added.results.len() == 1) != honest {
            wrong.push((said, fact));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    Ok(())
}
