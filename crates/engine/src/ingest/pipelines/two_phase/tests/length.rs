//! Conversations and answers that are too long.

use super::*;

#[tokio::test]
async fn a_long_conversation_is_read_in_windows_and_an_answer_cut_off_in_halves() {
    let long: Vec<(&str, &str)> =
        vec![("user", "I like green tea from Fujian very much indeed."); 40];
    let settings = TwoPhaseSettings {
        window_tokens: 400,
        ..TwoPhaseSettings::default()
    };
    let llm = ScriptedLlm::default();
    llm.then(Ok(cut_off("{\"facts\":[\"User li")));
    for _ in 0..5 {
        llm.then_reply(r#"{"facts":["User likes green tea from Fujian"]}"#);
    }
    let llm = Arc::new(llm);
    let proposal = propose(&llm, settings, &conversation(&long), &Remembers::default())
        .await
        .unwrap();
    assert_eq!(added(&proposal), ["User likes green tea from Fujian"]);
    assert!(llm.requests().len() >= 3);
}

#[tokio::test]
async fn a_decision_cut_off_is_asked_for_in_halves() {
    let llm = ScriptedLlm::default();
    llm.then_reply(r#"{"facts":["User likes tea","User likes rowing"]}"#);
    llm.then(Ok(cut_off("{\"memory\":[{\"id\"")));
    for text in ["User likes tea", "User likes rowing"] {
        llm.then_reply(json!({"memory": [{"id": "9", "text": text, "event": "ADD"}]}).to_string());
    }
    let llm = Arc::new(llm);
    let said = conversation(&[("user", "I like tea and rowing")]);
    let proposal = propose(
        &llm,
        TwoPhaseSettings::default(),
        &said,
        &knowing(&["User has a dog"]),
    )
    .await
    .unwrap();
    assert_eq!(added(&proposal), ["User likes tea", "User likes rowing"]);
    assert_eq!(llm.left(), 0);
}

#[tokio::test]
async fn too_many_facts_are_cut_and_said_so() {
    let facts: Vec<String> = (0..300)
        .map(|number| format!("User likes tea number {number}"))
        .collect();
    let llm = answering([json!({"facts": facts})]);
    let said = conversation(&[("user", "I like tea, every number of it")]);
    let proposal = propose(
        &llm,
        TwoPhaseSettings::default(),
        &said,
        &Remembers::default(),
    )
    .await
    .unwrap();
    assert_eq!(added(&proposal).len(), 100);
    assert_eq!(
        reasons(&proposal)
            .iter()
            .filter(|it| **it == "too many facts in one answer")
            .count(),
        200
    );
}
