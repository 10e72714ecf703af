//! Lists.

use serde_json::json;

use super::{ServerUnderTest, texts};
use crate::TestResult;

/// Scoped by the query.
pub async fn the_first_version_lists_as_a_list(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("bo", "Skis").await?;
    assert_eq!(
        texts(&server.get("/v1/memories/?user_id=mia").await?),
        ["Rows"]
    );
    let page = server
        .get("/v1/memories/?user_id=mia&page=1&page_size=5")
        .await?;
    assert_eq!(texts(&page["results"]), ["Rows"]);
    Ok(())
}

/// With neither of them it is a list.
pub async fn the_second_version_lists_pages_when_both_numbers_are_given(
    server: &ServerUnderTest,
) -> TestResult {
    for number in 0..3 {
        server.add("mia", &format!("Fact {number}")).await?;
    }
    let body = json!({"filters": {"AND": [{"user_id": "mia"}]}});
    let all = server.post("/v2/memories/", body.clone()).await?;
    assert_eq!(texts(&all), ["Fact 2", "Fact 1", "Fact 0"]);
    let page = server
        .post("/v2/memories/?page=2&page_size=2", body)
        .await?;
    assert_eq!(texts(&page["results"]), ["Fact 0"]);
    assert_eq!((&page["count"], &page["next"]), (&json!(3), &json!(null)));
    assert!(
        page["previous"]
            .as_str()
            .is_some_and(|url| url.contains("page=1")),
        "{page}"
    );
    Ok(())
}

/// The size defaults to 100; a number may stand in the body.
pub async fn the_third_version_lists_pages_always(server: &ServerUnderTest) -> TestResult {
    for number in 0..3 {
        server.add("mia", &format!("Fact {number}")).await?;
    }
    let body = json!({"filters": {"user_id": "mia"}});
    let page = server.post("/v3/memories/", body).await?;
    assert_eq!(
        (&page["count"], &page["previous"]),
        (&json!(3), &json!(null))
    );
    assert_eq!(texts(&page["results"]).len(), 3);
    let body = json!({"filters": {"user_id": "mia"}, "page_size": 2});
    let page = server.post("/v3/memories/?page=1", body).await?;
    assert_eq!(texts(&page["results"]), ["Fact 2", "Fact 1"]);
    assert!(
        page["next"]
            .as_str()
            .is_some_and(|url| url.contains("page=2")),
        "{page}"
    );
    Ok(())
}

/// The words are the service's.
pub async fn a_page_beyond_the_end_is_not_found(server: &ServerUnderTest) -> TestResult {
    server.add("mia", "Rows").await?;
    let body = json!({"filters": {"user_id": "mia"}});
    let refusal = server
        .expect(404, "POST", "/v3/memories/?page=2", Some(body))
        .await?;
    assert_eq!(refusal["detail"], "Invalid page.");
    Ok(())
}

/// `client.get_all()` of old means the whole project.
pub async fn without_a_scope_only_the_third_version_refuses(
    server: &ServerUnderTest,
) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("bo", "Skis").await?;
    assert_eq!(texts(&server.get("/v1/memories/").await?), ["Skis", "Rows"]);
    assert_eq!(
        texts(&server.post("/v2/memories/", json!({})).await?),
        ["Skis", "Rows"]
    );
    server
        .expect(400, "POST", "/v3/memories/", Some(json!({})))
        .await?;
    let nobody = json!({"filters": {"categories": {"in": ["x"]}}});
    server
        .expect(400, "POST", "/v3/memories/", Some(nobody))
        .await?;
    Ok(())
}

/// What is neither is refused rather than ignored.
pub async fn the_query_takes_json_and_what_python_makes_of_it(
    server: &ServerUnderTest,
) -> TestResult {
    server
        .add_with(
            "Rows",
            json!({"user_id": "mia", "metadata": {"kind": "sport"}}),
        )
        .await?;
    server.add("mia", "Reads").await?;
    for metadata in [
        "%7B%22kind%22%3A%22sport%22%7D",
        "%7B%27kind%27%3A%20%27sport%27%7D",
    ] {
        let path = format!("/v1/memories/?user_id=mia&metadata={metadata}");
        assert_eq!(texts(&server.get(&path).await?), ["Rows"], "{metadata}");
    }
    let path = "/v1/memories/?user_id=mia&metadata=%5Bobject%20Object%5D";
    server.expect(400, "GET", path, None).await?;
    Ok(())
}

/// By creation.
pub async fn newest_come_first(server: &ServerUnderTest) -> TestResult {
    let first = server.add("mia", "Rows").await?;
    server.add("mia", "Skis").await?;
    let path = format!("/v1/memories/{first}/");
    server
        .expect(200, "PUT", &path, Some(json!({"text": "Rows daily"})))
        .await?;
    assert_eq!(
        server.texts(json!({"user_id": "mia"})).await?,
        ["Skis", "Rows daily"]
    );
    Ok(())
}

/// `get` shows them in any case.
pub async fn expired_memories_are_hidden_until_asked_for(server: &ServerUnderTest) -> TestResult {
    let more = json!({"user_id": "mia", "expiration_date": "2020-01-01"});
    let id = server.add_with("Rows", more).await?;
    assert!(server.texts(json!({"user_id": "mia"})).await?.is_empty());
    assert!(texts(&server.get("/v1/memories/?user_id=mia").await?).is_empty());
    let body = json!({"filters": {"user_id": "mia"}, "show_expired": true});
    let shown = server.post("/v3/memories/", body).await?;
    assert_eq!(texts(&shown["results"]), ["Rows"]);
    server.get(&format!("/v1/memories/{id}/")).await?;
    Ok(())
}

/// By pages, whether there are any or not.
pub async fn the_memories_of_one_entity_have_a_path_of_their_own(
    server: &ServerUnderTest,
) -> TestResult {
    server.add("mia", "Rows").await?;
    server.add("bo", "Bakes").await?;
    let page = server.get("/v1/memories/user/mia/?page=1").await?;
    assert_eq!(texts(&page["results"]), ["Rows"]);
    let page = server.get("/v1/memories/run/mia/").await?;
    assert_eq!((&page["count"], &page["next"]), (&json!(0), &json!(null)));
    server
        .expect(400, "GET", "/v1/memories/house/mia/", None)
        .await?;
    Ok(())
}
