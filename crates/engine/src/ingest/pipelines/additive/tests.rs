//! The original's second generation, with everything that models really answer.

use mem0_core::{Error, ModelError};
use mem0_testkit::ScriptedLlm;
use serde_json::json;

use super::super::support::{
    Remembers, added, answering, conversation, cut_off, knowing, reasons, said, told,
};
use super::*;

async fn propose(
    llm: &Arc<ScriptedLlm>,
    conversation: &Conversation,
    known: &Remembers,
) -> Result<Proposal> {
    AdditivePipeline::new(llm.clone())
        .propose(conversation, known)
        .await
}

/// What comes of one message and this answer.
async fn tell(text: &str, known: &[&str], answer: &str) -> Proposal {
    let llm = answering([answer]);
    propose(&llm, &conversation(&[("user", text)]), &knowing(known))
        .await
        .unwrap()
}

fn metadata(proposal: &Proposal, place: usize) -> &Metadata {
    match &proposal.operations[place] {
        Operation::Add(statement) => &statement.metadata,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn one_call_sees_what_is_known_what_was_said_before_and_both_dates() {
    let llm = answering([json!({"memory": []})]);
    let mut known = knowing(&["User lives in Lisbon"]);
    known.recent = (0..12)
        .map(|place| {
            said(
                place,
                "user",
                &format!("earlier {place} {}", "long ".repeat(100)),
            )
        })
        .collect();
    let mut talk = conversation(&[("user", "We moved"), ("assistant", "Where to?")]);
    talk.instructions = Some("Note only moves.".to_owned());
    let proposal = propose(&llm, &talk, &known).await.unwrap();
    assert_eq!(proposal.usage.calls, 1);
    let told = told(&llm, 0);
    for expected in [
        "Observation date: 2024-03-11 (Monday) 10:00 UTC",
        "Current date: 2024-03-11",
        r#"{"id":"0","text":"User lives in Lisbon"}"#,
        "earlier 2 ",
        "earlier 11 ",
        "…",
        "Note only moves.",
        "highest priority",
        r#"{"message":2,"role":"assistant","text":"Where to?"}"#,
        "JSON",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    assert!(!told.contains("earlier 1 "), "the last ten only");
    assert!(!told.contains("memories of an agent"));
    let positions: Vec<_> = [
        "# Last messages",
        "# Known",
        "# New messages",
        "# Instructions",
    ]
    .map(|title| told.find(title))
    .to_vec();
    assert!(positions.is_sorted(), "{positions:?}");
}

#[tokio::test]
async fn an_agent_alone_is_told_so() {
    for (user, agent, framed) in [
        (None, Some("otto"), true),
        (Some("ann"), Some("otto"), false),
        (Some("ann"), None, false),
    ] {
        let llm = answering([json!({"memory": []})]);
        let mut talk = conversation(&[("user", "Hello")]);
        talk.scope.user_id = user.map(str::to_owned);
        talk.scope.agent_id = agent.map(str::to_owned);
        propose(&llm, &talk, &Remembers::default()).await.unwrap();
        assert_eq!(told(&llm, 0).contains("memories of an agent"), framed);
    }
}

#[tokio::test]
async fn links_become_the_ids_of_memories_and_speakers_are_kept() {
    let llm = answering([json!({"memory": [
        {"source": 1, "id": "0", "text": "User moved from Lisbon to Porto", "attributed_to": "user", "linked_memory_ids": ["1", 0, "9", "id-1", "nobody"]},
        {"source": 2, "id": "1", "text": "The assistant recommended the Lello bookshop", "attributed_to": "ASSISTANT", "linked_memory_ids": []},
        {"source": 2, "text": "The assistant recommended the Lello bookshop in Porto", "attributed_to": "somebody"},
    ]})]);
    let talk = conversation(&[
        ("user", "We moved from Lisbon to Porto"),
        ("assistant", "I recommend the Lello bookshop in Porto"),
    ]);
    let known = knowing(&["User has a dog", "User lives in Lisbon"]);
    let proposal = propose(&llm, &talk, &known).await.unwrap();
    assert_eq!(proposal.operations.len(), 3, "{:?}", proposal.rejected);
    let first = metadata(&proposal, 0);
    assert_eq!(first[ATTRIBUTED_TO], "user");
    assert_eq!(first[LINKED_MEMORY_IDS], json!(["id-1", "id-0"]));
    for place in [1, 2] {
        let metadata = metadata(&proposal, place);
        assert_eq!(metadata[ATTRIBUTED_TO], "assistant");
        assert!(!metadata.contains_key(LINKED_MEMORY_IDS));
    }
}

#[tokio::test]
async fn every_form_of_memories_is_read_and_only_ever_added() {
    for answer in [
        r#"{"memory":[{"id":"0","text":"User likes tea"}]}"#,
        r#"{"memory":[{"id":0,"text":"User likes tea","linked_memory_ids":"0","attributed_to":null}]}"#,
        r#"{"memory":{"id":"0","text":"User likes tea"}}"#,
        r#"{"memory":["User likes tea"]}"#,
        r#"{"memory":"User likes tea"}"#,
        r#"{"memories":[{"memory":"User likes tea"}]}"#,
        r#"{"facts":["User likes tea"]}"#,
        r#"[{"text":"User likes tea","event":"UPDATE","id":"0"}]"#,
        r#"{"memory":[{"id":"0","text":"User likes tea"},{"id":"0","text":"User has a dog","event":"DELETE"},{"text":"tea","event":"NONE"},{"text":""},null]}"#,
        "<think>{\"memory\":[]}</think>```json\n{\"memory\":[{\"text\":\"User likes tea\"}]}\n```",
        "{\"memory\":[{\"text\":\"User likes tea\"},{\"text\":\"User li",
    ] {
        let proposal = tell("I like tea", &["User has a dog"], answer).await;
        assert_eq!(added(&proposal), ["User likes tea"], "{answer}");
        assert_eq!(proposal.operations.len(), 1, "{answer}");
    }
    for nothing in [r#"{"memory":[]}"#, "[]", "{}", "null", r#"{"memory":null}"#] {
        let proposal = tell("hi", &[], nothing).await;
        assert_eq!(proposal.operations, [], "{nothing}");
    }
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_is_asked_for_once_more_and_then_an_error() {
    for unreadable in ["", "Sorry, no.", "<think>…", r#"{"memory":[{"id":"0"}]}"#] {
        let llm = answering([unreadable, r#"{"memory":[{"text":"User likes tea"}]}"#]);
        let talk = conversation(&[("user", "I like tea")]);
        let proposal = propose(&llm, &talk, &Remembers::default()).await.unwrap();
        assert_eq!(added(&proposal), ["User likes tea"], "{unreadable}");
        let llm = answering([unreadable, unreadable]);
        let error = propose(&llm, &talk, &Remembers::default())
            .await
            .unwrap_err();
        assert!(
            matches!(error, Error::Model(ModelError::Unusable { .. })),
            "{error}"
        );
    }
}

#[tokio::test]
async fn nothing_is_taken_from_what_is_known_was_said_earlier_or_stands_in_the_rules() {
    let llm = answering([json!({"memory": [
        {"source": 1, "text": "User likes tea"},
        {"source": 1, "text": "User has a dog called Rex"},
        {"source": 1, "text": "Grandmother Olga turned ninety in Riga"},
        {"source": 1, "text": "The Aboa ensemble in Turku takes altos all year, ask for Mrs. Salo"},
        {"source": 1, "text": "用户养了一只鹦鹉，名叫豆沙"},
        {"source": 1, "text": "User owns a yacht"},
    ]})]);
    let mut known = knowing(&["User's dog is called Rex"]);
    known.recent = vec![said(
        0,
        "user",
        "My grandmother Olga turned ninety in Riga.",
    )];
    let talk = conversation(&[("user", "I like tea")]);
    let proposal = propose(&llm, &talk, &known).await.unwrap();
    assert_eq!(added(&proposal), ["User likes tea"]);
    assert_eq!(
        reasons(&proposal),
        [
            "it repeats a known memory",
            "it was said earlier, not now",
            "it stands in the instructions, not in a message",
            "it stands in the instructions, not in a message",
            "not found in the conversation",
        ]
    );
}

#[tokio::test]
async fn repetitions_are_left_out() {
    let proposal = tell(
        "I like tea",
        &["user likes tea."],
        r#"{"memory":["User likes tea","User likes tea a lot","User likes tea a lot."]}"#,
    )
    .await;
    assert_eq!(added(&proposal), ["User likes tea a lot"]);
    assert_eq!(
        reasons(&proposal),
        ["it is known already", "it is said twice"]
    );
}

#[tokio::test]
async fn a_long_conversation_is_read_in_windows_each_sees_what_was_noted() {
    let long: Vec<(&str, &str)> =
        vec![("user", "I like green tea from Fujian very much indeed."); 40];
    let settings = AdditiveSettings {
        window_tokens: 400,
        ..AdditiveSettings::default()
    };
    let llm = ScriptedLlm::default();
    llm.then(Ok(cut_off("{\"memory\":[")));
    for _ in 0..5 {
        llm.then_reply(r#"{"memory":[{"text":"User likes green tea from Fujian"}]}"#);
    }
    let llm = Arc::new(llm);
    let pipeline = AdditivePipeline::with_settings(llm.clone(), settings);
    let proposal = pipeline
        .propose(&conversation(&long), &Remembers::default())
        .await
        .unwrap();
    assert_eq!(added(&proposal), ["User likes green tea from Fujian"]);
    assert!(llm.requests().len() >= 3);
    assert!(told(&llm, 2).contains("# Noted of this conversation already\n\"User likes green tea"));
}
