//! What is learnt from a refusal.

use mem0_core::{Llm, ModelError};
use serde_json::{Value, json};

use super::{client, completion, failure, sent, server, structured};
use crate::chat_rules::prose;

#[tokio::test]
async fn structured_replies_fall_back_step_by_step_and_stay_there() {
    let refusal =
        |message: &str| failure(400, json!({"message": message, "param": "response_format"}));
    let server = server(vec![
        refusal("json_schema is not supported"),
        refusal("response_format is not supported"),
        completion("{}"),
    ])
    .await;
    let llm = client(&server, json!({}));
    llm.chat(structured()).await.unwrap();
    llm.chat(structured()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4);
    assert_eq!(bodies[0]["response_format"]["type"], "json_schema");
    let schema = &bodies[0]["response_format"]["json_schema"];
    assert_eq!(
        (&schema["name"], &schema["strict"]),
        (&json!("nothing"), &json!(true))
    );
    assert_eq!(schema["schema"]["additionalProperties"], false);
    assert!(
        !bodies[0]
            .to_string()
            .contains("Answer with one JSON object")
    );
    assert_eq!(bodies[1]["response_format"], json!({"type": "json_object"}));
    let system = |body: &Value| body["messages"][0]["content"].as_str().unwrap().to_owned();
    assert!(system(&bodies[1]).starts_with("Be brief\n\nAnswer with one JSON object"));
    assert!(system(&bodies[1]).contains("\"additionalProperties\":false"));
    for body in &bodies[2..] {
        assert!(body.get("response_format").is_none());
        assert!(system(body).contains("JSON schema"));
    }
}

#[tokio::test]
async fn a_refused_parameter_is_left_out_and_not_sent_again() {
    let server = server(vec![
        failure(400, json!({"message": "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", "param": "max_tokens", "code": "unsupported_parameter"})),
        failure(400, json!({"message": "Unsupported value: 'temperature' does not support 0.1", "param": "temperature", "code": "unsupported_value"})),
        completion("x"),
    ])
    .await;
    let llm = client(&server, json!({}));
    llm.chat(prose()).await.unwrap();
    llm.chat(prose()).await.unwrap();
    let bodies = sent(&server).await;
    assert_eq!(bodies.len(), 4, "two refusals, two answers");
    assert_eq!(
        (
            &bodies[1]["max_completion_tokens"],
            bodies[1].get("max_tokens")
        ),
        (&json!(2000), None)
    );
    assert!(bodies[1].get("temperature").is_some());
    for body in &bodies[2..] {
        assert!(body.get("temperature").is_none() && body.get("top_p").is_none());
        assert_eq!(body["max_completion_tokens"], 2000);
    }
}

#[tokio::test]
async fn a_refusal_of_something_else_is_told_at_once() {
    let refusal = failure(
        404,
        json!({"message": "The model `x` does not exist", "param": "model", "code": "model_not_found"}),
    );
    let server = server(vec![refusal]).await;
    let error = client(&server, json!({})).chat(prose()).await.unwrap_err();
    let ModelError::BadRequest {
        provider,
        message,
        parameter,
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(
        (provider.as_str(), parameter.as_deref()),
        ("llm/openai", Some("model"))
    );
    assert_eq!(message, "The model `x` does not exist (HTTP 404)");
    assert_eq!(sent(&server).await.len(), 1);
}
