//! The filter language.

use serde_json::json;

use super::ServerUnderTest;
use crate::TestResult;

/// One memory each, or none.
pub async fn every_documented_form_chooses_what_it_says(server: &ServerUnderTest) -> TestResult {
    let rows =
        json!({"user_id": "mia", "agent_id": "guide", "metadata": {"kind": "sport", "n": 3}});
    let rows_id = server.add_with("Rows on Sundays", rows).await?;
    server
        .add_with(
            "爱喝绿茶",
            json!({"user_id": "mia", "metadata": {"kind": "food"}}),
        )
        .await?;
    for (filters, expected) in [
        (
            json!({"user_id": "mia", "agent_id": "guide"}),
            &["Rows on Sundays"][..],
        ),
        (
            json!({"AND": [{"user_id": "mia"}, {"metadata": {"kind": "food"}}]}),
            &["爱喝绿茶"],
        ),
        (
            json!({"OR": [{"agent_id": "guide"}, {"user_id": "nobody"}]}),
            &["Rows on Sundays"],
        ),
        (
            json!({"AND": [{"user_id": "mia"}, {"NOT": {"agent_id": "guide"}}]}),
            &["爱喝绿茶"],
        ),
        (
            json!({"AND": [{"user_id": "mia"}, {"NOT": [{"agent_id": "guide"}, {"run_id": "x"}]}]}),
            &["爱喝绿茶"],
        ),
        (
            json!({"user_id": {"in": ["mia", "bo"]}, "agent_id": "*"}),
            &["Rows on Sundays"],
        ),
        (json!({"user_id": "mia", "agent_id": null}), &["爱喝绿茶"]),
        (
            json!({"user_id": "mia", "agent_id": {"ne": "guide"}}),
            &["爱喝绿茶"],
        ),
        (
            json!({"user_id": "mia", "metadata": {"kind": {"contains": "spo"}}}),
            &["Rows on Sundays"],
        ),
        (
            json!({"user_id": "mia", "keywords": {"icontains": "SUNDAY"}}),
            &["Rows on Sundays"],
        ),
        (
            json!({"user_id": "mia", "memory_ids": [rows_id]}),
            &["Rows on Sundays"],
        ),
        (
            json!({"user_id": "mia", "created_at": {"gte": "2020-01-01", "lt": "2020-02-01"}}),
            &[],
        ),
        (
            json!({"user_id": "mia", "created_at": {"gte": "2020-01-01"}}),
            &["爱喝绿茶", "Rows on Sundays"],
        ),
        (
            json!({"userId": "mia", "metadata.n": {"$gte": 3}}),
            &["Rows on Sundays"],
        ),
    ] {
        assert_eq!(server.texts(filters.clone()).await?, expected, "{filters}");
    }
    Ok(())
}

/// A mistyped field must not silently match nothing.
pub async fn an_unknown_field_is_refused_with_the_known_ones(
    server: &ServerUnderTest,
) -> TestResult {
    let body = json!({"filters": {"user_id": "mia", "user_idd": "bo"}});
    let refusal = server
        .expect(400, "POST", "/v3/memories/", Some(body))
        .await?;
    let text = refusal["detail"].as_str().unwrap_or_default();
    assert!(
        text.contains("Top-level key must be") && text.contains("'memory_ids'"),
        "{text}"
    );
    Ok(())
}

/// As the service of today does it.
pub async fn ids_that_are_not_named_do_not_constrain(server: &ServerUnderTest) -> TestResult {
    server
        .add_with("Rows", json!({"user_id": "mia", "agent_id": "guide"}))
        .await?;
    server
        .add_with("Skis", json!({"user_id": "mia", "run_id": "monday"}))
        .await?;
    assert_eq!(
        server.texts(json!({"user_id": "mia"})).await?,
        ["Skis", "Rows"]
    );
    Ok(())
}
