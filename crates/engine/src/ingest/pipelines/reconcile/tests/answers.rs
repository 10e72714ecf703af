//! How answers are understood.

use super::*;

#[tokio::test]
async fn an_answer_becomes_operations_on_the_ids_behind_the_numbers() {
    let answer = json!({"operations": [
        {"sources": [1], "quote": "moved to Porto last Friday", "op": "update", "target": 1,
         "text": "User lives in Porto", "when": "2024-03-08"},
        {"sources": [2], "quote": "养了一只猫", "op": "add", "target": null,
         "text": "用户养了一只猫", "when": null},
        {"sources": [1], "quote": "Rex is no longer with us", "op": "delete", "target": 2,
         "text": "User has a dog called Rex", "when": null},
    ]});
    let llm = answering([answer]);
    let said = conversation(&[
        (
            "user",
            "We moved to Porto last Friday! And Rex is no longer with us.",
        ),
        ("user", "不过我们养了一只猫。"),
    ]);
    let proposal = propose(
        &llm,
        &said,
        &known(&["User lives in Lisbon", "User has a dog called Rex"]),
    )
    .await;
    assert_eq!(proposal.rejected, []);
    let [
        Operation::Update {
            memory_id,
            statement,
        },
        Operation::Add(added),
        deleted,
    ] = &proposal.operations[..]
    else {
        panic!("{proposal:?}")
    };
    assert_eq!(
        (memory_id.as_str(), statement.text.as_str()),
        ("id-1", "User lives in Porto")
    );
    assert_eq!(
        statement.quote.as_deref(),
        Some("moved to Porto last Friday")
    );
    assert_eq!(statement.metadata["event_date"], "2024-03-08");
    assert_eq!(statement.occurred_at, OBSERVED.parse().unwrap());
    assert_eq!(
        (added.text.as_str(), &added.sources[..]),
        ("用户养了一只猫", &[1][..])
    );
    assert!(added.metadata.is_empty());
    let quote = Some("Rex is no longer with us".to_owned());
    assert_eq!(
        *deleted,
        Operation::Delete {
            memory_id: "id-2".into(),
            source: 0,
            quote
        }
    );
    assert_eq!(
        (proposal.usage.calls, proposal.usage.output_tokens),
        (1, 10)
    );
}

#[tokio::test]
async fn every_form_of_answer_is_understood() {
    let said = "I like green tea and I live in Porto";
    for answer in [
        r#"{"operations":[{"op":"add","text":"User likes green tea","sources":[1],"quote":"I like green tea"}]}"#,
        r#"{"facts":["User likes green tea"]}"#,
        r#"{"facts":"User likes green tea"}"#,
        r#"{"facts":[{"fact":"User likes green tea"}]}"#,
        r#"{"memory":[{"id":"0","text":"User likes green tea","event":"ADD"}]}"#,
        r#"{"memory":[{"id":0,"text":"User likes green tea","attributed_to":"user","linked_memory_ids":[]}]}"#,
        r#"{"memory":{"id":"0","text":"User likes green tea","event":"ADD"}}"#,
        r#"{"event":"ADD","memory":"User likes green tea"}"#,
        r#"[{"op":"ADD","text":"User likes green tea"}]"#,
        r#"["User likes green tea"]"#,
        r#"[["User likes green tea"]]"#,
        r#"{"op":"add","text":"User likes green tea","target":null}"#,
        "{\"op\":\"add\",\"text\":\"User likes green tea\"}\n{\"op\":\"add\",\"text\":\"User likes green tea\"}",
        "<think>[1, 2] hm {</think>```json\n{'operations': [{'op': 'add', 'text': 'User likes green tea', 'target': None,}]",
        r#"{"operations":[{"op":"add","text":"User likes green tea"},{"op":"add","text":"User liv"#,
    ] {
        let proposal = judged(answer, said, &[]).await;
        assert_eq!(added(&proposal), ["User likes green tea"], "{answer}");
        assert_eq!(statement(&proposal.operations[0]).sources, [0], "{answer}");
    }
    for answer in [
        "null",
        "[]",
        "{}",
        r#"{"operations":[]}"#,
        r#"{"operations":null}"#,
        r#"{"facts":[]}"#,
        r#"{"facts":[""]}"#,
        r#"{"memory":[{"id":"0","text":"User likes tea","event":"NONE"}]}"#,
        "<think>nothing</think>\n```json\n{\"operations\": []}\n```",
    ] {
        let proposal = judged(answer, said, &["User likes tea"]).await;
        assert_eq!(proposal.operations, [], "{answer}");
        assert_eq!(proposal.rejected, [], "{answer}");
    }
}

#[tokio::test]
async fn a_broken_answer_is_sent_back_once() {
    let llm = answering(["I can't do that.", r#"["User likes tea"]"#]);
    let proposal = propose(&llm, &user("I like tea"), &Remembers::default()).await;
    assert_eq!(added(&proposal), ["User likes tea"]);
    assert_eq!(
        (proposal.usage.calls, proposal.usage.output_tokens),
        (2, 20)
    );
    let input = proposal.usage.input_tokens;
    assert!(input > 0, "both calls count");
    let second = llm.requests()[1].messages.clone();
    assert_eq!(second.len(), 4);
    assert_eq!(
        (second[2].role, second[2].content.as_str()),
        (ChatRole::Assistant, "I can't do that.")
    );
    assert!(
        second[3].content.contains("it holds no JSON"),
        "{}",
        second[3].content
    );

    for (broken, problem) in [
        ("", "it holds no JSON"),
        ("{\"answer\": 42}", "no list `operations`"),
        ("[1, 2, 3]", "not objects"),
        ("{\"operations\": [{\"op\": \"ad", "stops before the first"),
        ("\"I like tea\"", "not a JSON object"),
    ] {
        let llm = answering([broken, broken]);
        let error = ReconcilePipeline::new(llm.clone())
            .propose(&user("I like tea"), &Remembers::default())
            .await
            .unwrap_err();
        let mem0_core::Error::Model(ModelError::Unusable {
            provider,
            problem: said,
        }) = error
        else {
            panic!("{error}")
        };
        assert_eq!(provider, "llm/scripted");
        assert!(said.contains(problem), "{said}");
        assert_eq!(llm.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_failing_model_proposes_nothing() {
    let llm = ScriptedLlm::default();
    llm.then_fail(ModelError::Timeout {
        provider: "llm/scripted".into(),
        after: std::time::Duration::ZERO,
    });
    let error = ReconcilePipeline::new(Arc::new(llm))
        .propose(&user("I like tea"), &Remembers::default())
        .await
        .unwrap_err();
    assert!(error.is_temporary());
}
