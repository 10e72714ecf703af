//! `search`: what it takes and answers.

use std::sync::Arc;

use mem0::parts::Overrides;
use mem0::{Memory, calls};
use mem0_testkit::ScriptedReranker;
use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, text_of, texts};

async fn filled() -> TestResult<Room> {
    let room = Room::new().await?;
    for text in [
        "Mia drinks green tea",
        "小雨住在杭州",
        "Mia's dog is called Rex",
    ] {
        room.keep_with(text, json!({"metadata": {"source": "chat"}}))
            .await?;
    }
    Ok(room)
}

#[tokio::test]
async fn a_hit_has_the_keys_of_the_contract_and_a_score_between_0_and_1() -> TestResult {
    let room = filled().await?;
    let answer = room
        .call("search", json!({"query": "住在哪里？", "user_id": "mia"}))
        .await?;
    assert_eq!(keys(&answer), ["results"]);
    let rows = answer["results"].as_array().ok_or("no list")?;
    let first = &rows[0];
    assert_eq!(first["memory"], "小雨住在杭州");
    assert_eq!(
        keys(first)[..8],
        [
            "id",
            "memory",
            "hash",
            "metadata",
            "score",
            "created_at",
            "updated_at",
            "user_id"
        ]
    );
    assert_eq!(first["metadata"], json!({"source": "chat"}));
    assert!(first.get("rerank_score").is_none() && first.get("score_details").is_none());
    let scores: Vec<f64> = rows
        .iter()
        .filter_map(|row| row["score"].as_f64())
        .collect();
    assert_eq!(scores.len(), rows.len());
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    assert!(
        scores.iter().all(|score| (0.0..=1.0).contains(score)),
        "{scores:?}"
    );
    Ok(())
}

#[tokio::test]
async fn an_explained_hit_has_the_parts_of_its_score() -> TestResult {
    let room = filled().await?;
    let mut given = json!({"query": "green tea", "user_id": "mia", "explain": true});
    let answer = room.call("search", given.clone()).await?;
    let details = &answer["results"][0]["score_details"];
    for key in [
        "semantic_score",
        "bm25_score",
        "entity_boost",
        "raw_score",
        "max_possible_score",
        "final_score",
        "threshold",
    ] {
        assert!(details.get(key).is_some(), "{key} is missing in {details}");
    }
    assert_eq!(details["final_score"], answer["results"][0]["score"]);
    assert_eq!(details["threshold"], Value::Null);
    given["threshold"] = json!(0.1);
    let answer = room.call("search", given).await?;
    assert_eq!(answer["results"][0]["score_details"]["threshold"], 0.1);
    Ok(())
}

#[tokio::test]
async fn limit_and_top_k_bound_the_hits() -> TestResult {
    let room = filled().await?;
    for operation in ["search", "get_all"] {
        let count = async |bounds: Value| -> TestResult<usize> {
            let mut given = json!({"user_id": "mia"});
            if operation == "search" {
                given["query"] = json!("Mia");
            }
            for (name, value) in bounds.as_object().into_iter().flatten() {
                given[name] = value.clone();
            }
            Ok(room.texts(operation, given).await?.len())
        };
        assert_eq!(count(json!({})).await?, 3);
        assert_eq!(count(json!({"limit": 2})).await?, 2);
        assert_eq!(count(json!({"top_k": 1})).await?, 1);
        assert_eq!(count(json!({"topK": 2, "limit": 1})).await?, 2);
        assert_eq!(count(json!({"top_k": null, "limit": 1})).await?, 1);
        assert_eq!(count(json!({"limit": null})).await?, 3);
        assert_eq!(count(json!({"limit": 0})).await?, 0);
        assert_eq!(count(json!({"top_k": 0, "limit": 5})).await?, 0);
        assert_eq!(count(json!({"limit": 1_000_000_000_000_u64})).await?, 3);
        assert_eq!(count(json!({"limit": u64::MAX})).await?, 3);
        for name in ["limit", "top_k"] {
            for wrong in [json!(-1), json!(true), json!(2.5), json!("5"), json!([5])] {
                let mut given = json!({"user_id": "mia", "query": "Mia"});
                if operation == "get_all" {
                    given = json!({"user_id": "mia"});
                }
                given[name] = wrong.clone();
                let error = room.refusal(operation, given).await?;
                assert_eq!(error["code"], "VALIDATION_005", "{wrong}");
                assert_eq!(error["details"]["parameter"], name, "{wrong}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn without_a_limit_a_hundred_are_shown() -> TestResult {
    let room = Room::new().await?;
    let talk: Vec<Value> = (0..120)
        .map(|number| json!({"role": "user", "content": format!("note number {number}")}))
        .collect();
    room.call(
        "add",
        json!({"messages": talk, "user_id": "mia", "infer": false}),
    )
    .await?;
    let found = room
        .texts("search", json!({"query": "note", "user_id": "mia"}))
        .await?;
    assert_eq!(found.len(), 100);
    assert_eq!(
        room.texts("get_all", json!({"user_id": "mia"}))
            .await?
            .len(),
        100
    );
    Ok(())
}

#[tokio::test]
async fn a_threshold_cuts_and_lies_between_0_and_1() -> TestResult {
    let room = filled().await?;
    let found = async |threshold: Value| {
        let given = json!({"query": "green tea", "user_id": "mia", "threshold": threshold});
        room.call("search", given).await
    };
    let all = found(Value::Null).await?;
    assert_eq!(texts(&all).len(), 3);
    assert_eq!(texts(&found(json!(0)).await?).len(), 3);
    let best = all["results"][0]["score"].as_f64().ok_or("no score")?;
    let above = found(json!(best - 0.01)).await?;
    assert_eq!(texts(&above), ["Mia drinks green tea"]);
    found(json!(1)).await?;
    for wrong in [json!(1.1), json!(-0.1), json!(true), json!("0.5")] {
        let given = json!({"query": "x", "user_id": "mia", "threshold": wrong});
        let error = room.refusal("search", given).await?;
        assert_eq!(error["details"]["parameter"], "threshold", "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn a_question_is_a_text_that_asks_something() -> TestResult {
    let room = filled().await?;
    for wrong in [json!(""), json!("  \n"), json!(7), json!(["tea"])] {
        let error = room
            .refusal("search", json!({"query": wrong, "user_id": "mia"}))
            .await?;
        assert_eq!(error["code"], "VALIDATION_005", "{wrong}");
        assert_eq!(error["details"]["parameter"], "query", "{wrong}");
    }
    let error = room.refusal("search", json!({"user_id": "mia"})).await?;
    assert_eq!(error["code"], "ARGUMENT_002");
    Ok(())
}

#[tokio::test]
async fn expired_memories_are_shown_only_when_asked_for() -> TestResult {
    let room = Room::new().await?;
    let expired = room
        .keep_with("Mia had a cold", json!({"expiration_date": "2020-01-01"}))
        .await?;
    for operation in ["search", "get_all"] {
        let mut given = json!({"user_id": "mia"});
        if operation == "search" {
            given["query"] = json!("a cold");
        }
        assert!(
            room.texts(operation, given.clone()).await?.is_empty(),
            "{operation}"
        );
        given["showExpired"] = json!(true);
        assert_eq!(
            room.texts(operation, given.clone()).await?,
            ["Mia had a cold"]
        );
        given["showExpired"] = json!("yes");
        let error = room.refusal(operation, given).await?;
        assert_eq!(error["details"]["parameter"], "show_expired");
    }
    let kept = room.call("get", json!({"memory_id": expired})).await?;
    assert_eq!(kept["expiration_date"], "2020-01-01");
    Ok(())
}

#[tokio::test]
async fn a_search_can_look_back() -> TestResult {
    let room = Room::new().await?;
    let id = room
        .keep_with("Mia lives in Lisbon", json!({"timestamp": "2020-01-01"}))
        .await?;
    let moved = json!({"memory_id": id, "text": "Mia lives in Porto", "timestamp": "2022-01-01"});
    room.call("update", moved).await?;
    let given = json!({"query": "where does Mia live", "user_id": "mia"});
    assert_eq!(
        room.texts("search", given.clone()).await?,
        ["Mia lives in Porto"]
    );
    for moment in [json!("2021-01-01"), json!(1_609_459_200)] {
        let mut given = given.clone();
        given["as_of"] = moment.clone();
        given["reference_date"] = moment;
        assert_eq!(room.texts("search", given).await?, ["Mia lives in Lisbon"]);
    }
    let given = json!({"user_id": "mia", "asOf": "2021-01-01"});
    assert_eq!(room.texts("get_all", given).await?, ["Mia lives in Lisbon"]);
    let given = json!({"query": "x", "user_id": "mia", "referenceDate": "soon"});
    let error = room.refusal("search", given).await?;
    assert_eq!(error["details"]["parameter"], "reference_date");
    Ok(())
}

#[tokio::test]
async fn a_reranker_is_asked_by_default_only_where_one_is_configured() -> TestResult {
    let room = filled().await?;
    let given = json!({"query": "green tea", "user_id": "mia"});
    let plain = room.call("search", given.clone()).await?;
    assert!(plain["results"][0].get("rerank_score").is_none());
    let mut asked = given.clone();
    asked["rerank"] = json!(true);
    let builtin = room.call("search", asked).await?;
    assert_eq!(texts(&builtin)[0], "Mia drinks green tea");

    room.memory.close().await?;
    let reranker = Arc::new(ScriptedReranker::default());
    let overrides = Overrides::default().reranker(reranker.clone());
    let memory = Memory::open_with(room.config(), overrides).await?;
    reranker.then_rank([(2, 0.9), (1, 0.5), (0, 0.1)]);
    let answer = calls::call(&memory, "search", given.clone()).await?;
    assert_eq!(reranker.requests().len(), 1);
    assert!(answer["results"][0]["rerank_score"].as_f64().is_some());
    let mut declined = given.clone();
    declined["rerank"] = json!(false);
    calls::call(&memory, "search", declined).await?;
    assert_eq!(reranker.requests().len(), 1);
    // The script is used up: the reranker fails, and the answer says so.
    let answer = calls::call(&memory, "search", given).await?;
    assert_eq!(texts(&answer).len(), 3);
    assert!(
        text_of(&answer["warnings"][0]).contains("reranker"),
        "{answer}"
    );
    Ok(())
}
