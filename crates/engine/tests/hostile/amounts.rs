//! Too many facts, too long a conversation.

use mem0_core::Message;

use crate::house::{House, ann, reply};
use crate::pipelines::{WAYS, Wish, add};

#[tokio::test]
async fn three_hundred_inventions_are_three_hundred_times_nothing() {
    for way in WAYS {
        let wishes =
            (0..300).map(|n| add(&format!("Somebody owns a yacht number {n}"), "I own yachts"));
        let house = House::wishing(way, wishes.collect());
        let added = house.say("I like tea").await.unwrap();
        assert_eq!(added.results, [], "{}", way.name);
    }
}

/// One message gives only so many memories, whatever a model draws from it.
#[tokio::test]
async fn three_hundred_facts_of_one_message_are_cut_short() {
    for way in WAYS {
        let wishes = (0..300).map(|n| add(&format!("User owns lamp {n}"), "I own many lamps"));
        let house = House::wishing(way, wishes.collect());
        let added = house.say("I own many lamps").await.unwrap();
        assert!(
            added.results.len() <= 100,
            "{}: {}",
            way.name,
            added.results.len()
        );
        assert_eq!(
            added.results.len() + added.left_out.len(),
            300,
            "{}",
            way.name
        );
    }
}

#[tokio::test]
async fn three_hundred_facts_of_three_hundred_messages_are_all_kept() {
    for way in WAYS {
        let house = House::new(way, |_, request| {
            let asked = &request.messages[request.messages.len() - 1].content;
            let wishes: Vec<Wish> = (0..300)
                .filter(|n| asked.contains(&format!("the lamp number {n} of")))
                .map(|n| {
                    add(
                        &format!("User owns lamp number {n}"),
                        &format!("the lamp number {n} of"),
                    )
                })
                .collect();
            Ok(reply((way.answer)(request, &wishes)))
        });
        let talk: Vec<Message> = (0..300)
            .map(|n| {
                let rest =
                    "my collection, which stands in the cellar of the old house by the river";
                Message::user(format!(
                    "This is the lamp number {n} of {rest}, as everybody knows."
                ))
            })
            .collect();
        house.talk(&talk).await.unwrap();
        let calls = house.llm.requests().len();
        assert_eq!(
            house.texts(ann()).await.len(),
            300,
            "{}, {calls} calls",
            way.name
        );
        assert!(calls <= 12, "{}: {calls} calls", way.name);
    }
}

#[tokio::test]
async fn two_hundred_messages_take_few_calls() {
    for way in WAYS {
        let house = House::wishing(way, vec![add("User likes tea", "I like tea")]);
        let mut talk = vec![Message::user("I like tea")];
        talk.extend((0..199).map(|n| Message::assistant(format!("Noted, entry {n}."))));
        house.talk(&talk).await.unwrap();
        let calls = house.llm.requests().len();
        assert!(calls <= 3, "{}: {calls} calls", way.name);
        assert_eq!(house.texts(ann()).await, ["User likes tea"], "{}", way.name);
    }
}

/// A megabyte of one message is read in windows, to its end.
#[tokio::test]
async fn a_message_of_a_megabyte_is_read_to_its_end() {
    for way in WAYS {
        let house = House::wishing(way, vec![add("User likes tea", "I like tea")]);
        let long = format!(
            "{} I like tea.",
            "Nothing happened on that day. ".repeat(34_000)
        );
        house.say(&long).await.unwrap();
        assert_eq!(house.texts(ann()).await, ["User likes tea"], "{}", way.name);
    }
}
