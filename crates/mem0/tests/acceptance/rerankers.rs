//! A second look at the best hits, by rerankers behind servers and by language models.

use mem0::{Memory, MemoryConfig, SearchOptions};
use mem0_testkit::reranker_rules::common_words;
use serde_json::{Value, json};
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::room::{Room, TestResult, keep, mia, texts};

const MEMORIES: [&str; 3] = [
    "The river is green in spring",
    "Mia drinks tea, mostly green tea",
    "小狗喜欢在河边喝水",
];

/// Judges by common words, at `/v2/rerank` and in chats.
struct Judge;

impl Respond for Judge {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        if let Some(documents) = body["documents"].as_array() {
            let question = text(&body["query"]);
            let rows = documents.iter().enumerate().map(|(index, document)| {
                let score = common_words(&question, &text(document));
                json!({"index": index, "relevance_score": score})
            });
            let rows: Value = rows.collect();
            return ResponseTemplate::new(200).set_body_json(json!({ "results": rows }));
        }
        let asked = text(&body["messages"][1]["content"]);
        let lines: Vec<Value> = asked
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let question = text(&lines[0]["question"]);
        let scores: Value = lines[1..]
            .iter()
            .map(|line| {
                let score = common_words(&question, &text(&line["text"]));
                json!({"document": line["document"], "score": score})
            })
            .collect();
        let content = json!({ "scores": scores }).to_string();
        ResponseTemplate::new(200).set_body_json(json!({
            "choices": [{
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
            }],
            "usage": {"prompt_tokens": 10, "completion_tokens": 10},
        }))
    }
}

async fn judge(at: &str) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(at))
        .and(header("authorization", "Bearer key-1"))
        .respond_with(Judge)
        .mount(&server)
        .await;
    server
}

/// A room in which the memories are kept.
async fn filled() -> TestResult<Room> {
    let room = Room::new();
    let memory = room.open().await?;
    for text in MEMORIES {
        keep(&memory, mia(), text).await?;
    }
    memory.close().await?;
    Ok(room)
}

/// What is found about the river, with a second look if `rerank`, and how often the server was
/// asked meanwhile.
async fn search(
    config: MemoryConfig,
    server: &MockServer,
    rerank: bool,
) -> TestResult<(mem0::Answers, usize)> {
    let memory = Memory::open(config).await?;
    let mut options = SearchOptions::new(mia());
    options.limit = 2;
    options.rerank = rerank;
    let before = server.received_requests().await.unwrap_or_default().len();
    let answers = memory
        .search("the colour of the green river", options)
        .await?;
    let after = server.received_requests().await.unwrap_or_default().len();
    memory.close().await?;
    Ok((answers, after - before))
}

#[tokio::test]
async fn cohere_decides_the_order_where_a_search_asks_for_it() -> TestResult {
    let room = filled().await?;
    let server = judge("/v2/rerank").await;
    let config = room.config().with(
        "reranker",
        json!({"provider": "cohere", "config": {
            "api_key": "key-1",
            "base_url": server.uri(),
            "max_retries": 0,
        }}),
    )?;
    let (answers, asked) = search(config.clone(), &server, false).await?;
    assert_eq!(asked, 0);
    assert!(answers.hits.iter().all(|hit| hit.rerank_score.is_none()));
    let (answers, asked) = search(config, &server, true).await?;
    assert_eq!(asked, 1);
    assert_eq!(answers.warnings, [""; 0]);
    // Cut to the limit after all candidates were judged.
    assert_eq!(answers.hits.len(), 2);
    assert_eq!(texts(&answers)[0], MEMORIES[0]);
    assert_eq!(answers.hits[0].rerank_score, Some(1.0));
    let requests = server.received_requests().await.unwrap_or_default();
    let body: Value = serde_json::from_slice(&requests[0].body)?;
    assert!(
        body["documents"]
            .as_array()
            .is_some_and(|all| all.len() > 2)
    );
    Ok(())
}

#[tokio::test]
async fn a_reranker_that_fails_leaves_the_order_and_a_warning() -> TestResult {
    let room = filled().await?;
    let server = MockServer::start().await;
    let refused = json!({"message": "invalid api token"});
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(401).set_body_json(refused))
        .mount(&server)
        .await;
    let config = room.config().with(
        "reranker",
        json!({"provider": "zero_entropy", "config": {
            "api_key": "secret-key",
            "base_url": server.uri(),
        }}),
    )?;
    let (plain, _) = search(config.clone(), &server, false).await?;
    let (answers, asked) = search(config, &server, true).await?;
    assert_eq!(asked, 1);
    assert_eq!(texts(&answers), texts(&plain));
    let warning = answers.warnings.join("\n");
    assert!(warning.contains("refused the key"), "{warning}");
    assert!(warning.contains("reranker/zero_entropy"), "{warning}");
    assert!(!warning.contains("secret-key"), "{warning}");
    Ok(())
}

#[tokio::test]
async fn a_missing_key_is_a_warning_of_the_search_and_not_of_opening() -> TestResult {
    let room = filled().await?;
    let server = MockServer::start().await;
    let config = room.config().with("reranker.provider", "cohere")?;
    let (answers, _) = search(config, &server, true).await?;
    let warning = answers.warnings.join("\n");
    assert!(warning.contains("COHERE_API_KEY"), "{warning}");
    assert_eq!(answers.hits.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_language_model_of_the_rerankers_own_judges_in_one_call() -> TestResult {
    let room = filled().await?;
    let server = judge("/v1/chat/completions").await;
    let llm = json!({"provider": "openai", "config": {
        "api_key": "key-1",
        "openai_base_url": format!("{}/v1", server.uri()),
        "model": "judge",
        "max_retries": 0,
    }});
    let config = room.config().with(
        "reranker",
        json!({"provider": "llm_reranker", "config": {"llm": llm}}),
    )?;
    let (answers, asked) = search(config, &server, true).await?;
    assert_eq!(asked, 1, "one call for all hits");
    assert_eq!(answers.warnings, [""; 0]);
    assert_eq!(texts(&answers)[0], MEMORIES[0]);
    assert_eq!(answers.hits[0].rerank_score, Some(1.0));
    let requests = server.received_requests().await.unwrap_or_default();
    let body: Value = serde_json::from_slice(&requests[0].body)?;
    assert_eq!(body["model"], "judge");
    assert_eq!(
        body["response_format"]["json_schema"]["name"],
        "relevance_scores"
    );
    Ok(())
}

#[tokio::test]
async fn a_language_model_that_judges_must_be_configured() -> TestResult {
    let room = Room::new();
    let config = room.config().with("reranker.provider", "llm_reranker")?;
    let Err(error) = Memory::open(config).await else {
        return Err("it was opened".into());
    };
    let problem = error.to_string();
    assert!(problem.contains("`reranker.config.llm`"), "{problem}");
    assert!(problem.contains("`llm.provider`"), "{problem}");
    Ok(())
}

#[tokio::test]
async fn a_reranker_that_would_judge_nothing_is_refused() -> TestResult {
    let room = Room::new();
    for (option, value) in [("top_k", 0), ("candidates", 0), ("candidates", 100_000)] {
        let reranker = json!({"provider": "cohere", "config": {option: value}});
        let config = room.config().with("reranker", reranker)?;
        let Err(error) = Memory::open(config).await else {
            return Err(format!("{option} = {value} was taken").into());
        };
        let key = format!("`reranker.config.{option}`");
        assert!(error.to_string().contains(&key), "{error}");
    }
    Ok(())
}

#[cfg(feature = "transformer")]
#[tokio::test]
async fn the_originals_names_for_cross_encoders_run_ours() -> TestResult {
    let room = filled().await?;
    let words = ["green", "river", "tea", "the"];
    let server = MockServer::start().await;
    for (provider, default) in [
        ("sentence_transformer", "ms-marco-MiniLM-L-6-v2"),
        ("huggingface", "bge-reranker-base"),
    ] {
        let config = room.config().with("reranker.provider", provider)?;
        let Err(error) = Memory::open(config.clone()).await else {
            return Err("there is no model".into());
        };
        assert!(error.to_string().contains(default), "{error}");
        let folder = room.path().join("models").join(default);
        mem0_testkit::tiny_transformer::write_cross_encoder(&folder, &words)?;
        let (answers, _) = search(config, &server, true).await?;
        assert_eq!(answers.warnings, [""; 0]);
        assert_eq!(texts(&answers)[0], MEMORIES[0]);
    }
    Ok(())
}
