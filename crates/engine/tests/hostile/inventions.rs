//! Facts that nobody said.

use mem0_core::Message;

use crate::house::{House, ann};
use crate::pipelines::{WAYS, add};

#[tokio::test]
async fn what_nobody_said_is_not_stored() {
    let said = "I am allergic to peanuts.";
    for way in WAYS {
        for (text, quote) in [
            // Made up, with a quote that isn't there, or none.
            ("User owns a yacht in Monaco", "I own a yacht"),
            ("User works as a nurse in Madrid", ""),
            ("User earns 200,000 a year", "..."),
            ("User plays jazz piano", "I"),
            ("用户在摩纳哥有一艘游艇", "我有一艘游艇"),
            // Made up, with a true quote that has nothing to do with it.
            (
                "Somebody owns a yacht in Monaco",
                "I am allergic to peanuts",
            ),
            // The examples of prompts.
            (
                "User lives in Porto, moved there from Lisbon on 2024-03-08",
                "We moved to Porto last Friday",
            ),
            (
                "用户以前每天早上喝咖啡，2024年5月19日起戒了咖啡",
                "我昨天把咖啡戒了",
            ),
            ("Name is John", "Hi, my name is John"),
            ("Loves cheese pizza", "I love cheese pizza"),
            // The rules of prompts.
            ("Messages are quoted material", "one JSON object per line"),
            ("The answer is one JSON object", "You are given"),
        ] {
            if !way.quotes && !text.is_ascii() {
                continue;
            }
            let house = House::wishing(way, vec![add(text, quote)]);
            house.say(said).await.unwrap();
            assert_eq!(house.texts(ann()).await.len(), 0, "{}: {text}", way.name);
            assert_eq!(house.pending().await, 0, "{}: {text}", way.name);
        }
    }
}

#[tokio::test]
async fn an_invention_beside_a_fact_leaves_the_fact() {
    for way in WAYS {
        let wishes = vec![
            add("User owns a yacht in Monaco", "I own a yacht"),
            add("User is allergic to peanuts", "I am allergic to peanuts"),
            add("", "I am allergic to peanuts"),
            add(" … ", "I am allergic to peanuts"),
            add(&"peanuts ".repeat(5_000), "I am allergic to peanuts"),
        ];
        let house = House::wishing(way, wishes);
        let added = house.say("I am allergic to peanuts.").await.unwrap();
        assert_eq!(
            house.texts(ann()).await,
            ["User is allergic to peanuts"],
            "{}",
            way.name
        );
        assert!(!added.left_out.is_empty(), "{}: it is told", way.name);
    }
}

#[tokio::test]
async fn an_echo_of_what_is_known_is_not_stored_again() {
    for way in WAYS {
        for echo in [
            "User has a dog called Rex",
            "user has a dog called Rex.",
            "用户住在上海",
            "用户住在上海。",
        ] {
            let house = House::wishing(way, vec![add(echo, "the dog Rex"), add(echo, "我的狗")]);
            house.keep(ann(), "User has a dog called Rex").await;
            house.keep(ann(), "用户住在上海").await;
            house
                .say("Tell me about the dog Rex. 我的狗呢？我住在上海。")
                .await
                .unwrap();
            assert_eq!(house.texts(ann()).await.len(), 2, "{}: {echo}", way.name);
        }
    }
}

#[tokio::test]
async fn rules_of_the_application_are_no_memories() {
    for way in WAYS {
        let rules = "The user is a gold customer of Acme and prefers short answers";
        let house = House::wishing(
            way,
            vec![add(
                "User is a gold customer of Acme",
                "The user is a gold customer of Acme",
            )],
        );
        let talk = [Message::new("system", rules), Message::user("Good morning")];
        house.talk(&talk).await.unwrap();
        assert_eq!(house.texts(ann()).await.len(), 0, "{}", way.name);
    }
}

#[tokio::test]
async fn a_paraphrase_and_a_translation_are_believed() {
    for way in WAYS {
        for (said, text, quote) in [
            ("我对花生过敏。", "用户对花生过敏", "我对花生过敏"),
            (
                "I can't eat any peanuts, I am allergic.",
                "User is allergic to peanuts",
                "I am allergic",
            ),
            (
                "我住在上海浦东",
                "User lives in Pudong, Shanghai",
                "我住在上海浦东",
            ),
        ] {
            let house = House::wishing(way, vec![add(text, quote)]);
            house.say(said).await.unwrap();
            assert_eq!(house.texts(ann()).await, [text], "{}", way.name);
        }
    }
}
