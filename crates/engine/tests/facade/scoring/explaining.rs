//! What an explanation tells a person.

use super::*;

/// The sentence about the memory, and all that it has to tell.
fn tells(answers: &Answers, number: usize, all: &[&str]) {
    let sentence = explanation(answers, number).sentence();
    for it in all {
        assert!(sentence.contains(it), "{it} is missing: {sentence}");
    }
}

#[tokio::test]
async fn a_sentence_names_words_related_words_the_speaker_and_the_time() {
    let mut said = [
        Said::new(0, "I practised the fiddle in the garden.").by("Ann"),
        Said::new(1, "The printer is out of ink.").by("Ben"),
    ];
    said[0].days_ago = 21;
    said[1].days_ago = 400;
    let related = Arc::new(Pairs(&[("violin", "fiddle")]));
    let question = "Did Ann practise the violin in the garden in April 2024?";
    let answers = told(plain().related_words(related), &said, question).await;
    assert_eq!(number(&answers.hits[0]), 0);
    tells(
        &answers,
        0,
        &[
            "garden",
            "speaks of fiddle",
            "was said by Ann",
            "is of the time asked about: 2024-04-10",
        ],
    );
    let sentence = explanation(&answers, 0).sentence();
    assert!(!sentence.contains("violin"), "it isn't there: {sentence}");
    let other = explanation(&answers, 1).sentence();
    for absent in ["said by", "time asked about", "speaks of"] {
        assert!(!other.contains(absent), "{other}");
    }
}

#[tokio::test]
async fn a_sentence_about_a_chinese_question_is_in_chinese() {
    let mut said = [
        Said::new(0, "我在花园里拉胡琴。").by("小明"),
        Said::new(1, "打印机没有墨了。").by("小红"),
    ];
    said[0].days_ago = 21;
    said[1].days_ago = 400;
    let related = Arc::new(Pairs(&[("提琴", "胡琴")]));
    let question = "小明2024年4月在花园里拉提琴了吗？";
    let answers = told(plain().related_words(related), &said, question).await;
    assert_eq!(number(&answers.hits[0]), 0);
    tells(
        &answers,
        0,
        &["花园", "说到胡琴", "说话人是小明", "时间相符：2024-04-10"],
    );
    for hit in &answers.hits {
        let sentence = hit.explanation.as_ref().unwrap().sentence();
        let english = sentence.contains(|c: char| c.is_ascii_alphabetic());
        assert!(!english && sentence.ends_with('。'), "{sentence}");
    }
}

#[tokio::test]
async fn a_sentence_says_that_the_words_were_said_around_it_or_that_it_answers_a_question() {
    let said = conversation(
        "monday",
        ["Ann", "Ben"],
        &[
            "Where is the old violin from the workshop?",
            "Up in the attic.",
            "That is good.",
        ],
    );
    let question = "Where is the old violin from the workshop?";
    let answers = told(plain(), &said, question).await;
    tells(&answers, 1, &["answers a question like this"]);
    tells(&answers, 2, &["the words were said around it"]);
}

#[tokio::test]
async fn a_memory_that_nothing_speaks_for_says_so() {
    let said = [Said::new(0, "gravel")];
    for (question, sentence) in [
        ("violin", "Nothing in particular speaks for it."),
        ("小提琴", "没有特别的依据。"),
    ] {
        let answers = told(wordless(), &said, question).await;
        assert_eq!(explanation(&answers, 0).sentence(), sentence);
    }
}
