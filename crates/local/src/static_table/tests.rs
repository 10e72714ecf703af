use std::borrow::Cow;

use mem0_core::{Embedder, Purpose};

use super::*;

fn embedder() -> StaticEmbedder {
    StaticEmbedder::embedded().unwrap()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The memory among `memories` that is nearest to the question.
fn nearest<'a>(question: &str, memories: &[&'a str]) -> &'a str {
    let embedder = embedder();
    let question = embedder.embed(question);
    let score = |memory: &str| cosine(&question, &embedder.embed(memory));
    memories
        .iter()
        .max_by(|a, b| score(a).total_cmp(&score(b)))
        .unwrap()
}

const CHINESE: [&str; 11] = [
    "我喜欢披萨，讨厌西兰花",
    "我住在上海浦东",
    "下周三要去北京出差",
    "妻子是一名护士",
    "我养了两只金毛",
    "每周日早上去爬山",
    "正在学习法语",
    "最近睡眠不好，经常做噩梦",
    "女儿今年上小学二年级",
    "买了一台新的笔记本电脑",
    "公司在做一个医疗项目",
];

#[test]
fn a_chinese_question_without_shared_words_finds_its_memory() {
    assert_eq!(nearest("食物偏好", &CHINESE), CHINESE[0]);
    assert_eq!(nearest("我的宠物", &CHINESE), CHINESE[4]);
    assert_eq!(nearest("我在学什么语言", &CHINESE), CHINESE[6]);
}

#[test]
fn an_english_question_without_shared_words_finds_its_memory() {
    let memories = [
        "I love pizza and hate broccoli",
        "Lives in a small flat in Boston",
        "My wife works as a nurse",
        "Has two golden retrievers",
        "Goes climbing on Sunday mornings",
        "Learning French at the moment",
    ];
    assert_eq!(nearest("food preferences", &memories), memories[0]);
    assert_eq!(nearest("Which pets do I have?", &memories), memories[3]);
    assert_eq!(
        nearest("What is my spouse's occupation?", &memories),
        memories[2]
    );
}

#[test]
fn a_question_finds_a_memory_in_the_other_language() {
    assert_eq!(nearest("Which pets do I have?", &CHINESE), CHINESE[4]);
    assert_eq!(nearest("food preferences", &CHINESE), CHINESE[0]);
}

#[test]
fn every_embedding_has_length_one() {
    let embedder = embedder();
    let long = "memory 记忆 ".repeat(20_000);
    for text in [
        "",
        " ",
        "\u{0}",
        "。",
        "🦀",
        "a",
        "ᚠᚢᚦ",
        "\u{10FFFF}",
        "zzzzqqqq",
        &long,
        "我",
    ] {
        let vector = embedder.embed(text);
        assert_eq!(vector.len(), embedder.dims());
        let length = cosine(&vector, &vector);
        assert!(
            (length - 1.0).abs() < 1e-4,
            "{:?} has length {length}",
            text.get(..20)
        );
    }
}

#[test]
fn unknown_scripts_are_told_apart() {
    let embedder = embedder();
    let (one, other) = (embedder.embed("ᚠᚢᚦᚨᚱᚲ"), embedder.embed("ᛒᛖᛗᛚᛜᛞ"));
    assert!((cosine(&one, &embedder.embed("ᚠᚢᚦᚨᚱᚲ")) - 1.0).abs() < 1e-5);
    assert!(cosine(&one, &other).abs() < 0.5);
}

#[test]
fn case_width_and_traditional_characters_make_no_difference() {
    let embedder = embedder();
    for (one, other) in [
        ("I LOVE PIZZA", "i love pizza"),
        ("Ｐｉｚｚａ　１２３", "pizza 123"),
        ("我喜歡貓，討厭狗", "我喜欢猫，讨厌狗"),
        ("cafe\u{301}", "café"),
        ("I’m", "I'm"),
    ] {
        assert_eq!(
            embedder.embed(one),
            embedder.embed(other),
            "{one} / {other}"
        );
    }
}

#[test]
fn a_very_long_text_is_read_in_samples() {
    let embedder = embedder();
    let text = "The garden needs water. ".repeat(500_000);
    let began = std::time::Instant::now();
    let vector = embedder.embed(&text);
    assert!(began.elapsed() < std::time::Duration::from_millis(500));
    assert!(cosine(&vector, &embedder.embed("The garden needs water.")) > 0.99);
}

#[test]
fn the_end_of_a_long_text_still_counts() {
    let embedder = embedder();
    let beginning = "The garden needs water. ".repeat(1_000);
    let text = format!("{beginning}{}", "我喜欢披萨。".repeat(2_000));
    let pizza = embedder.embed("我喜欢披萨。");
    assert!(cosine(&embedder.embed(&text), &pizza) > cosine(&embedder.embed(&beginning), &pizza));
}

/// The Python tokenizer that the table was fitted with and this reader agree.
#[test]
fn reference_embeddings_are_reproduced() {
    let embedder = embedder();
    let reference = include_str!("../../tests/data/reference.tsv");
    assert!(reference.lines().count() > 20);
    for line in reference.lines() {
        let (text, numbers) = line.split_once('\t').unwrap();
        let vector = embedder.embed(text);
        for (at, number) in numbers.split(' ').enumerate() {
            let expected: f32 = number.parse().unwrap();
            assert!(
                (vector[at] - expected).abs() < 2e-4,
                "{text}: {at} {} {expected}",
                vector[at]
            );
        }
    }
}

#[test]
fn the_table_says_what_it_is() {
    let embedder = embedder();
    let identity = embedder.identity();
    assert_eq!(
        (identity.provider.as_str(), identity.model.as_str()),
        ("static", "static-multilingual")
    );
    assert!(!identity.revision.is_empty());
    assert_eq!(identity.dimensions, embedder.dims());
    assert!(
        embedder
            .describe("source")
            .contains("multilingual-e5-small")
    );
    assert_eq!(embedder.describe("no such field"), "");
}

#[test]
fn damaged_tables_are_refused() {
    let refuse = |bytes: &[u8]| StaticEmbedder::from_bytes(Cow::Owned(bytes.to_vec())).unwrap_err();
    assert!(matches!(refuse(b""), TableError::NotATable));
    assert!(matches!(
        refuse(b"PK\x03\x04 something else"),
        TableError::NotATable
    ));
    assert!(matches!(
        refuse(&EMBEDDED[..EMBEDDED.len() / 2]),
        TableError::Damaged { .. }
    ));
    assert!(matches!(
        refuse(&EMBEDDED[..40]),
        TableError::Damaged { .. }
    ));
    let mut newer = EMBEDDED[..4096].to_vec();
    newer[8] = 2;
    assert!(matches!(
        refuse(&newer),
        TableError::OtherFormat { found: 2 }
    ));
}

/// However the bytes inside a table are damaged, embedding ends and gives numbers.
#[test]
fn damage_inside_a_table_never_panics() {
    for step in [61, 997, 100_003] {
        let mut bytes = EMBEDDED.to_vec();
        for at in (300..bytes.len()).step_by(step) {
            bytes[at] = bytes[at].wrapping_mul(31).wrapping_add(7);
        }
        if let Ok(damaged) = StaticEmbedder::from_bytes(Cow::Owned(bytes)) {
            assert_eq!(
                damaged.embed("I love pizza，我喜欢披萨 ＡＢ").len(),
                damaged.dims()
            );
        }
    }
}

#[tokio::test]
async fn batches_keep_the_order_and_ignore_the_purpose() {
    let embedder = embedder();
    let texts: Vec<String> = (0..100)
        .map(|number| format!("memory number {number}"))
        .collect();
    let vectors = Embedder::embed(&embedder, &texts, Purpose::Document)
        .await
        .unwrap();
    assert_eq!(vectors.len(), texts.len());
    assert_eq!(vectors[77], embedder.embed(&texts[77]));
    assert_eq!(
        vectors,
        Embedder::embed(&embedder, &texts, Purpose::Query)
            .await
            .unwrap()
    );
    assert!(
        Embedder::embed(&embedder, &[], Purpose::Query)
            .await
            .unwrap()
            .is_empty()
    );
}
