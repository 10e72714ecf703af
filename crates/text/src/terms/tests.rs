use super::*;
use proptest::prelude::*;

fn texts(question: &str) -> Vec<String> {
    query_terms(question)
        .into_iter()
        .map(|term| term.text)
        .collect()
}

/// Whether the whole question is found in the text, by primary terms.
fn finds(question: &str, text: &str) -> bool {
    let counts = term_counts(text);
    query_terms(question)
        .iter()
        .filter(|term| term.id.is_primary())
        .all(|term| counts.count(term.id) > 0)
}

fn weight(question: &str, text: &str) -> f32 {
    query_terms(question)
        .iter()
        .find(|term| term.text == text)
        .map_or(0.0, |term| term.weight)
}

#[test]
fn function_words_are_not_asked_for() {
    assert_eq!(texts("What is the name of my dog?"), ["name", "dog"]);
    assert_eq!(
        texts("Wo wohnt meine Schwester?")
            .first()
            .map(String::as_str),
        Some("wohnt")
    );
    let chinese = texts("我对什么过敏？");
    assert!(chinese.contains(&"过敏".to_owned()));
    assert!(!chinese.contains(&"什么".to_owned()) && !chinese.contains(&"我".to_owned()));
    assert_eq!(texts("Где я живу?"), ["живу"]);
}

#[test]
fn a_question_of_function_words_keeps_them() {
    assert_eq!(texts("Who am I?"), ["who", "am", "i"]);
    assert!(texts("我是谁").contains(&"谁".to_owned()));
}

#[test]
fn word_forms_meet() {
    assert!(finds("running", "I ran a marathon"));
    assert!(finds("allergy", "Her allergies got worse"));
    assert!(finds("children", "She has one child"));
    assert!(finds("Malaga", "Vivo en Málaga desde 2019"));
    assert!(finds("ma soeur", "J’habite avec ma sœur à Paris"));
    assert!(finds("кошка", "У меня две кошки"));
    assert!(finds("Ann", "Ann's cat"));
    assert!(finds("don't", "I dont know"));
    assert!(finds("１２３", "room 123"));
    assert!(finds("C++", "I write C++ at work"));
    assert!(!finds("C++", "vitamin C"));
}

#[test]
fn the_own_stem_of_a_language_meets_more_forms() {
    let text = term_counts("Vous mangez souvent dans ce restaurant avec les enfants");
    let question = query_terms("Où est-ce que nous avons mangé ?");
    assert!(question.iter().any(|term| text.count(term.id) > 0));
}

#[test]
fn a_short_question_finds_a_text_in_another_language() {
    assert!(finds(
        "familles",
        "Il y a des familles dans le jardin de la ville"
    ));
    assert!(finds("Katzen", "Ich habe zwei Katzen und einen Hund"));
    assert!(finds("gatto", "Il mio gatto è nero e dorme sempre"));
}

#[test]
fn chinese_is_found_by_bigrams_and_weakly_by_characters() {
    assert!(finds("西兰花", "我讨厌西兰花"));
    assert!(finds("西蘭花", "我讨厌西兰花") && finds("西兰花", "我討厭西蘭花"));
    let counts = term_counts("我讨厌西兰花");
    assert_eq!(counts.length, 4);
    assert_eq!(counts.count(TermId::new(TermClass::Bigram, "西兰")), 1);
    assert_eq!(counts.count(TermId::new(TermClass::Character, "花")), 1);
    assert!(weight("西兰花", "西兰") > weight("西兰花", "花"));
    assert!(
        weight("我住在哪", "住") > weight("西兰花", "花"),
        "住 is a word, 花 a part of one"
    );
    assert!(weight("喜欢周杰伦", "周杰") > weight("喜欢周杰伦", "欢周"));
    assert!(weight("我的会议", "会议") > weight("我的会议", "的会"));
}

#[test]
fn japanese_korean_and_thai_are_found() {
    assert!(
        texts("東京").contains(&"東京".to_owned()),
        "shown as written"
    );
    assert!(finds("東京", "私は東京に住んでいます"));
    assert!(finds("コーヒー", "毎朝コーヒーを飲みます"));
    assert!(finds("서울", "저는 서울에서 일해요"));
    assert!(finds("กรุงเทพ", "ฉันอยู่กรุงเทพ"));
    assert!(weight("서울에서", "서울") > weight("서울에서", "울에"));
    assert!(!texts("東京はどこですか").contains(&"です".to_owned()));
}

#[test]
fn a_term_is_asked_for_once() {
    assert_eq!(texts("dog dogs Dog"), ["dog"]);
}

#[test]
fn counts_are_sorted_and_complete() {
    let counts = term_counts("the cat and the other cats");
    assert_eq!(counts.length, 6);
    assert_eq!(counts.count(TermId::new(TermClass::Word, "cat")), 2);
    assert!(
        counts
            .counts
            .is_sorted_by(|(one, _), (other, _)| one < other)
    );
    assert!(term_counts("").is_empty());
}

#[test]
fn repetition_saturates() {
    let counts = term_counts(&"go ".repeat(70_000));
    assert_eq!(counts.length, 70_000);
    assert_eq!(counts.count(TermId::new(TermClass::Word, "go")), u16::MAX);
}

proptest! {
    /// Whatever stands around a word, the word is found.
    #[test]
    fn every_content_word_of_a_question_is_found_in_a_text_that_contains_it(
        before in "([a-zA-Zà-ü]{1,9} ){0,8}",
        word in "[a-zA-Zà-ü]{1,12}|[\\p{Cyrillic}]{1,9}|[一-龥]{1,6}|[가-힣]{1,4}|[0-9]{1,6}",
        after in "( [a-zA-Zà-ü]{1,9}){0,8}",
    ) {
        let text = term_counts(&format!("{before} {word} {after}"));
        for term in query_terms(&word).iter().filter(|term| term.id.class() != TermClass::Stem) {
            prop_assert!(text.count(term.id) > 0, "{} of {word}", term.text);
        }
    }

    #[test]
    fn weights_are_shares(text in ".*") {
        for term in query_terms(&text) {
            prop_assert!(term.weight > 0.0 && term.weight <= 1.0, "{term:?}");
        }
    }

    #[test]
    fn any_text_can_be_counted(text in "\\PC*|.*") {
        let counts = term_counts(&text);
        prop_assert!(counts.counts.is_sorted_by(|(one, _), (other, _)| one < other));
    }
}
