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
fn for_a_living_does_not_ask_where_somebody_lives() {
    assert_eq!(texts("What does Nadia do for a living?"), ["nadia"]);
    assert!(texts("Is there a living room?").contains(&"living".to_owned()));
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
    assert!(texts("Где я живу?").iter().all(|text| text == "живу"));
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
fn roots_meet_more_forms() {
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

/// The share of a question's information that a text has, as lexical recall sees it.
fn coverage(question: &str, text: &str) -> f32 {
    let counts = term_counts(text);
    let terms = query_terms(question);
    let all: f32 = terms.iter().map(|term| term.weight).sum();
    let found: f32 = terms
        .iter()
        .filter(|term| counts.count(term.id) > 0)
        .map(|term| term.weight)
        .sum();
    found / all
}

#[test]
fn a_question_meets_the_other_forms_of_its_words_in_every_language() {
    let wrong: Vec<_> = [
        (
            "Where does my sister work?",
            "My sister works at a bank",
            "I bought a red bicycle",
        ),
        (
            "我妹妹在哪里工作？",
            "我妹妹在银行工作",
            "我买了一辆红色自行车",
        ),
        (
            "妹はどこで働いていますか？",
            "私の妹は銀行で働いている",
            "赤い自転車を買いました",
        ),
        (
            "母は何を飲みますか",
            "母は毎朝コーヒーを飲んでいる",
            "父は魚を食べた",
        ),
        (
            "여동생은 어디에서 일하나요?",
            "제 여동생은 은행에서 일해요",
            "저는 빨간 자전거를 샀어요",
        ),
        (
            "고양이는 몇 마리 키우나요?",
            "우리 집에서 고양이를 두 마리 키웁니다",
            "어제 영화를 봤어요",
        ),
        (
            "¿Dónde trabaja mi hermana?",
            "Mis hermanas trabajan en un banco",
            "Compré una bicicleta roja",
        ),
        (
            "¿Qué idiomas hablo?",
            "Hablamos tres idiomas en casa",
            "Compré una bicicleta roja",
        ),
        (
            "Wo arbeitet meine Schwester?",
            "Meine Schwestern arbeiten bei einer Bank",
            "Ich habe ein rotes Fahrrad gekauft",
        ),
        (
            "Welche Bücher lese ich?",
            "Ich habe das Buch gelesen",
            "Das Wetter ist heute schön",
        ),
        (
            "Où travaille ma sœur ?",
            "Mes sœurs travaillent dans une banque",
            "J'ai acheté un vélo rouge",
        ),
        (
            "Quels animaux est-ce que j'aime ?",
            "L'animal que j'ai aimé est le chat",
            "J'ai acheté un vélo rouge",
        ),
        (
            "Где работает моя сестра?",
            "Мои сёстры работают в банке, сестра довольна",
            "Я купил красный велосипед",
        ),
        (
            "Сколько у меня кошек?",
            "У меня две кошки",
            "Я купил красный велосипед",
        ),
        (
            "أين تعمل أختي؟",
            "أختي أعمال كثيرة وهي تعمل في البنك",
            "اشتريت دراجة حمراء",
        ),
        (
            "أين يسكن صديقي؟",
            "أسكن مع صديقي في القاهرة",
            "اشتريت دراجة حمراء",
        ),
        (
            "मेरी बहन कहाँ काम करती है?",
            "मेरी बहनें बैंक में काम करते हैं",
            "मैंने लाल साइकिल खरीदी",
        ),
        (
            "मुझे कौन सी किताबें पसंद हैं?",
            "यह किताब मुझे पसंद है",
            "मैंने लाल साइकिल खरीदी",
        ),
        (
            "Dove lavora mia sorella?",
            "Mia sorella lavorava in banca con le sorelle",
            "Ho comprato una bicicletta rossa",
        ),
        (
            "Onde trabalha a minha irmã?",
            "As minhas irmãs trabalham num banco",
            "Comprei uma bicicleta vermelha",
        ),
        (
            "Waar werkt mijn zus?",
            "Mijn zus heeft bij een bank gewerkt, ze werken daar",
            "Ik heb een rode fiets gekocht",
        ),
        (
            "Kız kardeşim nerede çalışıyor?",
            "Kız kardeşlerim bankada çalışıyorlar",
            "Kırmızı bir bisiklet aldım",
        ),
    ]
    .into_iter()
    .filter_map(|(question, answer, other)| {
        let (hit, miss) = (coverage(question, answer), coverage(question, other));
        (hit < 0.45 || miss > 0.1).then(|| {
            format!(
                "{question}: {hit:.2} {miss:.2} {:?}",
                query_terms(question)
                    .iter()
                    .map(|t| (t.text.clone(), t.weight))
                    .collect::<Vec<_>>()
            )
        })
    })
    .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn parts_of_compounds_are_found() {
    for (question, text) in [
        (
            "Womit transportiere ich Pfeifen?",
            "Ich fahre die Orgelpfeifen mit dem Lastenrad",
        ),
        (
            "Wann werde ich Meister?",
            "Meine Meisterprüfung ist im März",
        ),
        (
            "Wo ist mein Fahrrad?",
            "Der Fahrradschlüssel liegt im Keller",
        ),
        (
            "Heb ik een fiets?",
            "Mijn fietssleutel ligt in de la en ik zoek hem",
        ),
    ] {
        assert!(coverage(question, text) > 0.2, "{question}");
    }
    assert_eq!(
        coverage(
            "Wann fahre ich nach Rom?",
            "Die Orgelpfeifen sind im Keller"
        ),
        0.0
    );
}

#[test]
fn question_words_weigh_next_to_nothing_in_every_language() {
    for (question, asked) in [
        ("Which colour does she like best?", "colour"),
        ("她最喜欢什么颜色？", "颜色"),
        ("彼女の好きな色は何ですか", "色"),
        ("그녀가 좋아하는 색깔은 뭐예요?", "색깔"),
        ("¿Cuál es el color de su coche?", "color"),
        ("Welche Farbe hat ihr Auto?", "farbe"),
        ("De quelle couleur est sa voiture ?", "couleur"),
        ("Какого цвета ее машина?", "цвета"),
        ("ما هو لون سيارتها؟", "لون"),
        ("उसकी गाड़ी का रंग क्या है?", "रंग"),
    ] {
        let terms = query_terms(question);
        let all: f32 = terms.iter().map(|term| term.weight).sum();
        let light: f32 = terms
            .iter()
            .filter(|term| {
                crate::lexicon::lexicon()
                    .get(&term.text)
                    .is_some_and(|known| known.stop_in != 0)
            })
            .map(|term| term.weight)
            .sum();
        assert!(
            terms.iter().any(|term| term.text == asked),
            "{question}: {terms:?}"
        );
        assert!(light < all * 0.2, "{question}: {terms:?}");
    }
}

#[test]
fn a_language_taken_for_another_still_meets() {
    // Too short to tell, or in the ASCII that English is written in.
    for (question, text) in [
        ("gatos", "Mi hermana tiene un gato negro y muy grande"),
        (
            "hermana trabajo",
            "Las hermanas trabajan en el hospital de la ciudad",
        ),
        ("Katze", "Ich habe zwei Katzen und einen Hund"),
        ("chevaux", "J'ai vu un cheval blanc dans la rue"),
        ("gatti", "Il mio gatto è nero e dorme sempre"),
    ] {
        assert!(coverage(question, text) > 0.0, "{question}");
    }
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
        for term in query_terms(&word).iter().filter(|term| term.id.class() != TermClass::Root) {
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

    /// A question of a text's own words finds all of them, in any script.
    #[test]
    fn a_text_has_every_term_of_itself_as_a_question(text in "[\\p{L}\\p{M}\\p{N}'.,?¿ 你한のア]{0,40}|\\PC*") {
        let counts = term_counts(&text);
        for term in query_terms(&text) {
            prop_assert!(counts.count(term.id) > 0, "{}", term.text);
        }
    }
}
