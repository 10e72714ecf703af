use super::*;

fn table() -> RelatedWordTable {
    RelatedWordTable::embedded().unwrap()
}

/// How close the list of `word` says that `other` is.
fn similarity(word: &str, other: &str) -> Option<f32> {
    let related = table().related(word);
    let found = related.iter().find(|related| related.text == other)?;
    Some(found.similarity)
}

#[test]
fn words_that_mean_something_close_are_found_from_either() {
    for (one, other) in [
        ("movie", "film"),
        ("doctor", "physician"),
        ("sister", "brother"),
        ("injury", "wound"),
        ("电影", "影片"),
        ("医生", "医师"),
        ("姐姐", "妹妹"),
        ("宠物", "小狗"),
    ] {
        let there = similarity(one, other).unwrap_or_default();
        let back = similarity(other, one).unwrap_or_default();
        assert!(there > 0.42, "{one} {other} {there}");
        assert!((there - back).abs() < 0.015, "{one} {other} {there} {back}");
    }
}

#[test]
fn a_word_of_the_other_language_is_found() {
    for (one, other) in [("movie", "电影"), ("电影", "movie"), ("过敏", "allergic")] {
        assert!(similarity(one, other).is_some(), "{one} {other}");
    }
}

#[test]
fn forms_case_and_traditional_characters_make_no_difference() {
    let table = table();
    for (one, other) in [
        ("movie", "movies"),
        ("movie", "Movie"),
        ("電影", "电影"),
        ("ｍｏｖｉｅ", "movie"),
    ] {
        assert!(!table.related(one).is_empty(), "{one}");
        assert_eq!(table.related(one), table.related(other), "{one} {other}");
    }
}

#[test]
fn what_is_unknown_says_little_or_names_somebody_has_none() {
    for word in [
        "",
        " ",
        "zzzzqqqq",
        "the",
        "what",
        "的",
        "什么",
        "John",
        "Anna",
        "Berlin",
        "北京",
        "two words",
        "。",
        "ᚠᚢ",
    ] {
        assert_eq!(table().related(word), [], "{word}");
    }
}

#[test]
fn every_neighbour_is_another_word_once_and_they_are_in_order() {
    let table = table();
    let mut lists = 0;
    for row in 0..table.words.rows() {
        let Some(bytes) = table.list(row) else {
            continue;
        };
        lists += 1;
        let word = table.words.word(row).unwrap();
        let related = table.related(word);
        assert_eq!(related.len() * 3, bytes.len(), "{word}");
        let mut before = 1.0;
        for (at, neighbour) in related.iter().enumerate() {
            let RelatedWord { text, similarity } = neighbour;
            assert!((0.42..=before).contains(similarity), "{word} {neighbour:?}");
            assert_ne!(text, word);
            assert!(related[..at].iter().all(|other| other.text != *text));
            before = *similarity;
        }
    }
    assert!(lists > 50_000, "{lists} lists");
}

/// One in the other's place would relate words at random.
#[test]
fn they_were_made_for_the_table_that_is_compiled_in() {
    let fnv1a = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let table = include_bytes!("../../models/static-multilingual-v1.bin");
    let digest = table.iter().fold(0xcbf2_9ce4_8422_2325, fnv1a);
    assert_eq!(EMBEDDED[24..32], u64::to_le_bytes(digest));
}

#[test]
fn damaged_related_words_are_refused() {
    let refuse = |bytes: &[u8]| {
        let words = StaticEmbedder::embedded().unwrap();
        RelatedWordTable::from_bytes(words, Cow::Owned(bytes.to_vec())).unwrap_err()
    };
    let with = |at: usize, byte: u8| {
        let mut bytes = EMBEDDED.to_vec();
        bytes[at] = byte;
        refuse(&bytes)
    };
    use RelatedWordsError as Refused;
    assert!(matches!(refuse(b""), Refused::NotRelatedWords));
    assert!(matches!(refuse(b"PK\x03\x04"), Refused::NotRelatedWords));
    assert!(matches!(refuse(&EMBEDDED[..20]), Refused::Damaged { .. }));
    let half = &EMBEDDED[..EMBEDDED.len() / 2];
    assert!(matches!(refuse(half), Refused::Damaged { .. }));
    assert!(matches!(with(8, 2), Refused::OtherFormat { found: 2 }));
    assert!(matches!(with(12, 0), Refused::OtherTable { .. }));
    assert!(matches!(with(23, 255), Refused::Damaged { .. }));
}

/// However the lists are damaged, looking a word up ends and gives similarities in range.
#[test]
fn damage_inside_the_lists_never_panics() {
    for step in [1, 7, 61] {
        let mut bytes = EMBEDDED.to_vec();
        for at in (HEADER..bytes.len()).step_by(step) {
            bytes[at] = bytes[at].wrapping_mul(31).wrapping_add(7);
        }
        let words = StaticEmbedder::embedded().unwrap();
        let damaged = RelatedWordTable::from_bytes(words, Cow::Owned(bytes)).unwrap();
        for word in ["movie", "pets", "电影", "the", "John"] {
            let related = damaged.related(word);
            assert!(related.iter().all(|word| word.similarity <= 1.0), "{word}");
        }
    }
}
