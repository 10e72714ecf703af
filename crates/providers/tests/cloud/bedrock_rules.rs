//! What holds for every language model behind a server holds for Bedrock.

use std::sync::Arc;

use mem0_core::Llm;
use mem0_providers::llm::aws_bedrock::BedrockLlmConfig;
use serde_json::{Value, json};

use super::double::{KEY_ID, REGION, environment};
use crate::chat_rules::{KEY, Subject, quick};

struct Bedrock {
    /// Whether calls are signed with [`KEY`]; else it is sent as a key of Bedrock's own.
    is_signed: bool,
}

impl Bedrock {
    fn config(&self, address: &str, mut options: Value) -> BedrockLlmConfig {
        let fields = options.as_object_mut().unwrap();
        fields.insert("aws_endpoint_url".into(), address.into());
        fields.insert("aws_region".into(), REGION.into());
        if self.is_signed {
            fields.insert("aws_access_key_id".into(), KEY_ID.into());
            fields.insert("aws_secret_access_key".into(), KEY.into());
        } else {
            fields.insert("api_key".into(), KEY.into());
        }
        serde_json::from_value(options).unwrap()
    }
}

impl Subject for Bedrock {
    fn provider(&self) -> String {
        "llm/aws_bedrock".to_owned()
    }

    fn llm(&self, address: &str, options: Value) -> Arc<dyn Llm> {
        let has_retries = options.get("max_retries").is_some();
        let client = self.config(address, options).build_in(&|_| None);
        if has_retries {
            Arc::new(client)
        } else {
            Arc::new(client.with_retry(quick()))
        }
    }

    fn keyless(&self) -> Option<(Arc<dyn Llm>, &'static str)> {
        let environment = environment(&[("AWS_EC2_METADATA_DISABLED", "true")]);
        let client = BedrockLlmConfig::default().build_in(&environment);
        Some((Arc::new(client), "AWS_ACCESS_KEY_ID"))
    }

    fn shown(&self, address: &str, options: Value) -> String {
        let config = self.config(address, options);
        format!("{config:?} {:?}", config.clone().build_in(&|_| None))
    }

    fn says(&self, text: &str) -> Value {
        json!({
            "output": {"message": {"role": "assistant", "content": [{"text": text}]}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 12, "outputTokens": 3, "totalTokens": 15},
            "metrics": {"latencyMs": 5},
        })
    }

    fn fails(&self, _: u16, message: &str) -> Value {
        json!({"message": message})
    }

    fn is_empty_account(&self) -> Option<(u16, Value)> {
        let message = "Too many tokens per day, please wait before trying again.";
        Some((429, json!({"message": message})))
    }
}

crate::hold_for_all!([Bedrock { is_signed: true }, Bedrock { is_signed: false }]);
