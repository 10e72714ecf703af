//! Conversations and answers too long for one call.

use super::*;

#[tokio::test]
async fn a_long_conversation_is_read_in_windows_that_know_of_each_other() {
    let filler = "Well, you know how it is. ".repeat(40);
    let said = conversation(&[
        ("user", "I live in Lisbon"),
        ("user", &filler),
        ("user", "Actually I live in Porto now"),
    ]);
    let settings = ReconcileSettings {
        window_tokens: 200,
        ..Default::default()
    };
    let llm = answering([
        json!({"operations": [{"op": "add", "text": "User lives in Lisbon", "quote": "I live in Lisbon", "sources": [1]}]}),
        json!({"operations": []}),
        json!({"operations": [{"op": "update", "target": 1, "text": "User lives in Porto", "quote": "I live in Porto", "sources": [1]}]}),
    ].map(|answer| answer.to_string()));
    let pipeline = ReconcilePipeline::with_settings(llm.clone(), settings);
    let proposal = pipeline.propose(&said, &Remembers::default()).await;
    let proposal = match proposal {
        Ok(proposal) => proposal,
        Err(error) => panic!(
            "{error}; {} calls, last:\n{}",
            llm.requests().len(),
            user_part(&llm, llm.requests().len() - 1)
        ),
    };
    assert_eq!(added(&proposal), ["User lives in Porto"]);
    assert_eq!(statement(&proposal.operations[0]).sources, [2]);
    assert_eq!(proposal.usage.calls, 3);
    assert!(
        user_part(&llm, 2)
            .contains(r#"{"memory":1,"date":"2024-03-11","text":"User lives in Lisbon"}"#)
    );
    assert!(user_part(&llm, 1).contains(r#"{"role":"user","text":"I live in Lisbon"}"#));
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_asked_for_in_halves() {
    let filler = "I have a garden with tomatoes and beans in it. ".repeat(6);
    let said = conversation(&[
        ("user", &filler),
        ("user", &filler.replace("garden", "balcony")),
    ]);
    let llm = cut_off_then(
        r#"{"operations":[{"op":"add","text":"User has a gar"#,
        &[
            r#"["User has a garden with tomatoes"]"#,
            r#"["User has a balcony with tomatoes"]"#,
        ],
    );
    let proposal = propose(&llm, &said, &Remembers::default()).await;
    assert_eq!(
        added(&proposal),
        [
            "User has a garden with tomatoes",
            "User has a balcony with tomatoes"
        ]
    );
    assert!(user_part(&llm, 1).contains("garden") && !user_part(&llm, 1).contains("balcony"));

    // Too short to split: what is complete is kept.
    let llm = cut_off_then(r#"["User likes tea", "User li"#, &[]);
    let proposal = propose(&llm, &user("I like tea"), &Remembers::default()).await;
    assert_eq!(added(&proposal), ["User likes tea"]);
    assert_eq!(llm.requests().len(), 1);
}

#[tokio::test]
async fn the_number_of_known_memories_and_of_operations_is_bounded() {
    let texts: Vec<String> = (0..50)
        .map(|place| format!("User owns book {place}"))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let facts: Vec<String> = (0..100)
        .map(|place| format!("User owns lamp {place}"))
        .collect();
    let llm = answering([json!({"facts": facts})]);
    let settings = ReconcileSettings {
        known_for_each: 50,
        ..Default::default()
    };
    let pipeline = ReconcilePipeline::with_settings(llm.clone(), settings);
    let proposal = pipeline
        .propose(&user("User owns lamp"), &known(&texts))
        .await
        .unwrap();
    assert_eq!(user_part(&llm, 0).matches("{\"memory\":").count(), 20);
    assert_eq!(proposal.operations.len(), 60);
    assert_eq!(
        reasons(&proposal),
        ["too many operations in one answer"; 40]
    );
}

#[tokio::test]
async fn two_hundred_messages_take_as_few_calls_as_their_size_allows() {
    for (text, calls) in [
        // 15 tokens each with its line: all fit one call.
        ("Yes, fine.", 1),
        // 6,400 tokens: two calls can't hold them.
        (
            "Then I went to the market and bought two kilos of the red apples that you like",
            3,
        ),
        ("好的，那我明天去市场再买两斤红苹果回来吧", 3),
    ] {
        let said = conversation(&[("user", text); 200]);
        let llm = answering(vec!["{\"operations\":[]}"; 9]);
        propose(&llm, &said, &Remembers::default()).await;
        assert_eq!(llm.requests().len(), calls, "{text}");
        let asked: usize = (0..calls)
            .map(|call| user_part(&llm, call).matches("{\"message\":").count())
            .sum();
        assert_eq!(asked, 200, "each message is read once");
    }
}
