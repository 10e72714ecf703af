//! Operations on memories that aren't there, aren't one's own, or are meant twice.

use mem0_core::ChangeEvent;
use serde_json::json;

use crate::house::{House, ann, bob, reply};
use crate::pipelines::{WAYS, add, changing, delete, update};

const LISBON: &str = "User lives in Lisbon";
const DOG: &str = "User has a dog called Rex";
const MOVED: &str = "I live in Porto now, and I gave my dog Rex away.";

/// Ids that no model was shown.
const INVENTED: [&str; 7] = [
    "",
    "-1",
    "99",
    "memory",
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "abcdefab-cdef-abcd-efab-cdefabcdef01",
    "../../bob' OR 1=1 --",
];

#[tokio::test]
async fn an_invented_id_touches_nothing() {
    for way in changing() {
        for id in INVENTED {
            let wishes = vec![
                delete(id, "I gave my dog Rex away"),
                update(id, "User lives in Porto", "I live in Porto now"),
            ];
            let house = House::wishing(way, wishes);
            house.keep(ann(), "User likes tea").await;
            let added = house.say(MOVED).await.unwrap();
            // What is said to change something that isn't there is new.
            assert_eq!(
                house.texts(ann()).await,
                ["User likes tea", "User lives in Porto"],
                "{}: {id:?}",
                way.name
            );
            assert!(
                added.results.iter().all(|it| it.event == ChangeEvent::Add),
                "{}: {id:?}",
                way.name
            );
        }
    }
}

#[tokio::test]
async fn a_memory_of_somebody_else_stays_whatever_id_is_named() {
    for way in WAYS {
        for of_ann in [None, Some(DOG)] {
            let ids = House::wishing(way, Vec::new());
            let secret = ids.keep(bob(), "Bob's dog Rex lives in Porto").await;
            let wishes = vec![
                delete(&secret, "I gave my dog Rex away"),
                update(&secret, "Bob lives in Porto now", "I live in Porto now"),
                delete("Bob's dog Rex lives in Porto", "I gave my dog Rex away"),
            ];
            // The ids are given in order: Bob's memory gets the same one again.
            let house = House::wishing(way, wishes);
            assert_eq!(
                house.keep(bob(), "Bob's dog Rex lives in Porto").await,
                secret
            );
            if let Some(text) = of_ann {
                house.keep(ann(), text).await;
            }
            house.say(MOVED).await.unwrap();
            assert_eq!(house.texts(bob()).await, ["Bob's dog Rex lives in Porto"]);
            let history = house.engine.history(&secret).await.unwrap();
            assert_eq!(history.len(), 1, "{}", way.name);
            for request in house.llm.requests() {
                let asked = format!("{request:?}");
                assert!(!asked.contains("Bob's dog"), "{} shows it", way.name);
                assert!(!asked.contains(&secret), "{} shows an id", way.name);
            }
        }
    }
}

#[tokio::test]
async fn the_scope_of_an_answer_is_the_scope_of_the_call() {
    for way in WAYS {
        let house = House::new(way, |_, request| {
            let text = (way.answer)(request, &[add("User likes tea", "I like tea")]);
            let claims = "\"text\":\"User likes tea\",\"user_id\":\"bob\",\"scope\":{\"user_id\":\
                          \"bob\"},\"namespace\":\"other\",\"immutable\":true";
            Ok(reply(text.replace("\"text\":\"User likes tea\"", claims)))
        });
        house.say("I like tea").await.unwrap();
        assert_eq!(house.texts(ann()).await, ["User likes tea"], "{}", way.name);
        assert_eq!(house.texts(bob()).await.len(), 0, "{}", way.name);
    }
}

#[tokio::test]
async fn an_operation_that_is_given_many_times_is_done_once() {
    for way in WAYS {
        let wishes = vec![
            add("User lives in Porto", "I live in Porto now"),
            add("User lives in Porto", "I live in Porto now"),
            add("user lives in PORTO.", "Porto"),
            add(" User lives in Porto ", "I live in Porto now"),
        ];
        let house = House::wishing(way, wishes);
        house.say(MOVED).await.unwrap();
        assert_eq!(
            house.texts(ann()).await,
            ["User lives in Porto"],
            "{}",
            way.name
        );
    }
    for way in changing() {
        let wishes = vec![delete(DOG, "I gave my dog Rex away"); 5];
        let house = House::wishing(way, wishes);
        let id = house.keep(ann(), DOG).await;
        let added = house.say(MOVED).await.unwrap();
        assert_eq!(added.results.len(), 1, "{}", way.name);
        assert_eq!(house.texts(ann()).await.len(), 0, "{}", way.name);
        assert_eq!(
            house.engine.history(&id).await.unwrap().len(),
            2,
            "{}",
            way.name
        );
    }
}

#[tokio::test]
async fn of_operations_that_contradict_each_other_one_is_done() {
    let to_porto = || update(LISBON, "User lives in Porto", "I live in Porto now");
    let gone = || delete(LISBON, "I live in Porto now");
    let cases = [
        vec![to_porto(), gone()],
        vec![gone(), to_porto()],
        vec![
            to_porto(),
            update(LISBON, "User lives in Faro", "I live in Porto now"),
        ],
        vec![gone(), to_porto(), gone(), to_porto()],
        vec![
            add("User lives in Porto", "I live in Porto now"),
            to_porto(),
        ],
    ];
    for way in changing() {
        for (case, wishes) in cases.iter().enumerate() {
            let house = House::wishing(way, wishes.clone());
            let id = house.keep(ann(), LISBON).await;
            house.say(MOVED).await.unwrap();
            let texts = house.texts(ann()).await;
            let porto = texts.iter().filter(|text| *text == "User lives in Porto");
            assert_eq!(porto.count(), 1, "{}, {case}: {texts:?}", way.name);
            let history = house.engine.history(&id).await.unwrap();
            assert!(history.len() <= 2, "{}, {case}: {history:?}", way.name);
        }
    }
}

#[tokio::test]
async fn an_update_that_says_what_another_memory_says_makes_no_second_one() {
    for way in changing() {
        let wishes = vec![update(LISBON, "User lives in Porto", "I live in Porto now")];
        let house = House::wishing(way, wishes);
        house.keep(ann(), LISBON).await;
        house.keep(ann(), "User lives in Porto").await;
        house.say(MOVED).await.unwrap();
        let texts = house.texts(ann()).await;
        let porto = texts.iter().filter(|text| *text == "User lives in Porto");
        assert_eq!(porto.count(), 1, "{}: {texts:?}", way.name);
    }
}

#[tokio::test]
async fn an_immutable_memory_stays() {
    use mem0_core::Message;
    use mem0_engine::AddOptions;
    for way in changing() {
        for wish in [
            delete(DOG, "I gave my dog Rex away"),
            update(DOG, "User had a dog called Rex", "I gave my dog Rex away"),
        ] {
            let house = House::wishing(way, vec![wish]);
            let options = AddOptions::new(ann()).verbatim().immutable();
            house
                .engine
                .add(&[Message::user(DOG)], options)
                .await
                .unwrap();
            house.say(MOVED).await.unwrap();
            assert!(
                house.texts(ann()).await.contains(&DOG.to_owned()),
                "{}",
                way.name
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_operation_does_nothing() {
    for way in changing() {
        for word in ["MERGE", "drop table memories", "ADD;DELETE", "删库"] {
            let house = House::new(way, move |_, request| {
                let text = (way.answer)(request, &[delete(DOG, "I gave my dog Rex away")]);
                let word = json!(word).to_string();
                Ok(reply(
                    text.replace("\"delete\"", &word)
                        .replace("\"DELETE\"", &word),
                ))
            });
            house.keep(ann(), DOG).await;
            house.say(MOVED).await.unwrap();
            assert_eq!(house.texts(ann()).await, [DOG], "{}: {word}", way.name);
        }
    }
}

#[tokio::test]
async fn right_operations_still_work() {
    for way in changing() {
        let wishes = vec![
            update(LISBON, "User lives in Porto", "I live in Porto now"),
            delete(DOG, "I gave my dog Rex away"),
        ];
        let house = House::wishing(way, wishes);
        house.keep(ann(), LISBON).await;
        house.keep(ann(), DOG).await;
        house.say(MOVED).await.unwrap();
        assert_eq!(
            house.texts(ann()).await,
            ["User lives in Porto"],
            "{}",
            way.name
        );
    }
}
