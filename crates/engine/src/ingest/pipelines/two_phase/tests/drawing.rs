//! Facts are drawn.

use super::*;

#[tokio::test]
async fn facts_are_drawn_with_the_day_of_the_conversation_and_its_messages() {
    let llm = answering([
        r#"{"facts":[{"source":1,"fact":"用户喜欢披萨"},{"source":1,"fact":"用户讨厌西兰花"}]}"#,
    ]);
    let said = conversation(&[
        ("user", "我喜欢披萨，讨厌西兰花"),
        ("assistant", "我会记住您的食物偏好！"),
    ]);
    let proposal = propose(
        &llm,
        TwoPhaseSettings::default(),
        &said,
        &Remembers::default(),
    )
    .await
    .unwrap();
    assert_eq!(added(&proposal), ["用户喜欢披萨", "用户讨厌西兰花"]);
    assert_eq!(
        proposal.usage.calls, 1,
        "nothing is known: nothing to decide"
    );
    let told = told(&llm, 0);
    for expected in [
        "2024-03-11 (Monday)",
        "我喜欢披萨",
        "我会记住",
        "JSON",
        "\"facts\"",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    let roles: Vec<ChatRole> = llm.requests()[0]
        .messages
        .iter()
        .map(|it| it.role)
        .collect();
    assert_eq!(roles, [ChatRole::System, ChatRole::User]);
}

#[tokio::test]
async fn an_agents_facts_are_drawn_where_it_has_an_id_and_speaks() {
    let said = [
        ("user", "I sail on weekends. Who are you?"),
        ("assistant", "I am Otto and I read tide tables."),
    ];
    let answer = json!({"facts": ["Otto reads tide tables", "User sails on weekends"]});
    for (agent, messages, expected) in [
        (Some("otto"), &said[..], "Otto reads tide tables"),
        (None, &said[..], "User sails on weekends"),
    ] {
        let llm = answering([answer.clone()]);
        let mut conversation = conversation(messages);
        conversation.scope.agent_id = agent.map(str::to_owned);
        let proposal = propose(
            &llm,
            TwoPhaseSettings::default(),
            &conversation,
            &Remembers::default(),
        )
        .await
        .unwrap();
        assert_eq!(added(&proposal), [expected]);
        assert_eq!(proposal.rejected.len(), 1, "{:?}", proposal.rejected);
        let of_an_agent = told(&llm, 0).contains("memory of an agent");
        assert_eq!(of_an_agent, agent.is_some());
    }
    // An agent that says nothing: the user's facts.
    let llm = answering([json!({"facts": ["User sails on weekends"]})]);
    let mut silent = conversation(&said[..1]);
    silent.scope.agent_id = Some("otto".to_owned());
    let nothing = Remembers::default();
    let proposal = propose(&llm, TwoPhaseSettings::default(), &silent, &nothing).await;
    assert_eq!(added(&proposal.unwrap()), ["User sails on weekends"]);
    // A user who says nothing: no call at all.
    let llm = answering(Vec::<String>::new());
    let mute = conversation(&said[1..]);
    let proposal = propose(&llm, TwoPhaseSettings::default(), &mute, &nothing).await;
    assert_eq!(proposal.unwrap(), Proposal::default());
}

#[tokio::test]
async fn every_form_of_facts_is_read() {
    for answer in [
        r#"{"facts":["User likes tea"]}"#,
        r#"{"facts":[{"fact":"User likes tea"}]}"#,
        r#"{"facts":[{"text":"User likes tea","source":"1"}]}"#,
        r#"{"facts":[{"fact":"User likes tea"},"",{"fact":" "},null]}"#,
        r#"{"facts":"User likes tea"}"#,
        r#"{"facts":{"0":"User likes tea"}}"#,
        r#"["User likes tea"]"#,
        r#"[["User likes tea"]]"#,
        r#"{"fact":"User likes tea"}"#,
        r#"{"个人偏好":["User likes tea"],"技术技能":[]}"#,
        "<think>They like tea.</think>{\"facts\":[\"User likes tea\"]}",
        "<think>Hm {\"facts\":[]}</think>\n```json\n{\"facts\":[\"User likes tea\"]}\n```",
        "Here you are:\n```\n{'facts': ['User likes tea',]}\n```\nAnything else?",
        "{\"facts\":[\"User likes tea\"]",
        "{\"facts\":[\"User likes tea\",\"User li",
    ] {
        let proposal = tell("I like tea", &[], &[answer]).await;
        assert_eq!(added(&proposal), ["User likes tea"], "{answer}");
    }
    for nothing in [
        r#"{"facts":[]}"#,
        "[]",
        "{}",
        "null",
        r#"{"facts":null}"#,
        "```json\n{\"facts\": []}\n```",
    ] {
        let proposal = tell("hi", &[], &[nothing]).await;
        assert!(
            proposal.operations.is_empty() && proposal.rejected.is_empty(),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_is_asked_for_once_more() {
    for unreadable in [
        "",
        "I can't help with that.",
        "<think>well",
        "42",
        r#"{"error":"no"}"#,
        r#"{"facts":[1,2]}"#,
    ] {
        let llm = answering([unreadable, r#"{"facts":["User likes tea"]}"#]);
        let said = conversation(&[("user", "I like tea")]);
        let proposal = propose(
            &llm,
            TwoPhaseSettings::default(),
            &said,
            &Remembers::default(),
        )
        .await
        .unwrap();
        assert_eq!(added(&proposal), ["User likes tea"], "{unreadable}");
        assert_eq!(proposal.usage.calls, 2);
        assert!(told(&llm, 1).contains("can't be used"));

        let llm = answering([unreadable, unreadable]);
        let error = propose(
            &llm,
            TwoPhaseSettings::default(),
            &said,
            &Remembers::default(),
        )
        .await
        .unwrap_err();
        assert!(
            matches!(error, Error::Model(ModelError::Unusable { .. })),
            "{unreadable}: {error}"
        );
    }
}

#[tokio::test]
async fn an_echo_of_the_prompt_is_left_out_and_counted() {
    let facts = json!({"facts": ["User's daughter Ilse has her oboe exam on 2023-10-20", "用户在敦煌修壁画", "User likes tea"]});
    let proposal = tell("I like tea", &[], &[&facts.to_string()]).await;
    assert_eq!(added(&proposal), ["User likes tea"]);
    assert_eq!(
        reasons(&proposal),
        ["it stands in the instructions, not in a message"; 2]
    );
}

#[tokio::test]
async fn each_fact_knows_its_message() {
    let llm = answering([r#"{"facts":["User is allergic to peanuts","用户住在杭州"]}"#]);
    let said = conversation(&[
        ("user", "我住在杭州"),
        ("assistant", "好"),
        ("user", "I'm allergic to peanuts"),
    ]);
    let proposal = propose(
        &llm,
        TwoPhaseSettings::default(),
        &said,
        &Remembers::default(),
    )
    .await
    .unwrap();
    let sources: Vec<_> = proposal
        .operations
        .iter()
        .map(|operation| match operation {
            Operation::Add(statement) => statement.sources.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(sources, [vec![2], vec![0]]);
}
