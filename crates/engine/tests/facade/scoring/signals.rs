//! Each signal takes part where it has data, and only there.

use super::*;

fn strength(answers: &Answers, number: usize, signal: &str) -> Option<f32> {
    explanation(answers, number).strength(signal)
}

#[tokio::test]
async fn a_memory_that_stands_alone_has_no_conversation_to_judge_by() {
    let said = [
        Said::new(0, "The violin is in the attic."),
        Said::new(1, "The only message of its run: a violin.").during("monday"),
    ];
    let answers = told(plain(), &said, "Where is the violin?").await;
    for signal in ["nearby", "session", "reply"] {
        assert!(!answers.signals.contains(&signal), "{signal}");
        for it in &said {
            assert_eq!(strength(&answers, it.number, signal), None, "{signal}");
        }
    }
    let more = Said::new(2, "Next to the lantern.").during("monday");
    let said = [said.to_vec(), vec![more]].concat();
    let answers = told(plain(), &said, "Where is the violin?").await;
    for signal in ["nearby", "session", "reply"] {
        assert!(answers.signals.contains(&signal), "{signal}");
        assert_eq!(strength(&answers, 0, signal), None, "{signal}");
        assert!(strength(&answers, 2, signal).is_some(), "{signal}");
    }
}

#[tokio::test]
async fn who_speaks_matters_only_to_a_question_that_names_a_speaker() {
    let said = [
        Said::new(0, "I paint glaciers.").by("Ann Lee"),
        Said::new(1, "I paint lanterns.").by("Ben"),
        Said::new(2, "Somebody paints."),
    ];
    for question in ["What do people paint?", "What does Zoe paint?"] {
        let answers = told(plain(), &said, question).await;
        assert!(!answers.signals.contains(&"speaker"), "{question}");
    }
    let answers = told(plain(), &said, "What does Ann paint?").await;
    let speaker = |number| strength(&answers, number, "speaker");
    assert_eq!(
        [speaker(0), speaker(1), speaker(2)],
        [Some(1.0), Some(0.0), None]
    );
    assert!(score_of(&answers, 0) > score_of(&answers, 1));
    assert_eq!(explanation(&answers, 0).speaker.as_deref(), Some("Ann Lee"));
    assert_eq!(explanation(&answers, 1).speaker, None);
}

#[tokio::test]
async fn the_name_of_a_speaker_is_no_word_that_their_memories_lack() {
    let said = [Said::new(0, "I paint glaciers.").by("Ann Lee")];
    let impersonal = told(wordless(), &said, "What does she paint?").await;
    for personal in ["What does Ann paint?", "What does Ann Lee paint?"] {
        let personal = told(wordless(), &said, personal).await;
        let words = |answers| strength(answers, 0, "words");
        assert_eq!(words(&personal), words(&impersonal));
    }
}

#[tokio::test]
async fn topics_are_known_in_english_and_chinese_only() {
    let said = [
        Said::new(0, "My brother lives in Lyon."),
        Said::new(1, "Mon frère habite à Lyon."),
        Said::new(2, "我哥哥住在里昂。"),
    ];
    for question in ["Où habite mon frère ?", "Wo wohnt mein Bruder?"] {
        let answers = told(plain(), &said, question).await;
        assert!(!answers.signals.contains(&"topic"), "{question}");
    }
    for question in ["Where does my brother live?", "我哥哥住在哪里？"] {
        let answers = told(plain(), &said, question).await;
        let topic = |number| strength(&answers, number, "topic");
        assert_eq!(
            [topic(0), topic(1), topic(2)],
            [Some(1.0), None, Some(1.0)],
            "{question}"
        );
    }
}

#[tokio::test]
async fn a_question_about_no_time_leaves_time_out() {
    let said = [Said::new(0, "Yesterday the violin was repaired.")];
    let answers = told(plain(), &said, "Was the violin repaired?").await;
    assert_eq!(strength(&answers, 0, "time"), None);
    let answers = told(plain(), &said, "Was the violin repaired yesterday?").await;
    assert_eq!(strength(&answers, 0, "time"), Some(1.0));
}

/// Four memories between which nothing decides but what compares them word by word.
fn alike() -> Vec<Said> {
    let things = ["lantern", "blanket", "ladder", "saddle"];
    let texts = things.iter().enumerate();
    texts
        .map(|(number, thing)| Said::new(number, format!("They bought a {thing}.")))
        .collect()
}

#[tokio::test]
async fn without_something_that_compares_word_by_word_nothing_is_close() {
    let answers = told(wordless(), &alike(), "What have they bought?").await;
    assert!(!answers.signals.contains(&"closeness"));
    assert_eq!(numbers(&answers), [3, 2, 1, 0], "of equals the newest");
}

#[tokio::test]
async fn what_comes_closer_word_by_word_comes_first() {
    let rising = Close(&[("blanket", 0.2), ("ladder", 0.6), ("saddle", 0.9)]);
    let falling = Close(&[("blanket", 0.8), ("ladder", 0.5), ("saddle", 0.1)]);
    for (close, order) in [(rising, [3, 2, 1, 0]), (falling, [1, 2, 3, 0])] {
        let close = Arc::new(close);
        let builder = wordless().closeness(close.clone());
        let answers = told(builder, &alike(), "What have they bought?").await;
        assert_eq!(numbers(&answers), order);
        for it in alike() {
            let read = strength(&answers, it.number, "closeness");
            assert_eq!(read, Some(close.of(&it.text)), "{}", it.text);
        }
    }
}

#[tokio::test]
async fn a_related_word_finds_a_memory_but_less_than_the_word_itself() {
    let said = [
        Said::new(0, "The violin is in the attic."),
        Said::new(1, "The fiddle is in the attic."),
        Said::new(2, "The gravel is in the attic."),
    ];
    let question = "Who has a violin?";
    let without = told(wordless(), &said, question).await;
    assert_eq!(strength(&without, 1, "words"), Some(0.0));
    assert_eq!(score_of(&without, 1), score_of(&without, 2));

    let related = Arc::new(Pairs(&[("violin", "fiddle")]));
    let with = told(wordless().related_words(related), &said, question).await;
    assert_eq!(numbers(&with), [0, 1, 2]);
    let [itself, related, unrelated] = [0, 1, 2].map(|it| strength(&with, it, "words").unwrap());
    assert!(itself > related && related > unrelated);
    assert_eq!(unrelated, 0.0);
    assert_eq!(explanation(&with, 1).related, ["fiddle"]);
    assert!(explanation(&with, 0).related.is_empty());
}

#[tokio::test]
async fn a_reply_is_found_by_what_the_question_before_it_asked() {
    let said = conversation(
        "monday",
        ["Ann", "Ben"],
        &[
            "How was the week?",
            "Busy, the whole office moved.",
            "What do you usually eat for breakfast?",
            "Two slices of toast with plum jam.",
            "I have to catch my train now.",
            "See you on Friday then.",
        ],
    );
    let answers = told(plain(), &said, "What does Ben eat for breakfast?").await;
    assert_eq!(number(&answers.hits[0]), 3, "{:?}", numbers(&answers));
    let replies = |number| strength(&answers, number, "reply").unwrap();
    assert!(replies(3) > replies(1), "the other question was another");
    assert_eq!(replies(4), 0.0, "nobody asked");
}

#[tokio::test]
async fn a_reply_in_chinese_is_found_by_what_the_question_before_it_asked() {
    let said = conversation(
        "周一",
        ["小明", "小红"],
        &[
            "这周过得怎么样？",
            "挺忙的，整个部门都搬家了。",
            "你早餐一般吃什么？",
            "两片面包加李子酱。",
            "我得去赶火车了。",
            "那周五见。",
        ],
    );
    let answers = told(plain(), &said, "小红早餐吃什么？").await;
    assert_eq!(number(&answers.hits[0]), 3, "{:?}", numbers(&answers));
    let replies = |number| strength(&answers, number, "reply").unwrap();
    assert!(replies(3) > replies(1), "the other question was another");
    assert_eq!(replies(4), 0.0, "nobody asked");
}

#[tokio::test]
async fn nobody_answers_themselves() {
    let texts = ["Where is the violin?", "Up in the attic."];
    let question = "Where is the violin?";
    let by_two = conversation("monday", ["Ann", "Ben"], &texts);
    let answered = told(plain(), &by_two, question).await;
    assert!(strength(&answered, 1, "reply") > Some(0.0));
    let by_one = conversation("monday", ["Ann", "Ann"], &texts);
    let mused = told(plain(), &by_one, question).await;
    assert_eq!(strength(&mused, 1, "reply"), Some(0.0));
    assert!(score_of(&answered, 1) > score_of(&mused, 1));
}
