//! Nothing is stored twice.

use mem0_core::Message;

use crate::house::{House, ann};
use crate::pipelines::{WAYS, Wish, add};

fn talk() -> [Message; 3] {
    [
        Message::user("I like green tea, and my sister Mei lives in Porto."),
        Message::assistant("好的，我记住了。"),
        Message::user("我对花生过敏。"),
    ]
}

fn wishes() -> Vec<Wish> {
    vec![
        add("User likes green tea", "I like green tea"),
        add(
            "User's sister Mei lives in Porto",
            "my sister Mei lives in Porto",
        ),
        add("用户对花生过敏", "我对花生过敏"),
    ]
}

#[tokio::test]
async fn the_same_conversation_again_adds_nothing_new() {
    for way in WAYS {
        let house = House::wishing(way, wishes());
        let first = house.talk(&talk()).await.unwrap();
        assert_eq!(first.results.len(), 3, "{}", way.name);
        let before = house
            .engine
            .history(&first.results[0].id)
            .await
            .unwrap()
            .len();
        for _ in 0..3 {
            let again = house.talk(&talk()).await.unwrap();
            assert_eq!(again.results, [], "{}", way.name);
        }
        assert_eq!(house.texts(ann()).await.len(), 3, "{}", way.name);
        let after = house
            .engine
            .history(&first.results[0].id)
            .await
            .unwrap()
            .len();
        assert_eq!(before, after, "{}: no history of nothing", way.name);
    }
}

#[tokio::test]
async fn the_same_facts_in_other_letters_add_nothing_new() {
    for way in WAYS {
        let house = House::new(way, move |call, request| {
            let wishes: Vec<Wish> = wishes()
                .into_iter()
                .map(|wish| match wish {
                    Wish::Add { text, quote } if call > 1 => Wish::Add {
                        text: format!("  {}. ", text.to_uppercase()),
                        quote,
                    },
                    other => other,
                })
                .collect();
            Ok(crate::house::reply((way.answer)(request, &wishes)))
        });
        for _ in 0..3 {
            house.talk(&talk()).await.unwrap();
        }
        assert_eq!(house.texts(ann()).await.len(), 3, "{}", way.name);
    }
}

#[tokio::test]
async fn the_same_conversation_many_times_at_once_is_stored_once() {
    for way in WAYS {
        let house = House::wishing(way, wishes());
        let talk = talk();
        let adds = (0..16).map(|_| house.talk(&talk));
        let made: usize = futures::future::join_all(adds)
            .await
            .into_iter()
            .map(|added| added.unwrap().results.len())
            .sum();
        assert_eq!(made, 3, "{}", way.name);
        assert_eq!(house.texts(ann()).await.len(), 3, "{}", way.name);
    }
}
