//! Every form of filter, in `search` and in `get_all` alike.

use serde_json::{Value, json};

use crate::room::{Room, TestResult, sorted, text_of};

/// Memories by name, with what filters look at.
async fn filled() -> TestResult<Room> {
    let room = Room::new().await?;
    for (name, metadata) in [
        (
            "one",
            json!({"type": "study_session", "score": 1, "tags": ["a", "b"],
            "timestamp": "2024-01-10T09:00:00", "place": {"city": "杭州"}}),
        ),
        (
            "two",
            json!({"type": "study_session", "score": 2.5, "tags": ["c"],
            "timestamp": "2024-02-10T09:00:00+08:00", "done": true}),
        ),
        (
            "three",
            json!({"type": "会议", "score": "2", "timestamp": "2024-03-01"}),
        ),
        ("four", json!({})),
    ] {
        room.keep_with(name, json!({"metadata": metadata})).await?;
    }
    room.keep_with(
        "other",
        json!({"user_id": "ben", "metadata": {"type": "study_session"}}),
    )
    .await?;
    Ok(room)
}

/// What passes, in alphabetical order; both operations must agree.
async fn passing(room: &Room, filters: &Value) -> TestResult<Vec<String>> {
    let listed = json!({"user_id": "mia", "filters": filters});
    let searched = json!({"user_id": "mia", "filters": filters, "query": "numbers"});
    let listed = sorted(room.texts("get_all", listed).await?);
    let searched = sorted(room.texts("search", searched).await?);
    assert_eq!(listed, searched, "{filters}");
    Ok(listed)
}

async fn check(table: &[(Value, &[&str])]) -> TestResult {
    let room = filled().await?;
    for (filters, expected) in table {
        let expected = sorted(expected.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(passing(&room, filters).await?, expected, "{filters}");
    }
    Ok(())
}

#[tokio::test]
async fn metadata_is_found_by_its_key_with_and_without_the_prefix() -> TestResult {
    check(&[
        (json!({}), &["one", "two", "three", "four"]),
        (json!({"type": "study_session"}), &["one", "two"]),
        (json!({"metadata.type": "study_session"}), &["one", "two"]),
        (json!({"metadata.type": "会议"}), &["three"]),
        (json!({"metadata": {"type": "会议"}}), &["three"]),
        (json!({"metadata.place.city": "杭州"}), &["one"]),
        (json!({"type": "study_session", "done": true}), &["two"]),
    ])
    .await
}

#[tokio::test]
async fn values_are_compared_by_type() -> TestResult {
    check(&[
        (json!({"score": 1}), &["one"]),
        (json!({"score": 1.0}), &["one"]),
        (json!({"score": "1"}), &[]),
        (json!({"score": "2"}), &["three"]),
        (json!({"score": 2}), &[]),
        (json!({"done": true}), &["two"]),
        (json!({"done": 1}), &[]),
        (json!({"tags": "b"}), &["one"]),
    ])
    .await
}

#[tokio::test]
async fn every_operator_works_with_and_without_a_dollar_sign() -> TestResult {
    for sign in ["", "$"] {
        let on = |field: &str, operator: &str, operand: Value| json!({field: {format!("{sign}{operator}"): operand}});
        check(&[
            (on("score", "eq", json!(1)), &["one"]),
            (on("score", "ne", json!(1)), &["two", "three", "four"]),
            (on("score", "gt", json!(1)), &["two"]),
            (on("score", "gte", json!(1)), &["one", "two"]),
            (on("score", "lt", json!(2.5)), &["one"]),
            (on("score", "lte", json!(2.5)), &["one", "two"]),
            (on("type", "in", json!(["会议", "x"])), &["three"]),
            (on("type", "nin", json!(["会议"])), &["one", "two", "four"]),
            (on("type", "contains", json!("study")), &["one", "two"]),
            (on("type", "icontains", json!("STUDY")), &["one", "two"]),
            (on("type", "exists", json!(false)), &["four"]),
        ])
        .await?;
    }
    check(&[
        (json!({"score": {"gte": 1, "lt": 2}}), &["one"]),
        (
            json!({"type": ["会议", "study_session"]}),
            &["one", "two", "three"],
        ),
        (json!({"type": "*"}), &["one", "two", "three"]),
        (json!({"type": null}), &["four"]),
    ])
    .await
}

#[tokio::test]
async fn times_are_compared_as_instants() -> TestResult {
    check(&[
        (
            json!({"metadata.timestamp": {"$gte": "2024-02-10T00:00:00"}}),
            &["two", "three"],
        ),
        (
            json!({"metadata.timestamp": {"$gte": "2024-02-10T01:00:00+00:00"}}),
            &["two", "three"],
        ),
        (
            json!({"metadata.timestamp": {"gt": "2024-02-10T01:00:00Z"}}),
            &["three"],
        ),
        (
            json!({"metadata.timestamp": {"gte": "2024-01-10", "lt": "2024-02-01"}}),
            &["one"],
        ),
        (
            json!({"created_at": {"gte": "2020-01-01", "lt": "2120-01-01T00:00:00"}}),
            &["one", "two", "three", "four"],
        ),
        (json!({"created_at": {"lt": "2020-01-01"}}), &[]),
    ])
    .await
}

#[tokio::test]
async fn logic_nests() -> TestResult {
    check(&[
        (
            json!({"AND": [{"type": "study_session"}, {"score": {"gt": 1}}]}),
            &["two"],
        ),
        (
            json!({"OR": [{"type": "会议"}, {"score": 1}]}),
            &["one", "three"],
        ),
        (json!({"NOT": [{"type": "会议"}]}), &["one", "two", "four"]),
        (
            json!({"NOT": [{"type": "会议"}, {"score": 1}]}),
            &["two", "four"],
        ),
        (
            json!({"NOT": {"type": "study_session"}}),
            &["three", "four"],
        ),
        (
            json!({"$or": [{"$and": [{"score": 1}, {"tags": "a"}]}, {"not": [{"type": "*"}]}]}),
            &["one", "four"],
        ),
        (
            json!({"OR": [{"NOT": [{"OR": [{"score": 1}, {"score": 2.5}]}]}, {"done": true}],
            "type": "*"}),
            &["two", "three"],
        ),
        (
            json!({"AND": [{"AND": [{"AND": [{"type": "会议"}]}]}]}),
            &["three"],
        ),
    ])
    .await
}

#[tokio::test]
async fn the_memorys_own_fields_can_be_asked_for() -> TestResult {
    let room = filled().await?;
    let arguments = json!({"messages": [{"role": "assistant", "content": "五", "name": "小雨"}],
        "user_id": "mia", "infer": false});
    room.call("add", arguments).await?;
    let hash = "f97c5d29941bfb1b2fdab0874906ab82";
    for filters in [
        json!({"role": "assistant"}),
        json!({"actor_id": "小雨"}),
        json!({"memory": {"contains": "五"}}),
        json!({"data": "五"}),
    ] {
        assert_eq!(passing(&room, &filters).await?, ["五"], "{filters}");
    }
    assert_eq!(passing(&room, &json!({"hash": hash})).await?, ["one"]);
    Ok(())
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused_with_its_place() -> TestResult {
    let room = filled().await?;
    for (filters, place) in [
        (json!({"score": {"gte": 1, "bigger": 2}}), "bigger"),
        (json!({"score": {"$regexp": "x"}}), "regexp"),
        (json!({"AND": {"a": 1}}), "AND"),
        (json!({"OR": []}), "OR"),
        (json!({"OR": {"a": 1}}), "OR"),
        (json!({"NOT": []}), "NOT"),
        (json!({"AND": [{"OR": [{"a": {"inn": [1]}}]}]}), "inn"),
        (json!({"a": {}}), "a"),
    ] {
        for operation in ["search", "get_all"] {
            let mut given = json!({"user_id": "mia", "filters": filters});
            if operation == "search" {
                given["query"] = json!("x");
            }
            let error = room.refusal(operation, given).await?;
            assert_eq!(error["code"], "VALIDATION_006", "{filters}");
            assert!(text_of(&error["error"]).contains(place), "{error}");
        }
    }
    for wrong in [json!("x"), json!([1]), json!(true)] {
        let error = room
            .refusal("get_all", json!({"user_id": "mia", "filters": wrong}))
            .await?;
        assert_eq!(error["details"]["parameter"], "filters", "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn a_bottomless_filter_is_refused() -> TestResult {
    let room = Room::new().await?;
    let mut filters = json!({"a": 1});
    for _ in 0..120 {
        filters = json!({"AND": [filters]});
    }
    let error = room
        .refusal("get_all", json!({"user_id": "mia", "filters": filters}))
        .await?;
    assert_eq!(error["code"], "VALIDATION_006");
    Ok(())
}
