//! `add`: what it takes, what it answers, what it refuses in which order.

use serde_json::{Value, json};

use crate::room::{Room, TestResult, keys, text_of, texts};

#[tokio::test]
async fn what_is_drawn_from_a_conversation_is_told_with_id_text_and_event() -> TestResult {
    let room = Room::new().await?;
    let talk = json!([
        {"role": "user", "content": "我喜欢披萨，讨厌西兰花"},
        {"role": "assistant", "content": "我会记住您的食物偏好！"},
    ]);
    let added = room
        .call("add", json!({"messages": talk, "user_id": "user123"}))
        .await?;
    assert_eq!(keys(&added)[0], "results");
    assert!(added.get("relations").is_none());
    let first = &added["results"][0];
    assert_eq!(keys(first), ["id", "memory", "event"]);
    assert_eq!(first["event"], "ADD");
    assert!(text_of(&first["memory"]).contains("披萨"));
    Ok(())
}

#[tokio::test]
async fn a_text_a_message_and_a_list_are_messages() -> TestResult {
    let room = Room::new().await?;
    let message = json!({"role": "user", "content": "Tea, please."});
    for messages in [json!("Tea, please."), message.clone(), json!([message])] {
        let arguments = json!({"messages": messages, "user_id": "mia", "infer": false});
        let added = room.call("add", arguments).await?;
        assert_eq!(texts(&added), ["Tea, please."]);
    }
    Ok(())
}

#[tokio::test]
async fn word_for_word_every_message_but_the_systems_is_a_memory_with_its_role() -> TestResult {
    let room = Room::new().await?;
    let talk = json!([
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "我住在杭州", "name": "小雨"},
        {"role": "assistant", "content": "Noted."},
        {"role": "user", "content": "我住在杭州"},
    ]);
    let arguments = json!({"messages": talk, "user_id": "mia", "infer": false});
    let added = room.call("add", arguments).await?;
    // No gate, not even against repetition.
    assert_eq!(texts(&added), ["我住在杭州", "Noted.", "我住在杭州"]);
    let [named, answer] = [&added["results"][0], &added["results"][1]];
    assert_eq!(keys(named), ["id", "memory", "event", "actor_id", "role"]);
    assert_eq!(
        (&named["actor_id"], &named["role"]),
        (&json!("小雨"), &json!("user"))
    );
    assert_eq!(
        (&answer["actor_id"], &answer["role"]),
        (&Value::Null, &json!("assistant"))
    );
    Ok(())
}

#[tokio::test]
async fn a_procedure_needs_no_agent_and_no_list() -> TestResult {
    let room = Room::new().await?;
    let steps = "部署应用的步骤：1. 运行测试 2. 构建 Docker 镜像 3. 推送到仓库 4. 更新 k8s 清单";
    let arguments =
        json!({"messages": steps, "user_id": "developer123", "memory_type": "procedural_memory"});
    let added = room.call("add", arguments).await?;
    let rows = added["results"].as_array().ok_or("no list")?;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["event"], "ADD");
    let kept = room
        .call("get", json!({"memory_id": rows[0]["id"]}))
        .await?;
    assert_eq!(kept["kind"], "procedure");
    assert_eq!(kept["metadata"]["memory_type"], "procedural_memory");
    let found = room
        .texts(
            "search",
            json!({"query": "如何部署？", "user_id": "developer123"}),
        )
        .await?;
    assert!(found[0].contains("Docker"), "{found:?}");
    Ok(())
}

#[tokio::test]
async fn only_procedures_can_be_asked_for() -> TestResult {
    let room = Room::new().await?;
    for wrong in [
        json!("semantic_memory"),
        json!("episodic_memory"),
        json!(""),
        json!(3),
    ] {
        let arguments = json!({"messages": "hi", "user_id": "mia", "memory_type": wrong});
        let error = room.refusal("add", arguments).await?;
        assert_eq!(error["code"], "VALIDATION_002", "{wrong}");
        assert_eq!(error["details"]["valid_type"], "procedural_memory");
    }
    let arguments = json!({"messages": "hi", "user_id": "mia", "memory_type": null});
    room.call("add", arguments).await?;
    Ok(())
}

#[tokio::test]
async fn ids_are_checked_before_the_type_and_the_type_before_the_messages() -> TestResult {
    let room = Room::new().await?;
    let mut wrong = json!({"messages": 42, "memory_type": "nonsense"});
    assert_eq!(
        room.refusal("add", wrong.clone()).await?["code"],
        "VALIDATION_001"
    );
    wrong["user_id"] = json!("mia");
    assert_eq!(
        room.refusal("add", wrong.clone()).await?["code"],
        "VALIDATION_002"
    );
    wrong["memory_type"] = Value::Null;
    assert_eq!(
        room.refusal("add", wrong.clone()).await?["code"],
        "VALIDATION_003"
    );
    wrong["messages"] = json!("hi");
    room.call("add", wrong).await?;
    Ok(())
}

#[tokio::test]
async fn what_is_no_message_is_refused_with_its_type() -> TestResult {
    let room = Room::new().await?;
    for (messages, name) in [
        (json!(42), "int"),
        (json!(1.5), "float"),
        (json!(true), "bool"),
        (Value::Null, "NoneType"),
    ] {
        let error = room
            .refusal("add", json!({"messages": messages, "user_id": "mia"}))
            .await?;
        assert_eq!(error["code"], "VALIDATION_003");
        assert_eq!(error["kind"], "input");
        assert_eq!(error["details"]["provided_type"], name);
        assert_eq!(
            error["details"]["valid_types"],
            json!(["str", "dict", "list[dict]"])
        );
    }
    let error = room.refusal("add", json!({"user_id": "mia"})).await?;
    assert_eq!(error["code"], "VALIDATION_003");
    let odd = json!({"messages": [{"role": "user", "content": 7}], "user_id": "mia"});
    let error = room.refusal("add", odd).await?;
    assert_eq!(error["code"], "VALIDATION_003");
    assert_eq!(room.count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn ids_in_the_metadata_are_dropped_with_a_warning() -> TestResult {
    let room = Room::new().await?;
    let metadata = json!({"user_id": "eve", "agent_id": 1, "run_id": null, "actor_id": "x",
        "topic": "旅行"});
    let arguments = json!({"messages": "Mia was in Lisbon", "user_id": "mia", "infer": false,
        "metadata": metadata});
    let added = room.call("add", arguments).await?;
    let warning = text_of(&added["warnings"][0]);
    for key in ["user_id", "agent_id", "run_id", "actor_id"] {
        assert!(warning.contains(key), "{warning}");
    }
    let kept = room
        .call("get", json!({"memory_id": added["results"][0]["id"]}))
        .await?;
    assert_eq!(kept["metadata"], json!({"topic": "旅行"}));
    assert_eq!(kept["user_id"], "mia");
    assert!(kept.get("agent_id").is_none());
    Ok(())
}

#[tokio::test]
async fn an_observation_has_its_own_time() -> TestResult {
    let room = Room::new().await?;
    for (timestamp, written) in [
        (json!(1_714_557_600), "2024-05-01T10:00:00.000000+00:00"),
        (json!(1_714_557_600.5), "2024-05-01T10:00:00.500000+00:00"),
        (
            json!("2024-05-01T18:00:00+08:00"),
            "2024-05-01T10:00:00.000000+00:00",
        ),
        (json!("2024-05-01"), "2024-05-01T00:00:00.000000+00:00"),
    ] {
        let id = room
            .keep_with("Mia ran", json!({"timestamp": timestamp}))
            .await?;
        let kept = room.call("get", json!({"memory_id": id})).await?;
        assert_eq!(kept["occurred_at"], written);
        assert_ne!(kept["created_at"], written);
    }
    for wrong in [json!(true), json!("明天"), json!([1]), json!({})] {
        let arguments = json!({"messages": "x", "user_id": "mia", "timestamp": wrong});
        let error = room.refusal("add", arguments).await?;
        assert_eq!(error["details"]["parameter"], "timestamp", "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn a_memory_has_an_md5_and_two_equal_times_in_utc() -> TestResult {
    let room = Room::new().await?;
    let id = room.keep("hello").await?;
    let kept = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(kept["hash"], "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(kept["created_at"], kept["updated_at"]);
    let created = text_of(&kept["created_at"]);
    assert!(
        created.ends_with("+00:00") && created.len() == 32,
        "{created}"
    );
    Ok(())
}

#[tokio::test]
async fn expiry_is_a_date_or_the_day_of_a_moment() -> TestResult {
    let room = Room::new().await?;
    for day in [
        "2126-12-31",
        "2126-12-31T10:00:00",
        "2126-12-31T23:00:00+00:00",
    ] {
        let id = room.keep_with("x", json!({"expirationDate": day})).await?;
        let kept = room.call("get", json!({"memory_id": id})).await?;
        assert_eq!(kept["expiration_date"], "2126-12-31", "{day}");
    }
    for wrong in [
        json!("31.12.2026"),
        json!(1_714_557_600),
        json!("2026-02-30"),
        json!(true),
    ] {
        let arguments = json!({"messages": "x", "user_id": "mia", "expiration_date": wrong});
        let error = room.refusal("add", arguments).await?;
        assert_eq!(error["details"]["parameter"], "expiration_date", "{wrong}");
    }
    Ok(())
}

#[tokio::test]
async fn categories_and_immutability_stay_with_the_memory() -> TestResult {
    let room = Room::new().await?;
    let more = json!({"categories": ["sport", "健康"], "immutable": true});
    let id = room.keep_with("Mia runs", more).await?;
    let kept = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(kept["categories"], json!(["sport", "健康"]));
    assert_eq!(kept["immutable"], true);
    let error = room
        .refusal("update", json!({"memory_id": id, "text": "Mia walks"}))
        .await?;
    assert_eq!(error["code"], "IMMUTABLE_001");
    assert_eq!(error["details"], json!({"memory_id": id}));
    let id = room
        .keep_with("Mia swims", json!({"categories": "sport"}))
        .await?;
    let kept = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(kept["categories"], json!(["sport"]));
    Ok(())
}

#[tokio::test]
async fn what_to_keep_and_what_to_leave_out_may_be_words_or_lists() -> TestResult {
    let room = Room::new().await?;
    let said = "I love spicy ramen. I work as a nurse in Lisbon.";
    for (user, excludes) in [
        ("ann", json!("food, meals")),
        ("ben", json!(["food", "meals"])),
    ] {
        let arguments = json!({"messages": said, "user_id": user, "excludes": excludes});
        let added = texts(&room.call("add", arguments).await?);
        assert!(added.iter().any(|text| text.contains("nurse")), "{added:?}");
        assert!(
            !added.iter().any(|text| text.contains("ramen")),
            "{added:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_moment_of_creation_in_the_metadata_is_kept() -> TestResult {
    let room = Room::new().await?;
    for (written, kept) in [
        (json!("2020-01-02T03:04:05+08:00"), "2020-01-01T19:04:05"),
        (json!("2020-01-02"), "2020-01-02T00:00:00"),
        (json!(1_577_934_245), "2020-01-02T03:04:05"),
    ] {
        let metadata = json!({"metadata": {"created_at": written, "topic": "tea"}});
        let id = room.keep_with("Mia likes tea", metadata).await?;
        let item = room.call("get", json!({"memory_id": id})).await?;
        for key in ["created_at", "updated_at", "occurred_at"] {
            assert!(text_of(&item[key]).starts_with(kept), "{key}: {item}");
        }
        assert_eq!(item["metadata"], json!({"topic": "tea"}));
        let history = room.call("history", json!({"memory_id": id})).await?;
        assert!(
            text_of(&history[0]["created_at"]).starts_with(kept),
            "{history}"
        );
    }
    let odd = json!({"metadata": {"created_at": "long ago"}});
    let id = room.keep_with("Mia likes tea", odd).await?;
    let item = room.call("get", json!({"memory_id": id})).await?;
    assert_eq!(item["metadata"], json!({"created_at": "long ago"}));
    Ok(())
}
