//! Searches.

use serde_json::{Value, json};

use super::{ServerUnderTest, texts};
use crate::TestResult;

async fn told(server: &ServerUnderTest) -> TestResult {
    server
        .add("mia", "Mia rows on the river every Sunday")
        .await?;
    server.add("mia", "Mia bakes bread").await?;
    server.add("bo", "Bo rows on the river too").await?;
    Ok(())
}

/// 0 to 1, higher is better.
pub async fn the_best_comes_first_with_its_score(server: &ServerUnderTest) -> TestResult {
    told(server).await?;
    let body = json!({"query": "rows on the river", "filters": {"user_id": "mia"}});
    let found = server.post("/v3/memories/search/", body).await?;
    assert_eq!(
        texts(&found["results"])[0],
        "Mia rows on the river every Sunday"
    );
    let scores: Vec<f64> = found["results"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|hit| hit["score"].as_f64())
        .collect();
    assert!(
        !scores.is_empty() && scores.is_sorted_by(|one, next| one >= next),
        "{scores:?}"
    );
    assert!(
        scores.iter().all(|score| (0.0..=1.0).contains(score)),
        "{scores:?}"
    );
    Ok(())
}

/// Array by default.
pub async fn the_first_version_answers_a_list_or_what_was_asked_for(
    server: &ServerUnderTest,
) -> TestResult {
    told(server).await?;
    let mut body = json!({"query": "rows on the river", "user_id": "mia"});
    let list = server.post("/v1/memories/search/", body.clone()).await?;
    assert_eq!(texts(&list)[0], "Mia rows on the river every Sunday");
    body["output_format"] = json!("v1.1");
    let object = server.post("/v1/memories/search/", body.clone()).await?;
    assert_eq!(
        texts(&object["results"])[0],
        "Mia rows on the river every Sunday"
    );
    body["enable_graph"] = json!(true);
    let object = server.post("/v1/memories/search/", body).await?;
    assert!(object["relations"].is_array(), "{object}");
    Ok(())
}

/// As clients of 1.x send them.
pub async fn the_second_version_ands_ids_beside_filters(server: &ServerUnderTest) -> TestResult {
    told(server).await?;
    let body = json!({
        "query": "rows on the river", "user_id": "mia", "version": "v1",
        "filters": {"user_id": {"in": ["mia", "bo"]}},
    });
    let found = server.post("/v2/memories/search/", body).await?;
    assert_eq!(texts(&found), ["Mia rows on the river every Sunday"]);
    Ok(())
}

/// An id beside them is refused.
pub async fn the_third_version_takes_ids_in_filters_only(server: &ServerUnderTest) -> TestResult {
    told(server).await?;
    let body = json!({"query": "river", "user_id": "mia", "filters": {"user_id": "mia"}});
    server
        .expect(400, "POST", "/v3/memories/search/", Some(body))
        .await?;
    Ok(())
}

/// In every version.
pub async fn a_search_without_scope_or_question_is_refused(server: &ServerUnderTest) -> TestResult {
    for version in ["v1", "v2", "v3"] {
        let path = format!("/{version}/memories/search/");
        for body in [
            json!({"query": "river"}),
            json!({"query": "river", "filters": {}}),
            json!({"query": "  ", "filters": {"user_id": "mia"}}),
            json!({"filters": {"user_id": "mia"}}),
        ] {
            server.expect(400, "POST", &path, Some(body)).await?;
        }
    }
    Ok(())
}

/// By either name, 1 to 1,000.
pub async fn no_more_are_found_than_asked_for(server: &ServerUnderTest) -> TestResult {
    for number in 0..4 {
        server
            .add("mia", &format!("River trip number {number}"))
            .await?;
    }
    let body = |name: &str, number: Value| json!({"query": "river trip number", "filters": {"user_id": "mia"}, name: number});
    for name in ["top_k", "limit"] {
        let found = server
            .post("/v2/memories/search/", body(name, json!(2)))
            .await?;
        assert_eq!(texts(&found).len(), 2, "{name}");
    }
    for number in [0, 1001] {
        let body = body("top_k", json!(number));
        server
            .expect(400, "POST", "/v3/memories/search/", Some(body))
            .await?;
    }
    Ok(())
}

/// And the id.
pub async fn only_the_fields_asked_for_come(server: &ServerUnderTest) -> TestResult {
    told(server).await?;
    let body = json!({"query": "bakes bread", "user_id": "mia", "fields": ["memory"]});
    let found = server.post("/v1/memories/search/", body).await?;
    assert!(
        found[0]["id"].is_string() && found[0]["memory"].is_string(),
        "{found}"
    );
    assert!(found[0].get("created_at").is_none(), "{found}");
    Ok(())
}

/// Zero leaves out nothing.
pub async fn a_threshold_leaves_out_what_scores_less(server: &ServerUnderTest) -> TestResult {
    told(server).await?;
    let body = |threshold: f64| {
        json!({"query": "rows on the river every sunday", "filters": {"user_id": "mia"},
               "threshold": threshold})
    };
    let high = server.post("/v3/memories/search/", body(0.6)).await?;
    for hit in high["results"].as_array().into_iter().flatten() {
        assert!(hit["score"].as_f64() >= Some(0.6), "{hit}");
    }
    let all = server.post("/v3/memories/search/", body(0.0)).await?;
    assert_eq!(texts(&all["results"]).len(), 2);
    Ok(())
}
