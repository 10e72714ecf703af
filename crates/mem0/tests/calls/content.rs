//! The contents of messages: text, parts, attachments, nothing.

use serde_json::{Value, json};

use crate::room::{Room, TestResult, text_of, texts};

async fn verbatim(room: &Room, messages: Value) -> TestResult<Value> {
    room.call(
        "add",
        json!({"messages": messages, "user_id": "mia", "infer": false}),
    )
    .await
}

fn warnings(answer: &Value) -> String {
    let rows = answer["warnings"].as_array().into_iter().flatten();
    rows.map(text_of).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn what_says_nothing_or_is_no_message_is_skipped_with_a_warning() -> TestResult {
    let room = Room::new().await?;
    let answer = verbatim(
        &room,
        json!([
            {"role": "user", "content": "first"},
            17,
            {"role": "user"},
            {"content": "nobody said it"},
            null,
            {"role": "assistant", "content": "last"},
        ]),
    )
    .await?;
    assert_eq!(texts(&answer), ["first", "last"]);
    let warnings = warnings(&answer);
    for place in ["message 2", "message 3", "message 4", "message 5"] {
        assert!(warnings.contains(place), "{warnings}");
    }
    Ok(())
}

#[tokio::test]
async fn messages_that_all_say_nothing_make_no_memory_and_no_error() -> TestResult {
    let room = Room::new().await?;
    for infer in [true, false] {
        let messages = json!([{"role": "assistant", "content": null}, {"role": "user"}]);
        let arguments = json!({"messages": messages, "user_id": "mia", "infer": infer});
        let answer = room.call("add", arguments).await?;
        assert_eq!(answer["results"], json!([]));
        assert_eq!(answer["warnings"].as_array().map(Vec::len), Some(2));
    }
    Ok(())
}

#[tokio::test]
async fn nothing_to_remember_is_an_answer_but_no_procedure() -> TestResult {
    let room = Room::new().await?;
    for messages in [
        json!([]),
        json!(""),
        json!(" \n"),
        json!([{"role": "user", "content": ""}]),
    ] {
        for infer in [true, false] {
            let arguments = json!({"messages": messages, "user_id": "mia", "infer": infer});
            let answer = room.call("add", arguments).await?;
            assert_eq!(answer["results"], json!([]), "{messages}");
            assert!(warnings(&answer).contains("nothing"), "{answer}");
        }
        let arguments = json!({"messages": messages, "user_id": "mia",
            "memory_type": "procedural_memory"});
        let error = room.refusal("add", arguments).await?;
        assert_eq!(error["code"], "VALIDATION_003", "{messages}");
    }
    assert_eq!(room.count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn drawn_from_a_list_with_an_empty_message_is_what_the_others_say() -> TestResult {
    let room = Room::new().await?;
    let talk = json!([
        {"role": "user", "content": "I'm allergic to peanuts."},
        {"role": "assistant", "content": null},
        {"content": "我住在杭州。"},
    ]);
    let answer = room
        .call("add", json!({"messages": talk, "user_id": "mia"}))
        .await?;
    let drawn = texts(&answer).join("\n");
    assert!(
        drawn.contains("peanuts") && drawn.contains("杭州"),
        "{drawn}"
    );
    assert!(warnings(&answer).contains("message 2"));
    Ok(())
}

#[tokio::test]
async fn an_unreadable_message_in_a_list_is_refused_with_its_place() -> TestResult {
    let room = Room::new().await?;
    let talk = json!([{"role": "user", "content": "hi"}, {"role": "user", "content": 7}]);
    let error = room
        .refusal("add", json!({"messages": talk, "user_id": "mia"}))
        .await?;
    assert_eq!(error["code"], "VALIDATION_003");
    assert!(text_of(&error["error"]).contains("message 2"), "{error}");
    let talk = json!([{"role": "user"}, {"role": "user", "content": 7}]);
    let error = room
        .refusal("add", json!({"messages": talk, "user_id": "mia"}))
        .await?;
    assert!(text_of(&error["error"]).contains("message 2"), "{error}");
    Ok(())
}

#[tokio::test]
async fn parts_of_text_are_joined() -> TestResult {
    let room = Room::new().await?;
    let parts = json!([{"type": "text", "text": "Mia likes"}, {"type": "text", "text": "tea"}]);
    let answer = verbatim(&room, json!({"role": "user", "content": parts})).await?;
    assert_eq!(texts(&answer), ["Mia likes\ntea"]);
    let part = json!({"type": "text", "text": "单独一段"});
    let answer = verbatim(&room, json!({"role": "user", "content": part})).await?;
    assert_eq!(texts(&answer), ["单独一段"]);
    Ok(())
}

#[tokio::test]
async fn an_image_that_nobody_looks_at_is_dropped_with_a_warning() -> TestResult {
    let room = Room::new().await?;
    let image = json!({"type": "image_url",
        "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}});
    let talk = json!([
        {"role": "user", "content": "这是我的旅行装备"},
        {"role": "user", "content": image},
    ]);
    let answer = verbatim(&room, talk).await?;
    assert_eq!(texts(&answer), ["这是我的旅行装备"]);
    assert!(warnings(&answer).contains("enable_vision"), "{answer}");
    let answer = verbatim(&room, json!({"role": "user", "content": [image]})).await?;
    assert_eq!(answer["results"], json!([]));
    assert!(warnings(&answer).contains("enable_vision"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_part_of_an_unknown_type_is_left_out_with_a_warning() -> TestResult {
    let room = Room::new().await?;
    let parts = json!([{"type": "text", "text": "Listen"}, {"type": "input_audio", "data": "x"}]);
    let answer = verbatim(&room, json!({"role": "user", "content": parts})).await?;
    assert_eq!(texts(&answer), ["Listen"]);
    assert!(warnings(&answer).contains("input_audio"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_document_in_the_message_is_read() -> TestResult {
    let room = Room::new().await?;
    let text = "data:text/markdown;base64,IyBNaWEKTWlhIGtlZXBzIGJlZXMu";
    let part = json!({"type": "mdx_url", "mdx_url": {"url": text}});
    let answer = verbatim(&room, json!({"role": "user", "content": part})).await?;
    assert!(
        texts(&answer).join(" ").contains("Mia keeps bees."),
        "{answer}"
    );
    Ok(())
}
