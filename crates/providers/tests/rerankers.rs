//! Rerankers against doubles of their servers: what is sent, what answers mean, what is divided,
//! tried again and told.

#![expect(
    clippy::unwrap_used,
    reason = "a test may panic, also in what it shares with others"
)]

mod in_turn;

use std::time::{Duration, Instant};

use mem0_core::{ModelError, Ranked, Reranker};
use mem0_providers::RetryPolicy;
use mem0_providers::driver::rerank::RerankClient;
use mem0_providers::reranker::cohere::CohereConfig;
use mem0_providers::reranker::huggingface::HuggingFaceRerankerConfig;
use mem0_providers::reranker::zero_entropy::ZeroEntropyConfig;
use mem0_testkit::reranker_rules::{self, common_words};
use serde_json::{Value, json};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use self::in_turn::in_turn;

const KEY: &str = "key-1234567890";

/// A server that judges by common words, in the form of the path it is asked at.
struct Judge {
    /// The most documents it takes at once.
    most: usize,
}

impl Respond for Judge {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let question = body["query"].as_str().unwrap();
        let texts = request.url.path() == "/rerank";
        let documents = &body[if texts { "texts" } else { "documents" }];
        let documents = documents.as_array().unwrap();
        if documents.len() > self.most {
            let message = format!(
                "batch size {} > maximum allowed batch size {}",
                documents.len(),
                self.most
            );
            let error = json!({"error": message, "error_type": "Validation"});
            return ResponseTemplate::new(422).set_body_json(error);
        }
        let mut scores: Vec<(usize, f32)> = documents
            .iter()
            .map(|document| common_words(question, document.as_str().unwrap()))
            .enumerate()
            .collect();
        // Best first, equals backwards: servers promise no order among those.
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        let top = body["top_n"].as_u64().map_or(scores.len(), |top| {
            assert!(top > 0 && top as usize <= documents.len(), "top_n {top}");
            top as usize
        });
        let name = if texts { "score" } else { "relevance_score" };
        let rows: Value = scores[..top]
            .iter()
            .map(|(index, score)| json!({"index": index, name: score}))
            .collect();
        ResponseTemplate::new(200).set_body_json(match texts {
            true => rows,
            false => json!({"id": "07734bd2", "results": rows, "meta": {"api_version": {"version": "2"}}}),
        })
    }
}

async fn judge(most: usize) -> MockServer {
    let server = MockServer::start().await;
    let mock = Mock::given(method("POST")).respond_with(Judge { most });
    mock.mount(&server).await;
    server
}

/// A server that gives these answers, one after another; the last one for ever.
async fn server(answers: Vec<ResponseTemplate>) -> MockServer {
    in_turn(|| Mock::given(method("POST")), answers).await
}

fn results(rows: &[(usize, f32)]) -> ResponseTemplate {
    let rows: Value = rows
        .iter()
        .map(|(index, score)| json!({"index": index, "relevance_score": score}))
        .collect();
    ResponseTemplate::new(200).set_body_json(json!({"results": rows}))
}

fn failure(status: u16, body: Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// The options with the server and the key of tests.
fn options(server: &MockServer, path: &str, more: Value) -> Value {
    let mut options = json!({
        "api_key": KEY,
        "base_url": format!("{}{path}", server.uri()),
        "timeout": 5,
    });
    for (name, value) in more.as_object().unwrap() {
        options[name] = value.clone();
    }
    options
}

fn cohere(server: &MockServer, more: Value) -> RerankClient {
    let config = serde_json::from_value::<CohereConfig>(options(server, "/v2", more));
    config.unwrap().build().with_retry(quick())
}

fn zero_entropy(server: &MockServer, more: Value) -> RerankClient {
    let config = serde_json::from_value::<ZeroEntropyConfig>(options(server, "/v1", more));
    config.unwrap().build().with_retry(quick())
}

fn huggingface(server: &MockServer, more: Value) -> RerankClient {
    let config = serde_json::from_value::<HuggingFaceRerankerConfig>(options(server, "", more));
    config.unwrap().build().with_retry(quick())
}

fn quick() -> RetryPolicy {
    RetryPolicy {
        first_wait: Duration::from_millis(2),
        longest_wait: Duration::from_millis(5),
        ..RetryPolicy::default()
    }
}

fn texts(documents: &[&str]) -> Vec<String> {
    documents.iter().map(|text| (*text).to_owned()).collect()
}

fn places(ranked: &[Ranked]) -> Vec<usize> {
    ranked.iter().map(|place| place.index).collect()
}

async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap()
}

/// Whether an error is of the kind that is expected.
type IsExpected = fn(&ModelError) -> bool;

/// What a call that fails says.
async fn refused(reranker: &RerankClient) -> ModelError {
    let documents = texts(&["tea", "dog"]);
    reranker.rerank("tea?", &documents, 2).await.unwrap_err()
}

#[tokio::test]
async fn every_reranker_keeps_the_rules() {
    let server = judge(1_000).await;
    reranker_rules::check(&cohere(&server, json!({})))
        .await
        .unwrap();
    reranker_rules::check(&zero_entropy(&server, json!({})))
        .await
        .unwrap();
    let server = judge(32).await;
    reranker_rules::check(&huggingface(&server, json!({})))
        .await
        .unwrap();
}

#[tokio::test]
async fn cohere_is_asked_as_its_second_version_wants_it() {
    let server = server(vec![results(&[(2, 0.875), (0, 0.25)])]).await;
    let reranker = cohere(&server, json!({"max_tokens_per_doc": 512}));
    let documents = texts(&["小狗在河边", "the river", " 小明喜欢喝绿茶\n"]);
    let ranked = reranker.rerank("谁喜欢茶？", &documents, 2).await.unwrap();
    let expected = [(2, 0.875), (0, 0.25)].map(|(index, score)| Ranked { index, score });
    assert_eq!(ranked, expected);
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].method.as_str(), "POST");
    assert_eq!(requests[0].url.path(), "/v2/rerank");
    assert_eq!(requests[0].url.query(), None);
    assert_eq!(
        requests[0].headers["authorization"],
        format!("Bearer {KEY}")
    );
    assert_eq!(requests[0].headers["content-type"], "application/json");
    assert_eq!(
        body(&requests[0]),
        json!({
            "model": "rerank-v3.5",
            "query": "谁喜欢茶？",
            "documents": ["小狗在河边", "the river", "小明喜欢喝绿茶"],
            "top_n": 2,
            "max_tokens_per_doc": 512,
        })
    );
    assert_eq!(reranker.name(), "cohere/rerank-v3.5");
    assert_eq!(reranker.pool(), 50);
}

#[tokio::test]
async fn zero_entropy_is_asked_under_models() {
    let server = server(vec![results(&[(1, 0.75), (0, 0.5)])]).await;
    let more = json!({"model": "zerank-1-small", "headers": {"x-team": "memory"}});
    let reranker = zero_entropy(&server, more);
    let documents = texts(&["dog", "tea"]);
    let ranked = reranker.rerank("tea?", &documents, 9).await.unwrap();
    assert_eq!(places(&ranked), [1, 0]);
    let requests = requests(&server).await;
    assert_eq!(requests[0].url.path(), "/v1/models/rerank");
    assert_eq!(
        requests[0].headers["authorization"],
        format!("Bearer {KEY}")
    );
    assert_eq!(requests[0].headers["x-team"], "memory");
    assert_eq!(
        body(&requests[0]),
        json!({
            "model": "zerank-1-small",
            "query": "tea?",
            "documents": ["dog", "tea"],
            "top_n": 2,
        })
    );
    assert_eq!(reranker.name(), "zero_entropy/zerank-1-small");
}

#[tokio::test]
async fn text_embeddings_inference_is_asked_for_scores_from_0_to_1() {
    let answer = json!([{"index": 1, "score": 0.99}, {"index": 0, "score": 0.01}]);
    let server = server(vec![failure(200, answer)]).await;
    let without_key = json!({"api_key": null});
    let reranker = huggingface(&server, without_key.clone());
    let documents = texts(&["dog", "tea"]);
    let ranked = reranker.rerank("tea?", &documents, 1).await.unwrap();
    assert_eq!(places(&ranked), [1], "the top is cut here");
    let raw = huggingface(&server, json!({"normalize": false, "model": "BAAI/bge"}));
    raw.rerank("tea?", &documents, 2).await.unwrap();
    let requests = requests(&server).await;
    assert_eq!(requests[0].url.path(), "/rerank");
    assert!(!requests[0].headers.contains_key("authorization"));
    assert_eq!(
        requests[1].headers["authorization"],
        format!("Bearer {KEY}")
    );
    let expected = |raw: bool| {
        json!({
            "query": "tea?",
            "texts": ["dog", "tea"],
            "raw_scores": raw,
            "truncate": true,
        })
    };
    assert_eq!(body(&requests[0]), expected(false));
    assert_eq!(body(&requests[1]), expected(true));
    assert_eq!(raw.name(), "huggingface/BAAI/bge");
}

#[tokio::test]
async fn a_base_url_without_a_path_gets_the_version() {
    let server = judge(10).await;
    for (url, path) in [
        (server.uri(), "/v2/rerank"),
        (format!("{}/", server.uri()), "/v2/rerank"),
        (format!("{}/api/", server.uri()), "/api/rerank"),
    ] {
        let reranker = cohere(&server, json!({"base_url": url}));
        let ranked = reranker.rerank("tea", &texts(&["tea"]), 1).await.unwrap();
        assert_eq!(places(&ranked), [0]);
        assert_eq!(requests(&server).await.last().unwrap().url.path(), path);
    }
}

#[tokio::test]
async fn nothing_to_rank_is_no_request() {
    let server = judge(10).await;
    for reranker in [
        cohere(&server, json!({})),
        zero_entropy(&server, json!({})),
        huggingface(&server, json!({})),
    ] {
        assert_eq!(reranker.rerank("tea?", &[], 5).await.unwrap(), []);
        let blank = texts(&["", " \n"]);
        let ranked = reranker.rerank("tea?", &blank, 2).await.unwrap();
        assert_eq!(places(&ranked), [0, 1]);
        let none = reranker.rerank("tea?", &texts(&["tea"]), 0).await.unwrap();
        assert_eq!(none, []);
    }
    assert!(requests(&server).await.is_empty());
}

#[tokio::test]
async fn many_documents_are_sent_in_portions_and_ranked_together() {
    let server = judge(1_000).await;
    let reranker = cohere(&server, json!({}));
    let mut documents = vec!["the dog".to_owned(); 2_300];
    documents[1_999] = "green tea".to_owned();
    documents[3] = "tea".to_owned();
    let ranked = reranker.rerank("green tea", &documents, 4).await.unwrap();
    assert_eq!(ranked.len(), 4);
    assert_eq!(places(&ranked)[..2], [1_999, 3]);
    let sizes: Vec<(usize, u64)> = requests(&server)
        .await
        .iter()
        .map(body)
        .map(|body| {
            let documents = body["documents"].as_array().unwrap().len();
            (documents, body["top_n"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(sizes, [(1_000, 4), (1_000, 4), (300, 4)]);
}

#[tokio::test]
async fn a_server_that_takes_fewer_documents_is_learnt() {
    let server = judge(10).await;
    let reranker = huggingface(&server, json!({}));
    let mut documents = vec!["the dog".to_owned(); 30];
    documents[29] = "green tea".to_owned();
    for _ in 0..2 {
        let ranked = reranker.rerank("green tea", &documents, 30).await.unwrap();
        assert_eq!(ranked.len(), 30);
        assert_eq!(ranked[0].index, 29);
    }
    let sizes: Vec<usize> = requests(&server)
        .await
        .iter()
        .map(|request| body(request)["texts"].as_array().unwrap().len())
        .collect();
    // 30 and 15 are refused; what is left goes in sevens, also the second time.
    assert_eq!(sizes, [30, 15, 7, 7, 7, 7, 2, 7, 7, 7, 7, 2]);
}

#[tokio::test]
async fn very_long_documents_are_cut() {
    let server = judge(10).await;
    let reranker = zero_entropy(&server, json!({}));
    let documents = vec!["茶".repeat(50_000)];
    reranker.rerank("茶", &documents, 1).await.unwrap();
    let sent = body(&requests(&server).await[0]);
    assert_eq!(
        sent["documents"][0].as_str().unwrap().chars().count(),
        20_000
    );
}

#[tokio::test]
async fn the_configured_top_bounds_what_is_placed() {
    let server = judge(10).await;
    let reranker = cohere(&server, json!({"top_k": 1, "candidates": 80}));
    assert_eq!(reranker.pool(), 80);
    let documents = texts(&["dog", "green tea", "tea"]);
    let ranked = reranker.rerank("green tea", &documents, 3).await.unwrap();
    assert_eq!(places(&ranked), [1]);
    assert_eq!(body(&requests(&server).await[0])["top_n"], 1);
}

#[tokio::test]
async fn a_missing_key_shows_at_the_first_call_and_names_the_remedy() {
    for (config, environment) in [
        (
            serde_json::from_value::<CohereConfig>(json!({"api_key": " "}))
                .unwrap()
                .build(),
            "COHERE_API_KEY",
        ),
        (ZeroEntropyConfig::default().build(), "ZERO_ENTROPY_API_KEY"),
    ] {
        let error = refused(&config).await;
        assert!(matches!(error, ModelError::NoKey { .. }), "{error}");
        assert!(error.to_string().contains(environment), "{error}");
        assert!(error.to_string().contains("`api_key`"), "{error}");
    }
}

#[tokio::test]
async fn every_refusal_has_its_kind_and_hides_the_key() {
    use ModelError as E;
    let echo = format!("invalid api token {KEY}");
    let trial = "You are using a Trial key, which is limited to 1000 API calls / month.";
    let cases: [(u16, Value, IsExpected); 8] = [
        (401, json!({"message": echo.clone()}), |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (498, json!({"message": echo.clone()}), |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (403, json!({"detail": echo.clone()}), |e| {
            matches!(e, E::Unauthorized { .. })
        }),
        (402, json!({"message": "pay first"}), |e| {
            matches!(e, E::Quota { .. })
        }),
        (429, json!({"message": trial}), |e| {
            matches!(e, E::Quota { .. })
        }),
        (
            404,
            json!({"message": format!("model not found {KEY}")}),
            |e| matches!(e, E::BadRequest { .. }),
        ),
        (
            422,
            json!({"detail": [{"loc": ["body", "model"], "msg": "unknown model"}]}),
            |e| matches!(e, E::BadRequest { parameter: Some(name), .. } if name == "model"),
        ),
        (
            413,
            json!({"error": "batch size 1 > maximum allowed batch size 0", "error_type": "Validation"}),
            |e| matches!(e, E::BadRequest { .. }),
        ),
    ];
    for (status, body, expected) in cases {
        let server = server(vec![failure(status, body.clone())]).await;
        for reranker in [
            cohere(&server, json!({})),
            zero_entropy(&server, json!({})),
            huggingface(&server, json!({})),
        ] {
            let error = refused(&reranker).await;
            assert!(expected(&error), "{status} {body}: {error:?}");
            assert!(!format!("{error} {error:?} {reranker:?}").contains(KEY));
            assert!(
                error.to_string().contains(&format!(
                    "reranker/{}",
                    reranker.name().split('/').next().unwrap()
                )),
                "{error}"
            );
        }
    }
}

#[tokio::test]
async fn passing_troubles_are_waited_out() {
    let busy = failure(503, json!({"message": "busy"}));
    let slow_down = failure(429, json!({"message": "limited to 10 API calls / minute"}));
    let overloaded = failure(
        429,
        json!({"error": "Model is overloaded", "error_type": "overloaded"}),
    );
    let server = server(vec![
        busy,
        slow_down.insert_header("retry-after", "0.3"),
        overloaded,
        results(&[(1, 0.9), (0, 0.1)]),
    ])
    .await;
    let begun = Instant::now();
    let ranked = cohere(&server, json!({}))
        .rerank("tea?", &texts(&["dog", "tea"]), 2)
        .await
        .unwrap();
    assert_eq!(places(&ranked), [1, 0]);
    assert!(begun.elapsed() >= Duration::from_millis(300));
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn a_rate_limit_that_stays_is_told_with_its_wait() {
    let limited = failure(429, json!({"message": "too many tokens per minute"}));
    let server = server(vec![limited.insert_header("retry-after", "700")]).await;
    let error = refused(&cohere(&server, json!({}))).await;
    let ModelError::RateLimited { retry_after, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(retry_after, Some(Duration::from_secs(700)));
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn answers_that_place_no_documents_are_told() {
    for (answer, said) in [
        (
            ResponseTemplate::new(200).set_body_string("<html>sign in</html>"),
            "is the base URL right?",
        ),
        (failure(200, json!({"data": []})), "no results"),
        (results(&[(5, 0.9)]), "indexes"),
        (results(&[(0, 0.9), (0, 0.8)]), "indexes"),
        (failure(200, json!([{"index": 0}])), "no score"),
    ] {
        let server = server(vec![answer]).await;
        let error = refused(&cohere(&server, json!({}))).await;
        assert!(matches!(error, ModelError::Unusable { .. }), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
    }
}

#[tokio::test]
async fn a_server_that_stalls_or_is_not_there_is_told_from_others() {
    let stalling = results(&[(0, 1.0)]).set_delay(Duration::from_secs(3));
    let server = server(vec![stalling]).await;
    let more = json!({"timeout": 0.2, "max_retries": 0});
    let config = serde_json::from_value::<CohereConfig>(options(&server, "/v2", more)).unwrap();
    let error = refused(&config.build()).await;
    assert!(matches!(error, ModelError::Timeout { .. }), "{error}");

    let nowhere = json!({"base_url": "http://127.0.0.1:9/v2", "max_retries": 0, "api_key": KEY});
    let config = serde_json::from_value::<CohereConfig>(nowhere).unwrap();
    let error = refused(&config.build()).await;
    assert!(matches!(error, ModelError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("127.0.0.1:9"), "{error}");
}

#[test]
fn camel_case_is_read_too() {
    let config: CohereConfig = serde_json::from_value(json!({
        "apiKey": KEY,
        "topK": 3,
        "baseUrl": "http://localhost:4000/v2",
        "maxTokensPerDoc": 100,
        "batchSize": 10,
        "maxRetries": 1,
    }))
    .unwrap();
    assert_eq!(config.shared.top_k, Some(3));
    assert_eq!(config.shared.batch_size, Some(10));
    assert_eq!(config.max_tokens_per_doc, Some(100));
    assert!(config.shared.connection.api_key.is_some());
    assert!(!format!("{config:?}").contains(KEY));
}
