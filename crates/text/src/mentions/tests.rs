use super::*;
use MentionKind::{Email, Handle, Identifier, Name, Organization, Place, Quoted, Topic, Url};
use proptest::prelude::*;

fn found(text: &str) -> Vec<(String, MentionKind)> {
    mentions(text)
        .into_iter()
        .map(|mention| (mention.key, mention.kind))
        .collect()
}

fn check(cases: &[(&str, &[(&str, MentionKind)])]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let expected: Vec<_> = expected
            .iter()
            .map(|(key, kind)| ((*key).to_owned(), *kind))
            .collect();
        let found = found(text);
        if found != expected {
            wrong.push_str(&format!("\n{text}\n   is {found:?}\nnot   {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn names_in_english() {
    check(&[
        ("I met Melanie at work", &[("melanie", Name)]),
        (
            "Melanie's sister lives in San Francisco",
            &[("melanie", Name), ("san francisco", Place)],
        ),
        (
            "Did John Smith call Dr. Lee?",
            &[("john smith", Name), ("lee", Name)],
        ),
        (
            "My son Caspian loves Ludwig van Beethoven",
            &[("caspian", Name), ("ludwig van beethoven", Name)],
        ),
        (
            "She studied at the University of Oxford",
            &[("university of oxford", Organization)],
        ),
        (
            "He works for Acme Technologies on Baker Street",
            &[("acme technologies", Organization), ("baker street", Place)],
        ),
        (
            "I bought an iPhone 15 and use GPT-4",
            &[("iphone 15", Name), ("gpt-4", Name)],
        ),
        ("NASA hired her", &[("nasa", Name)]),
        (
            "We flew to New York City and Paris",
            &[("new york city", Place), ("paris", Place)],
        ),
        (
            "i live in berlin with melanie",
            &[("berlin", Place), ("melanie", Name)],
        ),
        (
            "Quixby said he hates Rust",
            &[("quixby", Name), ("rust", Name)],
        ),
        ("Ann and Tom went out", &[("ann", Name), ("tom", Name)]),
    ]);
}

#[test]
fn capitals_that_mean_nothing() {
    check(&[
        ("Pizza is great. Yesterday I ate. My dog barks.", &[]),
        ("On Monday, in May, I will rest", &[]),
        ("I'm OK. I think I will", &[]),
        ("THIS IS VERY IMPORTANT STUFF", &[]),
        ("Nice to meet you", &[]),
        ("We left and I'm sad", &[]),
        (
            "It cost $300 on 2024-03-05 at 3.5 km/h and/or more, e.g. here",
            &[],
        ),
        ("Ich habe einen Hund und eine Katze im Garten", &[]),
    ]);
}

#[test]
fn what_signs_give_away() {
    check(&[
        (
            "Mail ann.lee@example.org, or see https://example.com/a?b=c.",
            &[
                ("ann.lee@example.org", Email),
                ("https://example.com/a?b=c", Url),
            ],
        ),
        (
            "I like \"The Left Hand of Darkness\" best",
            &[("the left hand of darkness", Quoted)],
        ),
        (
            "我在读《三体》和“小王子”",
            &[("三体", Quoted), ("小王子", Quoted)],
        ),
        (
            "call numpy.array, user_id and src/main.rs",
            &[
                ("numpy.array", Identifier),
                ("user_id", Identifier),
                ("src/main.rs", Identifier),
            ],
        ),
        (
            "@ann_lee posted #rustlang",
            &[("ann_lee", Handle), ("rustlang", Topic)],
        ),
        ("他说“好的，再见。”", &[]),
        ("邮箱是li@example.cn。", &[("li@example.cn", Email)]),
        ("i like tea.Then I sleep", &[]),
    ]);
}

#[test]
fn names_in_chinese() {
    check(&[
        ("我叫李雷", &[("李雷", Name)]),
        ("我叫王小明，住在上海", &[("王小明", Name), ("上海", Place)]),
        ("昨天和同事韩梅梅吃饭", &[("韩梅梅", Name)]),
        ("李雷喜欢打篮球", &[("李雷", Name)]),
        ("我太太王芳去年结婚", &[("王芳", Name)]),
        ("张伟在深圳工作", &[("张伟", Name), ("深圳", Place)]),
        (
            "王老师和欧阳娜娜来了",
            &[("王老师", Name), ("欧阳娜娜", Name)],
        ),
        ("小明喜欢吃苹果", &[("小明", Name)]),
        ("她在北京大学读书", &[("北京大学", Organization)]),
        ("我毕业于清华大学", &[("清华大学", Organization)]),
        ("他在阿里巴巴公司上班", &[("阿里巴巴公司", Organization)]),
        (
            "我住在杭州市余杭区",
            &[("杭州市", Place), ("余杭区", Place)],
        ),
        (
            "我用Rust和python写代码",
            &[("rust", Name), ("python", Name)],
        ),
        ("我的猫叫Mimi", &[("mimi", Name)]),
        (
            "同事張偉在臺灣大學教書",
            &[("张伟", Name), ("台湾大学", Organization)],
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_chinese_name() {
    check(&[
        ("高兴的时候我喝黄酒", &[]),
        ("马上去周末的聚会", &[]),
        ("我们公司很大", &[]),
        ("时间过得很快", &[]),
        ("我喜欢白天睡觉", &[]),
    ]);
}

#[test]
fn names_in_other_languages() {
    check(&[
        (
            "Vivo en Málaga con mi hermana Lucía",
            &[("malaga", Place), ("lucia", Name)],
        ),
        (
            "Ich wohne in München mit Klaus",
            &[("munchen", Place), ("klaus", Name)],
        ),
        (
            "田中さんは東京に住んでいます",
            &[("田中", Name), ("东京", Place)],
        ),
        ("김민수 씨는 서울에 살아요", &[("서울", Place)]),
        ("Вчера я встретил Анну", &[("анну", Name)]),
    ]);
}

proptest! {
    #[test]
    fn mentions_stand_in_order_and_in_place(
        text in "(?s).*|([A-Z][a-z]{0,5}| |\\.|我叫|李|雷|王|小明|在|北京|大学|公司|市|“|”|\"|@|#|_|/|Dr\\. |of|'s|-|4|さん|씨){0,30}",
    ) {
        let mut end = 0;
        for mention in mentions(&text) {
            prop_assert!(!mention.text.trim().is_empty());
            prop_assert!(mention.offset >= end, "{mention:?} overlaps");
            prop_assert_eq!(&text[mention.offset..mention.offset + mention.text.len()], mention.text);
            end = mention.offset + mention.text.len();
        }
    }
}
