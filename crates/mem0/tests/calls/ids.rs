//! Whose memories: ids outside and inside of filters.

use mem0::{AddOptions, Scope};
use serde_json::{Value, json};

use crate::room::{Room, TestResult, sorted, text_of};

const WITH_IDS: [&str; 6] = [
    "add",
    "search",
    "get_all",
    "delete_all",
    "forget_all",
    "retry",
];

/// Enough for every operation that needs an id.
fn arguments(operation: &str) -> Value {
    match operation {
        "add" => json!({"messages": "x", "infer": false}),
        "search" => json!({"query": "x"}),
        _ => json!({}),
    }
}

#[tokio::test]
async fn without_an_id_every_operation_that_needs_one_says_which_there_are() -> TestResult {
    let room = Room::new().await?;
    room.keep("Mia's").await?;
    for operation in WITH_IDS {
        let mut given = arguments(operation);
        for ids in [json!({}), json!({"user_id": null, "agent_id": null})] {
            for (name, value) in ids.as_object().into_iter().flatten() {
                given[name] = value.clone();
            }
            let error = room.refusal(operation, given.clone()).await?;
            assert_eq!(error["code"], "VALIDATION_001", "{operation}");
            assert_eq!(
                error["details"]["provided_ids"],
                json!({"user_id": null, "agent_id": null, "run_id": null})
            );
            assert!(text_of(&error["hint"]).contains("reset"), "{error}");
        }
    }
    assert_eq!(room.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_id_that_is_blank_or_has_blanks_inside_is_refused_everywhere() -> TestResult {
    let room = Room::new().await?;
    room.keep_with("Mia's", json!({"agent_id": "coach"}))
        .await?;
    for operation in WITH_IDS {
        for wrong in ["", "  ", "\u{3000}", "mia smith", "李 雷", "a\nb"] {
            let mut given = arguments(operation);
            given["user_id"] = json!(wrong);
            given["agent_id"] = json!("coach");
            let error = room.refusal(operation, given).await?;
            assert_eq!(error["code"], "VALIDATION_004", "{operation} {wrong:?}");
            assert_eq!(error["details"]["id"], "user_id");
        }
        for wrong in [json!(["mia"]), json!({"id": "mia"})] {
            let mut given = arguments(operation);
            given["agent_id"] = wrong;
            let error = room.refusal(operation, given).await?;
            assert_eq!(error["details"]["id"], "agent_id", "{operation}");
        }
    }
    assert_eq!(room.count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_id_is_a_trimmed_text_and_numbers_are_their_text() -> TestResult {
    let room = Room::new().await?;
    for (given, kept) in [
        (json!("  mia "), "mia"),
        (json!(42), "42"),
        (json!(1.5), "1.5"),
        (json!(true), "true"),
        (json!("user_a@b.example/早上"), "user_a@b.example/早上"),
    ] {
        let arguments = json!({"messages": "x", "userId": given, "infer": false});
        let added = room.call("add", arguments).await?;
        let memory = room
            .call("get", json!({"id": added["results"][0]["id"]}))
            .await?;
        assert_eq!(memory["user_id"], kept);
        let listed = room.texts("get_all", json!({"user_id": kept})).await?;
        assert_eq!(listed.len(), 1);
        let filters = json!({"filters": {"user_id": given}});
        assert_eq!(room.texts("get_all", filters).await?.len(), 1, "{given}");
    }
    Ok(())
}

#[tokio::test]
async fn all_ids_are_stored_and_every_one_given_must_fit() -> TestResult {
    let room = Room::new().await?;
    let ids = json!({"agent_id": "coach", "run_id": "monday", "app_id": "web"});
    let id = room.keep_with("together", ids).await?;
    room.keep("Mia alone").await?;
    let kept = room.call("get", json!({"memory_id": id})).await?;
    for (name, value) in [
        ("user_id", "mia"),
        ("agent_id", "coach"),
        ("run_id", "monday"),
        ("app_id", "web"),
    ] {
        assert_eq!(kept[name], value);
    }
    let listed = async |ids: Value| room.texts("get_all", ids).await;
    assert_eq!(listed(json!({"agent_id": "coach"})).await?, ["together"]);
    assert_eq!(
        listed(json!({"user_id": "mia", "runId": "monday"})).await?,
        ["together"]
    );
    assert_eq!(listed(json!({"user_id": "mia"})).await?.len(), 2);
    assert!(
        listed(json!({"user_id": "mia", "agent_id": "x"}))
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn filters_may_name_the_ids() -> TestResult {
    let room = Room::new().await?;
    room.keep("Mia's").await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    for filters in [
        json!({"user_id": "mia"}),
        json!({"userId": " mia "}),
        json!({"user_id": {"eq": "mia"}}),
        json!({"AND": [{"user_id": "mia"}]}),
        json!({"$and": [{"user_id": "mia"}, {"hash": "*"}]}),
    ] {
        let listed = room.texts("get_all", json!({"filters": filters})).await?;
        assert_eq!(listed, ["Mia's"], "{filters}");
        let found = room
            .texts("search", json!({"query": "whose", "filters": filters}))
            .await?;
        assert_eq!(found, ["Mia's"], "{filters}");
    }
    for filters in [
        json!({}),
        json!({"topic": "x"}),
        json!({"user_id": "*"}),
        json!({"user_id": null}),
        json!({"user_id": ["mia", "ben"]}),
        json!({"OR": [{"user_id": "mia"}, {"user_id": "ben"}]}),
        json!({"NOT": [{"user_id": "mia"}]}),
    ] {
        let error = room.refusal("get_all", json!({"filters": filters})).await?;
        assert_eq!(error["code"], "VALIDATION_001", "{filters}");
    }
    for filters in [
        json!({"user_id": " "}),
        json!({"AND": [{"user_id": "a b"}]}),
    ] {
        let error = room.refusal("get_all", json!({"filters": filters})).await?;
        assert_eq!(error["code"], "VALIDATION_004", "{filters}");
    }
    Ok(())
}

#[tokio::test]
async fn an_id_outside_of_the_filters_counts_where_both_name_one() -> TestResult {
    let room = Room::new().await?;
    room.keep("Mia's").await?;
    room.keep_with("Ben's", json!({"user_id": "ben"})).await?;
    for filters in [
        json!({"user_id": "ben"}),
        json!({"AND": [{"userId": "ben"}, {"user_id": "ann"}]}),
    ] {
        let arguments = json!({"user_id": "mia", "filters": filters});
        assert_eq!(
            room.texts("get_all", arguments).await?,
            ["Mia's"],
            "{filters}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn no_filter_shows_a_memory_of_somebody_else() -> TestResult {
    let room = Room::new().await?;
    room.keep_with("Mia's", json!({"metadata": {"topic": "x"}}))
        .await?;
    room.keep_with(
        "Ben's",
        json!({"user_id": "ben", "metadata": {"topic": "x"}}),
    )
    .await?;
    for filters in [
        json!({"OR": [{"user_id": "ben"}, {"topic": "x"}]}),
        json!({"OR": [{"user_id": "ben"}, {"user_id": "mia"}]}),
        json!({"NOT": [{"user_id": "nobody"}]}),
        json!({"user_id": {"ne": "mia"}}),
        json!({"user_id": {"in": ["mia", "ben"]}}),
        json!({"user_id": "*"}),
        json!({"OR": [{"NOT": [{"topic": "x"}]}, {"NOT": {"user_id": "mia"}}, {"topic": "*"}]}),
    ] {
        for (operation, mut given) in [
            ("get_all", json!({"user_id": "mia"})),
            ("search", json!({"user_id": "mia", "query": "whose is it"})),
        ] {
            given["filters"] = filters.clone();
            let seen = room.texts(operation, given).await?;
            assert!(!seen.contains(&"Ben's".to_owned()), "{operation} {filters}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn add_takes_ids_from_filters_and_warns_of_conditions() -> TestResult {
    let room = Room::new().await?;
    let arguments = json!({"messages": "x", "infer": false,
        "filters": {"user_id": "mia", "agentId": "coach"}});
    let added = room.call("add", arguments).await?;
    assert!(added.get("warnings").is_none(), "{added}");
    let arguments = json!({"messages": "y", "infer": false, "user_id": "mia",
        "filters": {"topic": "z"}});
    let added = room.call("add", arguments).await?;
    assert!(
        text_of(&added["warnings"][0]).contains("filters"),
        "{added}"
    );
    let listed = room.texts("get_all", json!({"user_id": "mia"})).await?;
    assert_eq!(sorted(listed), ["x", "y"]);
    assert_eq!(
        room.texts("get_all", json!({"agent_id": "coach"})).await?,
        ["x"]
    );
    Ok(())
}

#[tokio::test]
async fn memories_under_an_id_with_blanks_are_reached_by_a_filter() -> TestResult {
    let room = Room::new().await?;
    let options = AddOptions::new(Scope::user("张 三")).verbatim();
    room.memory.add("我住在杭州", options).await?;
    let filters = json!({"user_id": {"eq": "张 三"}});
    let listed = room.texts("get_all", json!({"filters": filters})).await?;
    assert_eq!(listed, ["我住在杭州"]);
    let given = json!({"query": "住在哪里？", "filters": filters});
    assert_eq!(room.texts("search", given).await?, ["我住在杭州"]);
    Ok(())
}
