//! What is learnt from a refusal, once.

use mem0_core::{Llm, ModelError};
use mem0_providers::dialect::JsonMode;
use serde_json::json;

use crate::chat_rules::{asked, prose, server};
use crate::family::{all, bodies, refusing, saying, structured};

#[tokio::test]
async fn a_refused_parameter_is_left_out_once_and_not_sent_again() {
    for member in all() {
        for named in [true, false] {
            let parameter = |name: &'static str| named.then_some(name);
            let server = server(vec![
                refusing(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                    parameter("max_tokens"),
                ),
                refusing("Unsupported value: 'temperature' does not support 0.1", parameter("temperature")),
                saying("x"),
            ])
            .await;
            let llm = member.client(&server, json!({"model": "m"}));
            llm.chat(prose()).await.unwrap();
            llm.chat(prose()).await.unwrap();
            let bodies = bodies(&server).await;
            assert_eq!(
                bodies.len(),
                4,
                "{}: two refusals, two answers",
                member.name
            );
            assert_eq!(bodies[0]["max_tokens"], 2000);
            for body in &bodies[1..] {
                assert_eq!(body["max_completion_tokens"], 2000, "{}", member.name);
                assert!(body.get("max_tokens").is_none(), "{}", member.name);
            }
            for body in &bodies[2..] {
                assert!(body.get("temperature").is_none(), "{}", member.name);
            }
        }
    }
}

#[tokio::test]
async fn structured_replies_fall_back_to_the_next_best_and_stay_there() {
    for member in all() {
        let refusals = match member.json {
            JsonMode::Schema => vec![
                refusing(
                    "'response_format.type' must be 'json_object' or 'text'",
                    None,
                ),
                refusing("response_format is not supported", Some("response_format")),
            ],
            JsonMode::Object => vec![refusing("response_format is unavailable", None)],
            JsonMode::Plain => vec![],
        };
        let steps = refusals.len();
        let mut answers = refusals;
        answers.push(saying("{}"));
        let server = server(answers).await;
        let llm = member.client(&server, json!({"model": "m"}));
        llm.chat(structured()).await.unwrap();
        llm.chat(structured()).await.unwrap();
        let bodies = bodies(&server).await;
        assert_eq!(bodies.len(), steps + 2, "{}", member.name);
        let mut forms = vec!["json_schema", "json_object"];
        forms.drain(..2 - steps);
        for (place, body) in bodies.iter().enumerate() {
            let form = body.pointer("/response_format/type");
            let form = form.and_then(|form| form.as_str());
            assert_eq!(form, forms.get(place).copied(), "{} {place}", member.name);
        }
        let system = bodies[steps]["messages"][0]["content"].as_str().unwrap();
        assert!(system.contains("JSON schema"), "{}: {system}", member.name);
    }
}

#[tokio::test]
async fn a_refusal_of_something_else_is_told_with_the_parameter() {
    for member in all() {
        let server = server(vec![refusing("The model does not exist", Some("model"))]).await;
        let llm = member.client(&server, json!({"model": "m"}));
        let ModelError::BadRequest {
            provider,
            message,
            parameter,
        } = llm.chat(prose()).await.unwrap_err()
        else {
            panic!("{}: another error", member.name)
        };
        assert_eq!(provider, format!("llm/{}", member.name));
        assert_eq!(message, "The model does not exist (HTTP 400)");
        assert_eq!(parameter.as_deref(), Some("model"));
        assert_eq!(asked(&server).await, 1, "{}", member.name);
    }
}

#[tokio::test]
async fn a_server_that_refuses_everything_is_not_asked_for_ever() {
    for member in all() {
        let server = server(vec![refusing(
            "temperature top_p max_tokens response_format tools",
            None,
        )])
        .await;
        let llm = member.client(&server, json!({"model": "m"}));
        let error = llm.chat(structured()).await.unwrap_err();
        assert!(matches!(error, ModelError::BadRequest { .. }), "{error:?}");
        assert!(asked(&server).await <= 13, "{}", member.name);
    }
}

#[tokio::test]
async fn what_is_sent_beside_is_left_out_where_it_is_refused() {
    for member in all() {
        for (name, _) in member.extra {
            let server = server(vec![
                refusing(&format!("unknown field {name}"), None),
                saying("x"),
            ])
            .await;
            let llm = member.client(&server, json!({"model": "m"}));
            llm.chat(prose()).await.unwrap();
            let bodies = bodies(&server).await;
            assert!(bodies[0].get(name).is_some() && bodies[1].get(name).is_none());
        }
    }
}
