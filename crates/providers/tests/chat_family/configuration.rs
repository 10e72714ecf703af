//! Keys, addresses and the environment.

use mem0_core::{Llm, ModelError};
use serde_json::json;

use crate::chat_rules::{KEY, prose, quick, server};
use crate::family::{all, saying};

#[tokio::test]
async fn the_address_goes_by_its_own_name_and_by_the_general_ones() {
    for member in all() {
        for name in [member.base_url, "base_url", "baseURL", "api_base", "url"] {
            let server = server(vec![saying("x")]).await;
            let url = if member.is_azure() {
                server.uri()
            } else {
                format!("{}/v1/", server.uri())
            };
            let config = json!({"apiKey": KEY, name: url, "model": "m"});
            let (llm, _) = member.make(config, &|_| None);
            llm.chat(prose()).await.unwrap();
            let requests = server.received_requests().await.unwrap();
            let (header, key) = member.key_header();
            assert_eq!(
                requests[0].headers[header],
                key.as_str(),
                "{} {name}",
                member.name
            );
        }
    }
}

#[tokio::test]
async fn the_environment_fills_in_what_is_missing_and_nothing_else() {
    for member in all() {
        let Some(url_variable) = member.environment.1 else {
            continue;
        };
        let home = server(vec![saying("x")]).await;
        let url = if member.is_azure() {
            home.uri()
        } else {
            format!("{}/v1", home.uri())
        };
        let lookup = |name: &str| match name {
            name if name == member.environment.0 => Some(KEY.to_owned()),
            name if name == url_variable => Some(url.clone()),
            _ => None,
        };
        let (llm, _) = member.make(json!({}), &lookup);
        llm.chat(prose()).await.unwrap();
        let requests = home.received_requests().await.unwrap();
        let (header, key) = member.key_header();
        assert_eq!(requests[0].headers[header], key.as_str(), "{}", member.name);

        let configured = server(vec![saying("x")]).await;
        let config = member.config(&configured.uri(), json!({"api_key": "another-key"}));
        let (llm, _) = member.make(config, &lookup);
        llm.chat(prose()).await.unwrap();
        let requests = configured.received_requests().await.unwrap();
        let shown = requests[0].headers[header].to_str().unwrap();
        assert_eq!(shown, key.replace(KEY, "another-key"), "{}", member.name);
    }
}

#[tokio::test]
async fn a_server_of_ones_own_needs_a_key_only_where_the_provider_says_so() {
    for member in all().into_iter().filter(|member| !member.is_azure()) {
        let server = server(vec![saying("x")]).await;
        let config = member.config(&server.uri(), json!({"api_key": null}));
        let (llm, _) = member.make(config, &|_| None);
        let outcome = llm.with_retry(quick()).chat(prose()).await;
        if member.needs_key.1 {
            let error = outcome.unwrap_err();
            assert!(
                matches!(error, ModelError::NoKey { .. }),
                "{}: {error:?}",
                member.name
            );
        } else {
            outcome.unwrap();
            let requests = server.received_requests().await.unwrap();
            assert!(
                !requests[0].headers.contains_key("authorization"),
                "{}",
                member.name
            );
        }
    }
}
