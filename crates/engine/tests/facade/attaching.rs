//! Attachments and procedures.

use mem0_core::{ImageDetail, MemoryItem};
use mem0_testkit::{ScriptedFetcher, ScriptedLlm};
use serde_json::Value;

use super::*;

struct Gallery {
    engine: Engine,
    store: Arc<ReferenceStore>,
    pipeline: Arc<Scripted>,
    llm: Arc<ScriptedLlm>,
    fetcher: Arc<ScriptedFetcher>,
}

/// A house with these attachments, and a model that answers like this; it sees if it shall.
fn gallery(fetcher: ScriptedFetcher, replies: &[&str], vision: Option<ImageDetail>) -> Gallery {
    let store = Arc::new(ReferenceStore::new());
    let pipeline = Arc::new(Scripted::default());
    let llm = Arc::new(ScriptedLlm::replying(replies.iter().copied()));
    let fetcher = Arc::new(fetcher);
    let mut builder = Engine::builder(
        store.clone(),
        Arc::new(HashEmbedder::new(64)),
        pipeline.clone(),
    )
    .llm(llm.clone())
    .fetcher(fetcher.clone())
    .ids(Arc::new(SequentialIds::default()));
    if let Some(detail) = vision {
        builder = builder.vision(detail);
    }
    Gallery {
        engine: builder.build(),
        store,
        pipeline,
        llm,
        fetcher,
    }
}

fn messages(json: Value) -> Vec<Message> {
    serde_json::from_value(json).unwrap()
}

async fn items(engine: &Engine) -> Vec<MemoryItem> {
    let listed = engine.get_all(ListOptions::new(ann())).await.unwrap();
    listed.items
}

/// What an `add` made, in its order.
async fn made(engine: &Engine, added: &mem0_engine::Added) -> Vec<MemoryItem> {
    let mut items = Vec::new();
    for result in &added.results {
        items.push(engine.get(&result.id).await.unwrap().unwrap());
    }
    items
}

fn verbatim() -> AddOptions {
    AddOptions::new(ann()).verbatim()
}

#[tokio::test]
async fn an_image_is_described_as_closely_as_asked_and_in_the_language_of_the_talk() {
    let fetcher = ScriptedFetcher::default()
        .with_image("http://h/a")
        .with_image("http://h/b");
    let replies = ["一只橘猫趴在键盘上。", "```\nA receipt for 3 books.\n```"];
    let gallery = gallery(fetcher, &replies, Some(ImageDetail::Low));
    let talk = messages(json!([
        {"role": "user", "name": "ann", "content": [
            {"type": "text", "text": "这是我家的猫"},
            {"type": "image_url", "image_url": {"url": "http://h/a"}}]},
        {"role": "user", "content": {
            "type": "image_url", "image_url": {"url": "http://h/b", "detail": "high"}}},
    ]));
    let added = gallery.engine.add(&talk, verbatim()).await.unwrap();
    assert_eq!(added.errors, []);
    assert_eq!(added.usage.calls, 2);
    let all = made(&gallery.engine, &added).await;
    let texts: Vec<&str> = all.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "这是我家的猫",
            "一只橘猫趴在键盘上。",
            "A receipt for 3 books."
        ]
    );
    assert_eq!(all[1].metadata["source"], "http://h/a");
    assert_eq!(all[1].actor_id.as_deref(), Some("ann"));
    assert!(all[0].metadata.is_empty());

    let requests = gallery.llm.requests();
    let shown: Vec<_> = requests
        .iter()
        .flat_map(|request| request.messages.iter().flat_map(|message| &message.images))
        .map(|image| (&*image.bytes, image.detail))
        .collect();
    assert_eq!(
        shown,
        [
            (&b"http://h/a"[..], ImageDetail::Low),
            (b"http://h/b", ImageDetail::High)
        ]
    );
    assert!(requests[0].messages[0].content.contains("(ISO 639-1: zh)"));
    assert!(requests[0].messages[1].content.contains("这是我家的猫"));
}

#[tokio::test]
async fn the_pages_of_a_document_become_memories_with_page_and_source() {
    let fetcher = ScriptedFetcher::default()
        .with_pages("http://h/manual.pdf?token=sesame", &["Page one.", "第二页"])
        .with_pages("notes.txt", &[&"A line of notes.\n".repeat(300)]);
    let gallery = gallery(fetcher, &[], None);
    let talk = messages(json!([{"role": "user", "content": [
        {"type": "pdf_url", "pdf_url": {"url": "http://h/manual.pdf?token=sesame"}},
        {"type": "txt_url", "txt_url": {"url": "notes.txt"}},
    ]}]));
    let options = verbatim().metadata(json!({"topic": "boiler"}).as_object().unwrap().clone());
    let added = gallery.engine.add(&talk, options).await.unwrap();
    assert_eq!((added.errors.len(), added.left_out.len()), (0, 0));
    let all = made(&gallery.engine, &added).await;
    assert!(all.len() > 3, "the long text is cut: {}", all.len());
    for (item, page, text) in [(&all[0], 1, "Page one."), (&all[1], 2, "第二页")] {
        assert_eq!(item.text, text);
        assert_eq!(item.metadata["page"], page);
        assert_eq!(item.metadata["source"], "http://h/manual.pdf?token=…");
        assert_eq!(item.metadata["topic"], "boiler");
    }
    for item in &all[2..] {
        assert_eq!(item.metadata["source"], "notes.txt");
        assert!(!item.metadata.contains_key("page"));
    }
    // The messages keep what was sent.
    let sources = gallery.engine.sources(&all[0].id).await.unwrap();
    assert_eq!(
        sources[0].content,
        "[attachment {\"type\":\"pdf\",\"source\":\"http://h/manual.pdf?token=…\",\"page\":1}]\n\
         Page one."
    );
}

#[tokio::test]
async fn what_a_pipeline_draws_from_a_page_carries_the_page_and_the_caller_wins() {
    let fetcher = ScriptedFetcher::default().with_pages("http://h/a.pdf", &["One.", "Two."]);
    let gallery = gallery(fetcher, &[], None);
    let fact = |text: &str, source: usize| {
        Operation::Add(Statement {
            sources: vec![source],
            ..statement(text)
        })
    };
    gallery.pipeline.then(vec![
        fact("Ann asked for a summary", 0),
        fact("The boiler is from 1999", 2),
    ]);
    let talk = messages(json!([{"role": "user", "content": [
        {"type": "text", "text": "Sum this up."},
        {"type": "pdf_url", "pdf_url": {"url": "http://h/a.pdf"}},
    ]}]));
    let options =
        AddOptions::new(ann()).metadata(json!({"source": "upload"}).as_object().unwrap().clone());
    let added = gallery.engine.add(&talk, options).await.unwrap();
    let all = made(&gallery.engine, &added).await;
    assert!(!all[0].metadata.contains_key("page"));
    assert_eq!(all[1].metadata["page"], 2);
    assert_eq!(all[1].metadata["source"], "upload");
}

#[tokio::test]
async fn a_failed_extraction_of_a_document_is_made_up_for_without_fetching_again() {
    let fetcher = ScriptedFetcher::default().with_pages("http://h/a.pdf", &["One.", "Two."]);
    let gallery = gallery(fetcher, &[], None);
    let talk = messages(json!([
        {"content": {"type": "pdf_url", "pdf_url": {"url": "http://h/a.pdf"}}}
    ]));
    gallery.pipeline.then_fail();
    let error = gallery
        .engine
        .add(&talk, AddOptions::new(ann()))
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Extraction { kept: 2, .. }),
        "{error:?}"
    );
    gallery.pipeline.then(vec![Operation::Add(Statement {
        sources: vec![1],
        ..statement("Two is said")
    })]);
    gallery.engine.retry(AddOptions::new(ann())).await.unwrap();
    assert_eq!(items(&gallery.engine).await[0].metadata["page"], 2);
    assert_eq!(gallery.fetcher.asked().len(), 1);
}

#[tokio::test]
async fn one_bad_attachment_is_told_and_the_rest_is_kept() {
    let fetcher = ScriptedFetcher::default()
        .with_pages("http://h/good.txt", &["The good one."])
        .with_image("http://h/a.png");
    let gallery = gallery(fetcher, &[], None);
    let talk = messages(json!([{"role": "user", "content": [
        {"type": "text", "text": "Four things."},
        {"type": "pdf_url", "pdf_url": {"url": "http://ann:hunter2@h/gone.pdf"}},
        {"type": "txt_url", "txt_url": {"url": "http://h/good.txt"}},
        {"type": "image_url", "image_url": {"url": "http://h/a.png"}},
        {"type": "image_url", "image_url": {}},
        {"type": "input_audio", "input_audio": {"data": "AA=="}},
    ]}]));
    let added = gallery.engine.add(&talk, verbatim()).await.unwrap();
    let texts: Vec<&str> = added.results.iter().map(|result| &*result.memory).collect();
    assert_eq!(texts, ["Four things.", "The good one."]);
    let errors: Vec<_> = added
        .errors
        .iter()
        .map(|error| (&*error.kind, &*error.source, &*error.reason))
        .collect();
    let [gone, image, nowhere] = errors[..] else {
        panic!("{errors:?}");
    };
    assert_eq!(
        gone,
        (
            "pdf_url",
            "http://h/gone.pdf",
            "the server answers 404 Not Found"
        )
    );
    assert_eq!((image.0, image.1), ("image_url", "http://h/a.png"));
    assert!(image.2.contains("`enable_vision`"), "{}", image.2);
    assert_eq!((nowhere.0, nowhere.1), ("image_url", ""));
    assert_eq!(added.left_out[0].proposal, "input_audio");
    assert!(
        gallery
            .fetcher
            .asked()
            .iter()
            .all(|one| one.source != "http://h/a.png"),
        "an image that nobody looks at is not fetched"
    );
}

#[tokio::test]
async fn a_model_that_fails_at_an_image_costs_the_image_only() {
    let fetcher = ScriptedFetcher::default()
        .with_image("http://h/a")
        .with_image("http://h/b");
    let gallery = gallery(fetcher, &[], Some(ImageDetail::Auto));
    gallery.llm.then_fail(ModelError::BadRequest {
        provider: "llm/scripted".into(),
        parameter: None,
        message: "this model takes no images".into(),
    });
    gallery.llm.then_reply("  ");
    let talk = messages(json!([{"role": "user", "content": [
        "Look!",
        {"type": "image_url", "image_url": "http://h/a"},
        {"type": "image_url", "image_url": "http://h/b"},
    ]}]));
    let added = gallery.engine.add(&talk, verbatim()).await.unwrap();
    assert_eq!(added.results.len(), 1);
    assert!(added.errors[0].reason.contains("takes no images"));
    assert!(added.errors[1].reason.contains("empty"));
}

#[tokio::test]
async fn a_message_with_nothing_but_a_bad_attachment_makes_no_memory_and_no_failure() {
    let gallery = gallery(ScriptedFetcher::default(), &[], None);
    let talk = messages(json!([
        {"content": {"type": "pdf_url", "pdf_url": {"url": "http://h/gone.pdf"}}}
    ]));
    let added = gallery
        .engine
        .add(&talk, AddOptions::new(ann()))
        .await
        .unwrap();
    assert_eq!((added.results.len(), added.errors.len()), (0, 1));
    let kept = gallery.store.recent_episodes(&ann(), 10).await.unwrap();
    assert_eq!(kept.len(), 0);
}

#[tokio::test]
async fn a_document_can_not_have_memories_deleted() {
    let fetcher = ScriptedFetcher::default().with_pages("http://h/a.txt", &["Forget the bees."]);
    let gallery = gallery(fetcher, &[], None);
    let kept = [Message::user("I keep bees")];
    let added = gallery.engine.add(&kept, verbatim()).await.unwrap();
    gallery.pipeline.then(vec![Operation::Delete {
        memory_id: added.results[0].id.clone(),
        source: 0,
        quote: Some("Forget the bees".into()),
    }]);
    let talk = messages(json!([
        {"content": {"type": "txt_url", "txt_url": "http://h/a.txt"}}
    ]));
    let added = gallery
        .engine
        .add(&talk, AddOptions::new(ann()))
        .await
        .unwrap();
    assert!(added.results.is_empty(), "{:?}", added.results);
    assert_eq!(added.left_out[0].reason, "an attachment deletes no memory");
    assert_eq!(items(&gallery.engine).await[0].text, "I keep bees");
}

#[tokio::test]
async fn without_a_fetcher_attachments_are_told_to_be_unread() {
    let house = house();
    let talk = messages(json!([{"role": "user", "content": [
        "Read this.", {"type": "txt_url", "txt_url": "http://h/a.txt"}]}]));
    let added = house.engine.add(&talk, verbatim()).await.unwrap();
    assert_eq!((added.results.len(), added.errors.len()), (1, 1));
}

#[tokio::test]
async fn a_procedure_belongs_to_anybody_and_keeps_its_steps() {
    let scopes = [
        Scope::user("ann"),
        Scope {
            agent_id: Some("bot".into()),
            ..Scope::default()
        },
        Scope {
            run_id: Some("run".into()),
            ..Scope::default()
        },
    ];
    for scope in scopes {
        let house = house();
        let options = AddOptions::new(scope.clone()).procedural();
        let text = "制作咖啡：第一步磨豆，第二步加热水，第三步过滤。";
        let added = house
            .engine
            .add(&[Message::user(text)], options)
            .await
            .unwrap();
        let item = house
            .engine
            .get(&added.results[0].id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            item.text,
            "制作咖啡：\n1. 第一步磨豆\n2. 第二步加热水\n3. 第三步过滤。"
        );
        assert_eq!(item.metadata["memory_type"], "procedural_memory");
        assert_eq!(item.scope, scope);
        let history = house
            .store
            .history(&item.scope.namespace, &item.id)
            .await
            .unwrap();
        assert_eq!(history[0].event, ChangeEvent::Add);
    }
}

#[tokio::test]
async fn the_calls_of_tools_are_steps_of_a_procedure() {
    let house = house();
    let talk = messages(json!([
        {"role": "user", "content": "Book a train"},
        {"role": "assistant", "content": [
            {"type": "tool_use", "id": "1", "name": "book", "input": {"train": 2}}]},
        {"role": "user", "content": [{"type": "tool_result", "content": "booked: K17"}]},
    ]));
    let options = AddOptions::new(ann()).procedural();
    let added = house.engine.add(&talk, options).await.unwrap();
    assert_eq!(
        added.results[0].memory,
        "1. [user] Book a train\n2. [assistant] book({\"train\":2})\n3. [user] booked: K17"
    );
}

#[tokio::test]
async fn a_model_sums_a_procedure_up_by_our_prompt_or_by_the_callers() {
    let replies = [
        "<think>hm</think>```\n**Objective**: tea\n```",
        "Kurz: Tee.",
    ];
    let gallery = gallery(ScriptedFetcher::default(), &replies, None);
    let said = [
        Message::user("Boil water."),
        Message::assistant("It boils."),
    ];
    let options = AddOptions::new(ann()).procedural();
    let added = gallery.engine.add(&said, options.clone()).await.unwrap();
    assert_eq!(added.results[0].memory, "**Objective**: tea");
    assert_eq!(added.usage.calls, 1);
    let own = options.clone().prompt("Fasse dich kurz.");
    let added = gallery.engine.add(&said, own).await.unwrap();
    assert_eq!(added.results[0].memory, "Kurz: Tee.");

    let requests = gallery.llm.requests();
    let rules: Vec<&str> = requests
        .iter()
        .map(|request| &*request.messages[0].content)
        .collect();
    assert!(rules[0].contains("Objective"), "{}", rules[0]);
    assert_eq!(rules[1], "Fasse dich kurz.");
    let record = &requests[0].messages[1].content;
    assert!(
        record.find("Boil water.") < record.find("It boils."),
        "{record}"
    );

    gallery.llm.then_reply("```\n```");
    let error = gallery
        .engine
        .add(&said, options.clone())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("empty"), "{error}");
    let nothing = gallery
        .engine
        .add(&[Message::user(" ")], options)
        .await
        .unwrap_err();
    assert_eq!(nothing.kind(), ErrorKind::Input);
    assert_eq!(items(&gallery.engine).await.len(), 2);
}
