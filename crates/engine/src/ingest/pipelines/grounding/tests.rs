//! What is believed and what is not.

use super::*;
use crate::ingest::pipelines::support::{Remembers, conversation};

/// The verdict on one statement about these messages: its sources, or why not.
async fn verdict(
    messages: &[(&str, &str)],
    text: &str,
    cited: &[i64],
    alike: f32,
) -> Result<Vec<usize>, &'static str> {
    let conversation = conversation(messages);
    let passages: Vec<Passage<'_>> = conversation
        .utterances
        .iter()
        .enumerate()
        .map(|(source, said)| Passage {
            source,
            text: &said.text,
        })
        .collect();
    let mut ground = Ground::new(&conversation, &passages, |said| said.role != "assistant");
    ground.show(
        "An example: User plays the theremin in Tromsø. 例如：用户在敦煌修壁画。\n1. 个人偏好",
        "echo",
    );
    let claim = Claim {
        text,
        cited,
        beside: None,
    };
    let known = Remembers {
        alike,
        ..Remembers::default()
    };
    ground.sources(&[claim], &known).await.unwrap().remove(0)
}

#[tokio::test]
async fn honest_statements_are_believed_however_they_differ_from_their_message() {
    for (messages, text) in [
        // The subject named, the tense changed, the date resolved.
        (
            &[("user", "I moved to Porto last Friday!")][..],
            "User moved to Porto on 2024-03-08",
        ),
        (&[("user", "my name's Ann")], "The user's name is Ann"),
        (&[("user", "I'm 34")], "User is 34"),
        (
            &[("user", "hate broccoli tbh, love pizza")],
            "User dislikes broccoli",
        ),
        (
            &[("user", "She starts school in autumn")],
            "Mia starts school in autumn 2024",
        ),
        (
            &[(
                "user",
                "I run a bakery with my cousin in Ghent since 2019, it's hard",
            )],
            "Has a bakery in Ghent",
        ),
        // Chinese, cut into words by nobody.
        (&[("user", "我喜欢披萨，讨厌西兰花")], "用户喜欢披萨"),
        (&[("user", "我喜欢披萨，讨厌西兰花")], "用户不喜欢西兰花"),
        (
            &[("user", "我昨天把咖啡戒了，医生说我血压偏高。")],
            "用户2024年3月10日起戒了咖啡",
        ),
        (
            &[("user", "下周三去杭州出差")],
            "用户将于2024年3月20日去杭州出差",
        ),
        (&[("user", "我叫小雨")], "名叫小雨"),
        // Another script.
        (&[("user", "我对花生过敏")], "User is allergic to peanuts"),
        (&[("user", "I am allergic to peanuts")], "用户对花生过敏"),
        // Several messages at once.
        (
            &[
                ("user", "Rex is ill again."),
                ("user", "The vet gave him antibiotics."),
            ],
            "User's dog Rex is ill and the vet gave antibiotics",
        ),
        // An answer to a question.
        (
            &[
                ("assistant", "Do you live in Berlin with Tom?"),
                ("user", "Yes, exactly"),
            ],
            "User lives in Berlin with Tom",
        ),
        (
            &[("assistant", "你对花生过敏吗？"), ("user", "对，是的")],
            "用户对花生过敏",
        ),
    ] {
        let found = verdict(messages, text, &[], 0.0).await;
        assert!(found.is_ok(), "{text}: {found:?}");
    }
}

#[tokio::test]
async fn inventions_and_echoes_are_not_believed() {
    for (messages, text, cited, reason) in [
        (
            &[("user", "I like tea.")][..],
            "User owns a yacht",
            &[1][..],
            NOT_SAID,
        ),
        (
            &[("user", "I like tea.")],
            "User likes sailing in Croatia",
            &[1],
            NOT_SAID,
        ),
        (&[("user", "我喜欢喝茶")], "用户有一艘游艇", &[1], NOT_SAID),
        (&[("user", "今天天气不错")], "用户在银行工作", &[], NOT_SAID),
        // Word for word out of what the model was shown, with or without a source.
        (
            &[("user", "I like tea.")],
            "User plays the theremin in Tromsø",
            &[1],
            "echo",
        ),
        (
            &[("user", "你好，我在家修自行车")],
            "用户在敦煌修壁画",
            &[1],
            "echo",
        ),
        (
            &[("user", "我喜欢喝茶")],
            "User plays the theremin in Tromsø",
            &[1],
            "echo",
        ),
        // Said by somebody whose word doesn't count here.
        (
            &[
                ("assistant", "Paris has fine museums, try the Orsay."),
                (
                    "user",
                    "Tell me something about Rome instead, its food and history please",
                ),
            ],
            "Paris has fine museums",
            &[],
            "only somebody else says it",
        ),
    ] {
        let found = verdict(messages, text, cited, 0.0).await;
        assert_eq!(found, Err(reason), "{text}");
    }
}

#[tokio::test]
async fn what_stands_in_an_example_is_believed_if_somebody_says_it() {
    let said = [("user", "I do play the theremin, up here in Tromsø")];
    let found = verdict(&said, "User plays the theremin in Tromsø", &[1], 0.0).await;
    assert_eq!(found, Ok(vec![0]));
}

#[tokio::test]
async fn a_paraphrase_without_common_words_is_compared_by_meaning() {
    let said = [("user", "I don't eat meat"), ("user", "Nice weather today")];
    for (alike, expected) in [(0.9, Ok(vec![0])), (0.3, Err(NOT_SAID))] {
        let found = verdict(&said, "User is vegetarian", &[1], alike).await;
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_statement_comes_from_the_message_that_says_it_not_from_the_one_it_names() {
    let said = [
        ("user", "Rex is my dog"),
        ("user", "We moved to Porto"),
        ("user", "我对花生过敏"),
    ];
    for (text, cited, expected) in [
        ("User moved to Porto", &[][..], vec![1]),
        ("User moved to Porto", &[2], vec![1]),
        ("User moved to Porto", &[1], vec![1]),
        ("User moved to Porto", &[99, 0, -1], vec![1]),
        ("用户对花生过敏", &[], vec![2]),
        ("Rex, User's dog, moved to Porto", &[1, 2], vec![0, 1]),
    ] {
        let mut found = verdict(&said, text, cited, 0.0).await.unwrap();
        found.sort_unstable();
        assert_eq!(found, expected, "{text} {cited:?}");
    }
}

#[tokio::test]
async fn what_changes_a_memory_need_not_say_it_again() {
    let conversation = conversation(&[("user", "and coffee too")]);
    let passages = [Passage {
        source: 0,
        text: &conversation.utterances[0].text,
    }];
    let ground = Ground::new(&conversation, &passages, |_| true);
    let claim = |text| Claim {
        text,
        cited: &[],
        beside: Some("User likes jasmine tea from Fujian in the morning"),
    };
    let claims = [
        claim("User likes jasmine tea from Fujian in the morning, and coffee"),
        claim("User likes jasmine tea from Fujian in the morning, and absinthe"),
    ];
    let found = ground
        .sources(&claims, &Remembers::default())
        .await
        .unwrap();
    assert_eq!(found, [Ok(vec![0]), Err(NOT_SAID)]);
}
