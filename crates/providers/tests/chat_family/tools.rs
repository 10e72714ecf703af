//! What models may call, and what they call.

use mem0_core::{ChatRequest, Llm, ModelError, Tool, ToolChoice};
use mem0_providers::dialect::ToolMode;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::chat_rules::{prose, server};
use crate::family::{Member, all, bodies, completion, refusing, saying, schema, structured};

fn tool(name: &str, parameters: Value) -> Tool {
    Tool {
        name: name.to_owned(),
        description: format!("About {name}"),
        parameters,
    }
}

/// Two tools: one whose schema is closed, and one whose schema is open.
fn calling(tool_choice: ToolChoice) -> ChatRequest {
    let open = json!({"type": "object", "properties": {"why": {"type": "string"}}});
    ChatRequest {
        tools: vec![tool("visit", schema()), tool("leave", open)],
        tool_choice,
        ..prose()
    }
}

fn definition(member: &Member, tool: &Tool, closed: bool) -> Value {
    let mut function = json!({"name": tool.name, "description": tool.description,
        "parameters": tool.parameters});
    if closed && member.tools == ToolMode::Strict {
        function["strict"] = true.into();
    }
    json!({"type": "function", "function": function})
}

fn call(name: &str, arguments: Value) -> Value {
    json!({"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}})
}

fn calls(calls: Value) -> ResponseTemplate {
    let message = json!({"role": "assistant", "content": null, "tool_calls": calls});
    ResponseTemplate::new(200).set_body_json(completion(message))
}

fn native() -> impl Iterator<Item = Member> {
    all()
        .into_iter()
        .filter(|member| member.tools != ToolMode::Prompt)
}

#[tokio::test]
async fn tools_and_the_choice_among_them_are_sent() {
    for member in native() {
        let request = calling(ToolChoice::Auto);
        let [visit, leave] = &*request.tools else {
            panic!("two tools")
        };
        let [visit, leave] = [
            definition(&member, visit, true),
            definition(&member, leave, false),
        ];
        let both = json!([visit, leave]);
        for (choice, tools, said) in [
            (ToolChoice::Auto, both.clone(), json!("auto")),
            (ToolChoice::Required, both, json!("required")),
            (
                ToolChoice::Named("visit".into()),
                json!([visit]),
                json!({"type": "function", "function": {"name": "visit"}}),
            ),
        ] {
            let server = server(vec![saying("no")]).await;
            let llm = member.client(&server, json!({"model": "m"}));
            let reply = llm.chat(calling(choice)).await.unwrap();
            assert_eq!((&*reply.text, reply.tool_calls.len()), ("no", 0));
            let body = &bodies(&server).await[0];
            assert_eq!(body["tools"], tools, "{}", member.name);
            assert_eq!(body["tool_choice"], said, "{}", member.name);
            assert_eq!(
                body["messages"][0]["content"], "Be brief",
                "{}",
                member.name
            );
        }
    }
}

#[tokio::test]
async fn nothing_is_offered_where_nothing_may_be_called() {
    for member in all() {
        let server = server(vec![saying("no")]).await;
        let llm = member.client(&server, json!({"model": "m"}));
        llm.chat(calling(ToolChoice::None)).await.unwrap();
        let body = &bodies(&server).await[0];
        for key in ["tools", "tool_choice"] {
            assert!(body.get(key).is_none(), "{} {key}", member.name);
        }
        assert_eq!(
            body["messages"][0]["content"], "Be brief",
            "{}",
            member.name
        );
    }
}

#[tokio::test]
async fn calls_are_read_in_every_form_of_arguments() {
    for member in all() {
        let server = server(vec![calls(json!([
            call("visit", json!(r#"{"city": "北京"}"#)),
            call("visit", json!({"city": "Rome"})),
            call("leave", json!("")),
            call("leave", Value::Null),
        ]))])
        .await;
        let llm = member.client(&server, json!({"model": "m"}));
        let reply = llm.chat(calling(ToolChoice::Auto)).await.unwrap();
        let read: Vec<(&str, Value)> = reply
            .tool_calls
            .iter()
            .map(|call| (&*call.name, Value::Object(call.arguments.clone())))
            .collect();
        let expected = [
            ("visit", json!({"city": "北京"})),
            ("visit", json!({"city": "Rome"})),
            ("leave", json!({})),
            ("leave", json!({})),
        ];
        assert_eq!(read, expected, "{}", member.name);
        assert_eq!(reply.text, "", "{}", member.name);
        assert_eq!(reply.usage.output_tokens, 3, "{}", member.name);
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_read_is_told() {
    for member in all() {
        for broken in [
            call("visit", json!(r#"{"city": "#)),
            call("", json!("{}")),
            call("visit", json!([1])),
        ] {
            let server = server(vec![calls(json!([broken]))]).await;
            let llm = member.client(&server, json!({"model": "m"}));
            let error = llm.chat(calling(ToolChoice::Auto)).await.unwrap_err();
            assert!(matches!(error, ModelError::Unusable { .. }), "{error:?}");
        }
    }
}

#[tokio::test]
async fn who_knows_no_tools_is_told_of_them_in_the_prompt() {
    let answer = "<think>Which?</think>\n```json\n{\"tool_calls\": [{\"name\": \"visit\", \"arguments\": {\"city\": \"北京\"}}]}\n```";
    for member in all() {
        let mut answers = vec![saying(answer)];
        if member.tools != ToolMode::Prompt {
            answers.insert(
                0,
                refusing("`tools` is not supported with this model", None),
            );
        }
        if member.tools == ToolMode::Strict {
            answers.insert(
                0,
                refusing(
                    "Invalid schema for function 'visit'",
                    Some("tools[0].function.parameters"),
                ),
            );
        }
        let refusals = answers.len() - 1;
        let server = server(answers).await;
        let llm = member.client(&server, json!({"model": "m"}));
        for _ in 0..2 {
            let reply = llm.chat(calling(ToolChoice::Required)).await.unwrap();
            assert_eq!(
                (reply.tool_calls.len(), &*reply.text),
                (1, ""),
                "{}",
                member.name
            );
            assert_eq!(reply.tool_calls[0].name, "visit");
            assert_eq!(reply.tool_calls[0].arguments["city"], "北京");
        }
        let bodies = bodies(&server).await;
        assert_eq!(bodies.len(), refusals + 2, "{}", member.name);
        for body in &bodies[refusals..] {
            assert!(body.get("tools").is_none() && body.get("tool_choice").is_none());
            let system = body["messages"][0]["content"].as_str().unwrap();
            for said in [
                "Be brief",
                "About visit",
                "About leave",
                "at least one",
                &schema().to_string(),
            ] {
                assert!(system.contains(said), "{}: {said}: {system}", member.name);
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_knows_tools_but_no_choice_keeps_the_tools() {
    for member in native() {
        let mut answers = vec![
            refusing("Invalid value for tool_choice", Some("tool_choice")),
            calls(json!([call("leave", json!("{}"))])),
        ];
        if member.tools == ToolMode::Strict {
            answers.insert(0, answers[0].clone());
        }
        let server = server(answers).await;
        let llm = member.client(&server, json!({"model": "m"}));
        let reply = llm.chat(calling(ToolChoice::Required)).await.unwrap();
        assert_eq!(reply.tool_calls[0].name, "leave");
        let bodies = bodies(&server).await;
        let last = bodies.last().unwrap();
        assert!(
            last.get("tools").is_some() && last.get("tool_choice").is_none(),
            "{last}"
        );
    }
}

#[tokio::test]
async fn calls_that_a_server_leaves_in_the_text_are_read() {
    let text =
        "<tool_call>\n{\"name\": \"visit\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>";
    for member in all() {
        let server = server(vec![saying(text)]).await;
        let llm = member.client(&server, json!({"model": "m"}));
        let reply = llm.chat(calling(ToolChoice::Auto)).await.unwrap();
        assert_eq!(
            reply.tool_calls[0].arguments["city"], "Rome",
            "{}",
            member.name
        );
        // Who may call nothing wrote a text.
        let reply = llm.chat(prose()).await.unwrap();
        assert_eq!((&*reply.text, reply.tool_calls.len()), (text, 0));
    }
}

#[tokio::test]
async fn beside_tools_the_form_of_the_reply_stands_in_the_prompt() {
    for member in native() {
        let server = server(vec![saying("{}")]).await;
        let request = ChatRequest {
            format: structured().format,
            ..calling(ToolChoice::Auto)
        };
        let llm = member.client(&server, json!({"model": "m"}));
        llm.chat(request).await.unwrap();
        let body = &bodies(&server).await[0];
        assert!(body.get("response_format").is_none(), "{}", member.name);
        let system = body["messages"][0]["content"].as_str().unwrap();
        assert!(system.contains("fits this JSON schema"), "{system}");
    }
}
