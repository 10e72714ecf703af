use proptest::prelude::*;

use super::*;

/// The aspects of a list of their names.
fn named(names: &str) -> Aspects {
    names
        .split_whitespace()
        .map(|name| Aspects::named(name).expect("a name in the table"))
        .fold(Aspects::default(), Aspects::union)
}

fn shown(aspects: Aspects) -> String {
    aspects.names().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_bit_has_its_place_and_name() {
    for (bit, named) in ASPECTS.iter().enumerate() {
        assert_eq!(named.aspect.to_bits(), 1 << bit, "{}", named.name);
        assert_eq!(Aspects::named(named.name), Some(named.aspect));
    }
    // Stored bits: a change here would misread what was stored.
    assert_eq!(Aspects::RESIDENCE.to_bits(), 1);
    assert_eq!(Aspects::DIET.to_bits(), 1 << 18);
    assert_eq!(Aspects::COMMUNITY.to_bits(), 1 << 49);
    assert_eq!(Aspects::SELF.to_bits(), 1 << 50);
    assert_eq!(Aspects::NAMED.to_bits(), 1 << 63);
}

#[test]
fn statements_speak_of_topics_and_people() {
    let mut wrong = Vec::new();
    for (text, expected) in [
        ("I moved to Berlin", "residence self"),
        ("My sister lives in Rome", "residence sister siblings"),
        ("Grew up in San Diego", "origin self"),
        ("I'm originally from Kenya", "origin self"),
        ("Works as a backend developer in Seattle", "occupation self"),
        ("My wife is a paediatrician", "occupation spouse partner"),
        ("She joined Acme and got promoted", "workplace"),
        ("I studied chemistry at university", "education self"),
        (
            "Mother's birthday is on October 12",
            "birthday mother parents",
        ),
        ("My dog is called Rex", "name pet pets"),
        ("We got married in May", "marriage self"),
        (
            "I have two kids, a boy and a girl",
            "children self son daughter",
        ),
        (
            "I love pizza and hate broccoli",
            "food food_liked food_disliked self",
        ),
        ("Broccoli is disgusting", "food food_disliked"),
        ("User is allergic to peanuts", "diet health self"),
        ("I've been vegan since 2019", "diet self"),
        ("Drinks black coffee every morning", "drink routine self"),
        ("My father has high blood pressure", "health father parents"),
        ("I take metformin twice a day", "medication self"),
        (
            "Runs ten kilometres in the park every Saturday",
            "sport routine self",
        ),
        ("I took up pottery last year", "hobby self"),
        ("Has been learning the guitar", "music skill self"),
        ("We watched a movie by Hitchcock", "film self"),
        ("I finished reading a novel by Murakami", "books self"),
        ("My brother plays chess online", "games brother siblings"),
        ("I flew to Lisbon for a week", "travel self"),
        (
            "Planning to visit Iceland next spring",
            "travel travel_plan self",
        ),
        ("I drive a white Tesla", "vehicle self"),
        ("Uses a Samsung phone and vim", "device self"),
        ("Keeps the passport in the drawer", "belongings self"),
        ("I bought my wife a necklace", "purchase self spouse"),
        ("Rent is £900", "money"),
        ("I have a dentist appointment on Friday", "appointment self"),
        ("Dreams of opening a bakery", "goal self"),
        ("I speak Japanese fluently", "language self"),
        (
            "My grandmother goes to church",
            "belief grandparent relatives",
        ),
        ("My email address is on the card", "contact self"),
        (
            "Prefers short answers without small talk",
            "answer_style self",
        ),
        ("I can't sleep, insomnia again", "sleep health self"),
        ("I'm afraid of spiders", "emotion self"),
        ("She hosted a party for my boss", "event colleague"),
        ("Tom lives in Oslo", "residence named"),
        ("I volunteer at an animal shelter", "community self"),
        ("My sister's husband is a chef", "occupation relative"),
        ("I visited my mother in Leeds", "travel self mother"),
        (
            "我喜欢披萨，讨厌西兰花",
            "food food_liked food_disliked self",
        ),
        ("用户对花生过敏", "diet health self"),
        ("上个月从北京搬到了成都", "residence self"),
        ("我老家在青岛", "origin self"),
        ("妹妹住在上海", "residence sister siblings"),
        ("妻子是一名儿科医生", "occupation spouse partner"),
        ("她妈妈在医院做护士", "occupation mother parents"),
        ("大学读的是材料科学专业", "education self"),
        ("母亲的生日是十月十二号", "birthday mother"),
        ("我养了一只叫豆豆的橘猫", "pets name self pet"),
        ("和前男友分手两年了，目前单身", "marriage self"),
        ("每天早上喝一杯黑咖啡", "drink routine self"),
        ("父亲有高血压，需要按时吃药", "health medication father"),
        ("每周六早上去公园跑步十公里", "sport routine self"),
        ("喜欢听爵士乐和古典音乐", "music self"),
        ("最近在读《百年孤独》", "books self"),
        ("明年春天打算去冰岛看极光", "travel travel_plan self"),
        ("我买了一辆白色的特斯拉", "vehicle purchase self"),
        ("手机是华为的，电脑用苹果", "device"),
        ("把护照放在书房的抽屉里", "belongings self"),
        ("每个月存五千块", "money self"),
        ("周五晚上约了牙医洗牙", "health routine"),
        ("会说英语和日语", "language skill self"),
        ("喜欢简短直接的回答", "answer_style self"),
        ("最近失眠，凌晨三点才睡着", "sleep health self"),
        ("志愿在动物收容所帮忙", "community"),
        ("李雷住在北京", "residence named"),
        ("我姐姐的丈夫是律师", "occupation relative"),
    ] {
        let found = aspects_of_statement(text);
        let lacking = named(expected).without(found);
        if !lacking.is_empty() {
            wrong.push(format!("{text}: {} lacks {}", shown(found), shown(lacking)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn and_not_of_others() {
    let mut wrong = Vec::new();
    for (text, unexpected) in [
        ("My sister lives in Rome", "self brother"),
        ("Where I work there is a hot dog stand", "pets"),
        ("I would like to live here", "taste"),
        ("My sister's husband is a chef", "sister spouse self"),
        ("Tom lives in Oslo", "self"),
        ("The credit card bill is due", "self"),
        ("我爱人住在上海", "self taste food_liked"),
        ("妹妹喜欢熊猫", "self pets pet"),
        ("她妈妈住在苏州", "self"),
        ("李雷住在北京", "self"),
        ("I love pizza", "food_disliked"),
        ("我不喜欢香菜", "food_liked"),
        ("我姐姐的丈夫是律师", "sister spouse self"),
    ] {
        let excess = aspects_of_statement(text).both(named(unexpected));
        if !excess.is_empty() {
            wrong.push(format!("{text}: {}", shown(excess)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn questions_ask_for_what_their_answer_has() {
    let mut wrong = Vec::new();
    for (question, expected) in [
        ("Where do I live?", "residence self"),
        ("What can't she eat?", "food_disliked diet"),
        ("food preferences", "food_liked food_disliked diet"),
        ("What does he do for a living?", "workplace occupation"),
        ("Where is she from?", "origin"),
        ("What's my brother's name?", "name brother"),
        ("Where does my sister live?", "residence sister"),
        ("Which foods do I like?", "food_liked self"),
        ("When is my mother's birthday?", "birthday mother"),
        ("Is my father married?", "marriage father"),
        ("What car do I drive?", "vehicle self"),
        ("Which languages do I speak?", "language self"),
        ("What medication does my dad take?", "medication father"),
        ("What does my cat eat?", "food pet"),
        ("我住在哪里？", "residence self"),
        ("食物偏好", "food_liked food_disliked diet"),
        ("我妹妹叫什么名字？", "name sister"),
        ("我爱人的职业是什么", "occupation spouse"),
        ("她是哪里人？", "origin"),
        ("妈妈哪天过生日", "birthday mother"),
        ("我开什么车", "vehicle self"),
        ("孩子多大了", "birthday son daughter"),
        ("喜欢听什么音乐", "music"),
        ("最近睡眠怎么样", "sleep"),
    ] {
        let found = aspects_of_question(question);
        if found != named(expected) {
            wrong.push(format!("{question}: {}", shown(found)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn answers_agree_and_others_do_not() {
    let fits = |question: &str, statement: &str| {
        let agreement = agreement(
            aspects_of_question(question),
            aspects_of_statement(statement),
        );
        agreement.map(|agreement| (agreement.topics, agreement.subject))
    };
    for (question, statement, topics, subject) in [
        (
            "Where do I live?",
            "I moved to Berlin",
            Some(1.0),
            Some(true),
        ),
        (
            "Where do I live?",
            "My sister lives in Rome",
            Some(1.0),
            Some(false),
        ),
        (
            "Where do I live?",
            "Tom lives in Rome",
            Some(1.0),
            Some(false),
        ),
        ("Where do I live?", "I love pizza", Some(0.0), Some(true)),
        (
            "Where does my sister live?",
            "Ana lives in Rome",
            Some(1.0),
            None,
        ),
        (
            "What can't she eat?",
            "User is allergic to peanuts",
            Some(1.0),
            None,
        ),
        ("What can't I eat?", "I love pizza", Some(0.5), Some(true)),
        (
            "What's my brother's name?",
            "My sister is called Ana",
            Some(1.0),
            Some(false),
        ),
        ("食物偏好", "我喜欢披萨，讨厌西兰花", Some(1.0), None),
        ("我住在哪里", "妹妹住在上海", Some(1.0), Some(false)),
        ("我妹妹住在哪里", "妹妹住在上海", Some(1.0), Some(true)),
        ("我住在哪里", "上个月搬到了成都", Some(1.0), Some(true)),
        (
            "Where do I live?",
            "我上个月搬到了成都",
            Some(1.0),
            Some(true),
        ),
        ("我在哪里工作", "I work at a bakery", Some(1.0), Some(true)),
    ] {
        assert_eq!(
            fits(question, statement),
            Some((topics, subject)),
            "{question} {statement}: {} / {}",
            shown(aspects_of_question(question)),
            shown(aspects_of_statement(statement)),
        );
    }
}

#[test]
fn other_languages_are_left_alone() {
    for text in [
        "Vivo en Madrid con mi hermana desde hace tres años",
        "Ich wohne seit drei Jahren in Berlin und arbeite als Lehrer",
        "仙台の古いマンションに住んでいます",
        "나는 서울에 살고 있어요",
        "Я живу в Москве",
        "",
        "12345 ?!",
    ] {
        assert!(aspects_of_statement(text).is_empty(), "{text}");
        assert!(aspects_of_question(text).is_empty(), "{text}");
    }
    assert_eq!(agreement(Aspects::default(), Aspects::SELF), None);
    assert_eq!(agreement(Aspects::SELF, Aspects::default()), None);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s).*|[a-z' .]{0,80}|[我你他妹妈的住在吃不喜欢，。]{0,40}") {
        let said = aspects_of_statement(&text);
        let asked = aspects_of_question(&text);
        prop_assert_eq!(Aspects::from_bits(said.to_bits()), said);
        if let Some(Agreement { topics: Some(share), .. }) = agreement(asked, said) {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }

    #[test]
    fn a_further_sentence_takes_nothing_away(
        at in 0..SENTENCES.len(),
        filler in 0..FILLERS.len(),
        before in any::<bool>(),
    ) {
        let (sentence, filler) = (SENTENCES[at], FILLERS[filler]);
        let text = match before {
            true => format!("{filler} {sentence}"),
            false => format!("{sentence} {filler}"),
        };
        let (alone, together) = (aspects_of_statement(sentence), aspects_of_statement(&text));
        prop_assert!(together.contains(alone), "{}: {} / {}", text, shown(alone), shown(together));
    }
}

const SENTENCES: [&str; 10] = [
    "I moved to Berlin.",
    "My sister is allergic to nuts.",
    "Prefers short answers.",
    "We went to Rome and ate pizza, but I hate olives.",
    "Tom is a doctor.",
    "我喜欢披萨，讨厌西兰花。",
    "妹妹住在上海。",
    "上个月搬到了成都。",
    "我养了一只叫豆豆的橘猫。",
    "打算去冰岛旅行。",
];

const FILLERS: [&str; 6] = [
    "It rained all day.",
    "The soup was hot!",
    "My brother called.",
    "今天天气不错。",
    "她笑了！",
    "我爸爸来了。",
];
