//! Which memory an operation means, and that each gets one.

use super::*;

#[tokio::test]
async fn targets_are_understood_however_they_are_written() {
    for target in [
        json!(1),
        json!("1"),
        json!(1.0),
        json!("#1"),
        json!("memory 1"),
        json!([1]),
    ] {
        let answer = json!({"operations": [
            {"op": "update", "target": target, "text": "User lives in Porto", "quote": "live in Porto"}]});
        let proposal = judged(answer, "I live in Porto now", &["User lives in Lisbon"]).await;
        assert!(
            matches!(&proposal.operations[..], [Operation::Update { memory_id, .. }] if memory_id == "id-1"),
            "{target}: {proposal:?}"
        );
    }
}

#[tokio::test]
async fn the_text_that_is_repeated_decides_over_the_number() {
    let said = "I live in Porto now, and I sold my car";
    let texts = ["User lives in Lisbon", "User has a car"];
    let answer = json!({"memory": [
        {"id": "7", "event": "UPDATE", "text": "User lives in Porto", "old_memory": "user lives in Lisbon."},
        {"id": 1, "event": "DELETE", "text": "User has a car"},
    ]});
    let proposal = judged(answer, said, &texts).await;
    assert!(
        matches!(&proposal.operations[..], [
            Operation::Update { memory_id: updated, .. }, Operation::Delete { memory_id: deleted, .. }
        ] if updated == "id-1" && deleted == "id-2"),
        "{proposal:?}"
    );
}

#[tokio::test]
async fn a_target_that_was_not_shown_is_never_touched() {
    let answer = json!({"operations": [
        {"op": "update", "target": 9, "text": "User lives in Porto", "quote": "I live in Porto"},
        {"op": "delete", "target": 9, "text": "User lives somewhere", "quote": "I live in Porto"},
        {"op": "delete", "target": 0, "text": "", "quote": "I live in Porto"},
        {"op": "delete", "target": -1, "text": "", "quote": "I live in Porto"},
        {"op": "delete", "target": "0c7a8ac4-6e5e-4b4e-8f59-1d3ac3b2d001", "quote": "I live in Porto"},
    ]});
    let proposal = judged(answer, "I live in Porto", &["User has a dog"]).await;
    assert_eq!(added(&proposal), ["User lives in Porto"]);
    assert_eq!(proposal.operations.len(), 1);
    assert_eq!(reasons(&proposal), ["names no known memory"; 4]);
}

#[tokio::test]
async fn a_memory_gets_one_operation_and_an_update_says_more_than_a_deletion() {
    let answer = json!({"operations": [
        {"op": "delete", "target": 1, "text": "User lives in Lisbon", "quote": "I live in Porto"},
        {"op": "update", "target": 1, "text": "User lives in Porto", "quote": "I live in Porto"},
        {"op": "update", "target": 1, "text": "User lives in Porto now", "quote": "I live in Porto"},
        {"op": "add", "target": null, "text": "user lives in Porto.", "quote": "I live in Porto"},
        {"op": "add", "target": null, "text": "User likes tea", "quote": "I live in Porto"},
        {"op": "dance", "target": null, "text": "User lives in Porto", "quote": "I live in Porto"},
        {"op": "add", "target": null, "text": " … ", "quote": "I live in Porto"},
    ]});
    let proposal = judged(
        answer,
        "I live in Porto now",
        &["User lives in Lisbon", "User likes tea"],
    )
    .await;
    assert!(
        matches!(&proposal.operations[..], [Operation::Update { statement, .. }]
            if statement.text == "User lives in Porto"),
        "{proposal:?}"
    );
    assert_eq!(
        reasons(&proposal),
        [
            "another operation on the same memory",
            "proposed twice",
            "already known",
            "an unknown operation",
            "it says nothing",
            "another operation on the same memory",
        ]
    );
}

#[tokio::test]
async fn an_update_that_has_nothing_of_the_old_statement_stands_beside_it() {
    let answer = json!({"operations": [
        {"op": "update", "target": 1, "text": "Ann lives in Porto", "quote": "live in Porto"}]});
    let proposal = judged(answer, "I live in Porto", &["用户喜欢喝茶"]).await;
    assert_eq!(added(&proposal), ["Ann lives in Porto"]);
}

#[tokio::test]
async fn an_update_to_what_another_memory_says_changes_nothing() {
    let answer = json!({"operations": [
        {"op": "update", "target": 1, "text": "user lives in Porto.", "quote": "I live in Porto"}]});
    let texts = ["User lives in Lisbon", "User lives in Porto"];
    let proposal = judged(answer, "I live in Porto", &texts).await;
    assert_eq!(proposal.operations, []);
    assert_eq!(reasons(&proposal), ["already known"]);
}

#[tokio::test]
async fn an_id_that_looks_like_a_number_from_afar_is_none() {
    for target in ["abcdefab-cdef-abcd-efab-cdefabcdef01", "-1", "1e0", "９９"] {
        let answer = json!({"operations": [
            {"op": "delete", "target": target, "text": "", "quote": "I sold my dog"}]});
        let proposal = judged(answer, "I sold my dog", &["User has a dog"]).await;
        assert_eq!(proposal.operations, [], "{target}");
    }
}
