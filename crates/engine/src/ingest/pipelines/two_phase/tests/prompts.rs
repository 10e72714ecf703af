//! Prompts of the application's own.

use super::*;

#[tokio::test]
async fn a_prompt_of_the_application_takes_the_place_of_ours() {
    let wish = "\n从对话中提取关键事实，重点关注：\n1. 个人偏好\n2. 技术技能\n\n对话：{messages}\n";
    let settings = TwoPhaseSettings {
        extraction_prompt: Some(wish.to_owned()),
        ..TwoPhaseSettings::default()
    };
    let llm = answering([r#"{"facts":[{"fact":"喜欢用Rust写后端","source":1}]}"#]);
    let said = conversation(&[("user", "我平时喜欢用Rust写后端")]);
    let proposal = propose(&llm, settings, &said, &Remembers::default())
        .await
        .unwrap();
    assert_eq!(added(&proposal), ["喜欢用Rust写后端"]);
    let request = &llm.requests()[0];
    let system = &request.messages[0].content;
    assert!(system.contains("重点关注") && system.contains("我平时喜欢用Rust写后端"));
    assert!(
        !system.contains("{messages}") && system.contains("JSON") && system.contains("\"facts\"")
    );
    assert!(!told(&llm, 0).contains("You listen to conversations"));
    assert_eq!(
        told(&llm, 0).matches("我平时喜欢用Rust写后端").count(),
        1,
        "said once"
    );
}

#[tokio::test]
async fn braces_in_a_prompt_of_the_application_are_left_alone() {
    let own =
        r#"Extract facts. Example: {"facts": ["{name} likes {} %s {{x}} tea"]} {0} {unknown}"#;
    let settings = TwoPhaseSettings {
        extraction_prompt: Some(own.to_owned()),
        ..TwoPhaseSettings::default()
    };
    let llm = answering([r#"{"facts":["Likes {messages} and {{form}}"]}"#]);
    let said = conversation(&[("user", "I like {messages} and {{form}} very much")]);
    let proposal = propose(&llm, settings, &said, &Remembers::default())
        .await
        .unwrap();
    assert_eq!(added(&proposal).len(), 1);
    let request = &llm.requests()[0];
    assert!(request.messages[0].content.starts_with(own));
    assert!(
        request.messages[1]
            .content
            .contains("I like {messages} and {{form}} very much")
    );
    // The application's own form is kept: plain strings.
    assert!(format!("{:?}", request.format).contains("\"string\""));
}

#[tokio::test]
async fn a_prompt_for_deciding_takes_the_place_of_ours_and_is_always_asked() {
    let settings = TwoPhaseSettings {
        update_prompt: Some("Merge everything into one memory. {braces} stay".to_owned()),
        ..TwoPhaseSettings::default()
    };
    let llm = answering([
        r#"{"facts":["Likes tea"]}"#,
        r#"{"memory":[{"id":"0","event":"ADD","text":"Likes tea"}]}"#,
    ]);
    let said = conversation(&[("user", "I like tea")]);
    let proposal = propose(&llm, settings, &said, &Remembers::default())
        .await
        .unwrap();
    assert_eq!(added(&proposal), ["Likes tea"]);
    let told = told(&llm, 1);
    assert!(told.starts_with("Merge everything into one memory. {braces} stay"));
    for expected in ["Likes tea", "memory is empty", "JSON", "\"event\""] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
    assert!(!told.contains("You keep a memory in order"));
    assert_eq!(llm.requests()[1].messages.len(), 1);
}

#[tokio::test]
async fn what_the_caller_asks_for_stands_beside_the_rules() {
    let llm = answering([r#"{"facts":[]}"#]);
    let mut said = conversation(&[("user", "I like tea")]);
    said.instructions = Some("Only sports. {json}".to_owned());
    propose(
        &llm,
        TwoPhaseSettings::default(),
        &said,
        &Remembers::default(),
    )
    .await
    .unwrap();
    assert!(told(&llm, 0).contains("highest priority\n"));
    assert!(told(&llm, 0).contains("Only sports. {json}"));
}
