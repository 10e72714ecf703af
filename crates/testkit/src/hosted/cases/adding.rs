//! Adding.

use serde_json::{Value, json};

use super::{ServerUnderTest, texts};
use crate::TestResult;

fn said(text: &str) -> Value {
    json!([{"role": "user", "content": text}])
}

/// The text stands in `memory` and in `data.memory`.
pub async fn an_add_of_the_first_version_answers_what_was_made(
    server: &ServerUnderTest,
) -> TestResult {
    let body = json!({
        "messages": said("I row on Sundays"), "user_id": "mia", "async_mode": false,
        "output_format": "v1.1", "infer": false,
    });
    let added = server.post("/v1/memories/", body).await?;
    let result = &added["results"][0];
    assert_eq!(result["event"], "ADD");
    assert_eq!(result["memory"], "I row on Sundays");
    assert_eq!(result["data"]["memory"], "I row on Sundays");
    let id = result["id"].as_str().unwrap_or_default();
    let got = server.get(&format!("/v1/memories/{id}/")).await?;
    assert_eq!(got["memory"], "I row on Sundays");
    Ok(())
}

/// Clients of 0.1 read it so.
pub async fn without_an_output_format_the_answer_is_a_list(server: &ServerUnderTest) -> TestResult {
    let body = json!({"messages": said("我周日划船"), "user_id": "李雷", "infer": false});
    let added = server.post("/v1/memories/", body).await?;
    assert_eq!(texts(&added), ["我周日划船"]);
    Ok(())
}

/// And the event tells what came of it.
pub async fn in_the_background_the_answer_is_a_pending_event(
    server: &ServerUnderTest,
) -> TestResult {
    let body = json!({
        "messages": said("I row on Sundays"), "user_id": "mia", "async_mode": true,
        "output_format": "v1.1", "infer": false,
    });
    let added = server.post("/v1/memories/", body).await?;
    let pending = &added["results"][0];
    assert_eq!(pending["status"], "PENDING");
    let event = pending["event_id"].as_str().unwrap_or_default();
    server.get(&format!("/v1/event/{event}/")).await?;
    Ok(())
}

/// Only what is kept word for word is done at once.
pub async fn the_third_version_answers_an_event(server: &ServerUnderTest) -> TestResult {
    let body = json!({"messages": said("I row on Sundays"), "user_id": "mia", "source": "CLI"});
    let added = server.post("/v3/memories/add/", body.clone()).await?;
    assert_eq!(added["status"], "PENDING");
    assert!(added["event_id"].is_string(), "{added}");
    let mut inline = body;
    inline["infer"] = json!(false);
    inline["messages"] = said("I ski in winter");
    let added = server.post("/v3/memories/add/", inline).await?;
    assert_eq!(added["status"], "SUCCEEDED");
    assert_eq!(texts(&added["results"]), ["I ski in winter"]);
    Ok(())
}

/// As typed options of 2.x send them.
pub async fn the_third_version_takes_ids_in_filters(server: &ServerUnderTest) -> TestResult {
    let body = json!({
        "messages": said("I ski in winter"), "filters": {"user_id": "mia", "agent_id": "guide"},
        "infer": false,
    });
    server.post("/v3/memories/add/", body).await?;
    let filters = json!({"AND": [{"user_id": "mia"}, {"agent_id": "guide"}]});
    assert_eq!(server.texts(filters).await?, ["I ski in winter"]);
    Ok(())
}

/// In their order; images and the like are left out.
pub async fn word_for_word_every_message_but_the_systems_is_kept(
    server: &ServerUnderTest,
) -> TestResult {
    let messages = json!([
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "I row"},
        {"role": "assistant", "content": "How nice!"},
        {"role": "user", "content": {"type": "image_url", "image_url": {"url": "https://x.test/a.png"}}},
    ]);
    let body = json!({"messages": messages, "user_id": "mia", "infer": false});
    let added = server.post("/v1/memories/", body).await?;
    assert_eq!(texts(&added), ["I row", "How nice!"]);
    Ok(())
}

/// In the same scope; another one keeps its own.
pub async fn what_is_known_word_for_word_is_not_kept_twice(server: &ServerUnderTest) -> TestResult {
    let body = |user: &str| json!({"messages": said("I row"), "user_id": user, "infer": false});
    assert_eq!(
        texts(&server.post("/v1/memories/", body("mia")).await?),
        ["I row"]
    );
    let again = server.post("/v1/memories/", body("mia")).await?;
    assert!(texts(&again).is_empty(), "{again}");
    assert_eq!(
        texts(&server.post("/v1/memories/", body("bo")).await?),
        ["I row"]
    );
    Ok(())
}

/// By either version.
pub async fn without_scope_or_messages_nothing_is_added(server: &ServerUnderTest) -> TestResult {
    for path in ["/v1/memories/", "/v3/memories/add/"] {
        for body in [
            json!({"messages": said("I row")}),
            json!({"messages": said("I row"), "user_id": ""}),
            json!({"messages": [], "user_id": "mia"}),
            json!({"user_id": "mia"}),
        ] {
            server.expect(400, "POST", path, Some(body)).await?;
        }
    }
    assert_eq!(server.get("/v1/entities/").await?["count"], 0);
    Ok(())
}

/// As clients of 0.1 send it.
pub async fn a_bare_text_is_what_the_user_said(server: &ServerUnderTest) -> TestResult {
    let body = json!({"messages": "I row", "user_id": "mia", "infer": false});
    assert_eq!(texts(&server.post("/v1/memories/", body).await?), ["I row"]);
    Ok(())
}

/// Clients send more than the server needs to know.
pub async fn unknown_keys_are_ignored(server: &ServerUnderTest) -> TestResult {
    let body = json!({
        "messages": said("I row"), "user_id": "mia", "infer": false, "source": "CLI",
        "api_version": "v1", "no_such_key": {"deep": [1]},
    });
    assert_eq!(
        texts(&server.post("/v1/memories/?no_such=key", body).await?),
        ["I row"]
    );
    Ok(())
}
