//! The same client against an emulator of AWS. Only the form of its answers is checked: what it
//! says is its own affair.
//!
//! ```sh
//! MEM0_TEST_BEDROCK_URL=http://127.0.0.1:4566 \
//!     cargo test -p mem0-providers --test cloud -- --ignored --nocapture
//! ```

use mem0_core::{ChatMessage, ChatRequest, Llm};
use mem0_providers::connection::process_environment;
use mem0_providers::llm::aws_bedrock::BedrockLlmConfig;
use serde_json::json;

use super::double::{KEY_ID, SECRET};

#[tokio::test]
#[ignore = "needs an emulator: set MEM0_TEST_BEDROCK_URL"]
async fn an_emulator_chats() {
    let Some(url) = process_environment("MEM0_TEST_BEDROCK_URL") else {
        println!("skipped: MEM0_TEST_BEDROCK_URL names no server");
        return;
    };
    for model in [
        "anthropic.claude-3-5-sonnet-20240620-v1:0",
        "us.amazon.nova-lite-v1:0",
    ] {
        let config = json!({"model": model, "aws_region": "us-east-1", "aws_endpoint_url": url,
            "aws_access_key_id": KEY_ID, "aws_secret_access_key": SECRET});
        let config: BedrockLlmConfig = serde_json::from_value(config).unwrap();
        let request = ChatRequest {
            messages: vec![
                ChatMessage::system("Be brief."),
                ChatMessage::user("Say hello."),
            ],
            ..ChatRequest::default()
        };
        let reply = config.build().chat(request).await.unwrap();
        assert!(!reply.text.trim().is_empty());
        assert_eq!(reply.usage.calls, 1);
        assert!(reply.usage.output_tokens > 0);
        println!("{model}: {:?}", reply.text);
    }
}
