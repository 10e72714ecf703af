//! Against a real server that speaks OpenAI's embeddings.
//!
//! ```sh
//! MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL=http://127.0.0.1:8081/v1 \
//! MEM0_TEST_OPENAI_EMBEDDINGS_MODEL=multilingual-e5-small \
//!     cargo test -p mem0-providers --test embedders -- --ignored --nocapture
//! ```

use mem0_core::vector::dot;
use mem0_core::{Embedder, Purpose};
use mem0_providers::connection::process_environment;
use mem0_testkit::embedder_rules;
use serde_json::json;

use crate::double::embed;
use crate::table::CASES;

#[tokio::test]
#[ignore = "needs a server: set MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL"]
async fn a_real_server_keeps_the_rules_and_finds_what_is_meant() {
    let Some(url) = process_environment("MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL") else {
        println!("skipped: MEM0_TEST_OPENAI_EMBEDDINGS_BASE_URL names no server");
        return;
    };
    let model = process_environment("MEM0_TEST_OPENAI_EMBEDDINGS_MODEL");
    for case in &CASES {
        let (option, behind) = case.address;
        if !["/v1", ""].contains(&behind) || case.path != "/v1/embeddings" {
            continue;
        }
        let client = (case.build)(json!({option: url, "model": model, "api_key": "any"}));
        println!("{}", client.identity().await.unwrap());
        embedder_rules::check(&client)
            .await
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let texts = [
            "我对花生过敏",
            "She plays chess on Sundays",
            "The flat is near the river",
        ];
        let documents = embed(&client, &texts, Purpose::Document).await.unwrap();
        for (question, expected) in [
            ("我能吃花生吗？", 0),
            ("Which game does she play?", 1),
            ("Where is the apartment?", 2),
        ] {
            let asked = embed(&client, &[question], Purpose::Query).await.unwrap();
            let near: Vec<f32> = documents.iter().map(|it| dot(it, &asked[0])).collect();
            println!("{question}: {near:?}");
            let best = (0..3).max_by(|a, b| near[*a].total_cmp(&near[*b]));
            assert_eq!(best, Some(expected), "{question}: {near:?}");
        }
    }
}
