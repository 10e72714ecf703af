//! Sentences as they come up in chats of several sessions.

use super::changes::{Outcome, check as changes};
use super::support::{Memories, added, check, conversation, propose, tell};

#[test]
fn clauses_about_somebody_are_no_questions() {
    check(&[
        (
            "I live in Seattle with my wife Maria and our son Leo, who is 4.",
            &["I live in Seattle with my wife Maria and our son Leo, who is 4."],
        ),
        (
            "My brother, who lives in Oslo, is a chef.",
            &["My brother, who lives in Oslo, is a chef."],
        ),
        (
            "I'm looking for a flat in Oslo, who should I ask",
            &["I'm looking for a flat in Oslo"],
        ),
    ]);
}

#[test]
fn numbers_make_no_dump() {
    check(&[(
        "我的手机号换成13900001111了，以前是13800002222。",
        &["我的手机号换成13900001111了，以前是13800002222。"],
    )]);
}

#[test]
fn what_is_only_supposed_is_not_remembered() {
    check(&[
        ("If I won the lottery, I would move to Hawaii.", &[]),
        ("如果我有钱，我就搬到三亚去住。", &[]),
        (
            "If it rains I take the bus to Pankow.",
            &["If it rains I take the bus to Pankow."],
        ),
        ("如果下雨我就不去跑步。", &["如果下雨我就不去跑步。"]),
    ]);
}

#[test]
fn short_news_and_doubts_are_kept_and_assent_is_not() {
    check(&[
        ("豆包去世了", &["豆包去世了"]),
        ("我在考虑要不要买房。", &["我在考虑要不要买房。"]),
        (
            "Been vegetarian for 6 years now.",
            &["Been vegetarian for 6 years now."],
        ),
        ("Sounds good, let's do that.", &[]),
    ]);
}

#[test]
fn what_only_looks_like_a_move_or_a_new_job_ends_nothing() {
    changes(
        Outcome::Beside,
        &[
            ("我在一家互联网公司做产品经理。", "我在腾讯工作"),
            ("我在一家互联网公司做产品经理。", "我老婆换工作了"),
            ("我住在上海", "我搬到浦东了"),
            ("我住在上海", "我搬到南京路了"),
            ("我住在北京", "我搬到海淀区了"),
            ("我住在杭州", "我以前的同事住在深圳，现在搬到珠海了。"),
            ("我住在杭州", "我弟弟以前住在深圳，现在搬到珠海了。"),
            ("我身高175，体重70公斤", "我体重65公斤了"),
        ],
    );
}

#[test]
fn corrections_put_right_what_was_said() {
    check(&[
        (
            "My birthday is on March 9th. No wait, I meant March 19th.",
            &["My birthday is on March 19th."],
        ),
        (
            "我打算12月3日去东京旅游。不对，我说错了，是12月13日去东京。",
            &["我打算12月13日去东京旅游。"],
        ),
        (
            "My shoe size is 42. Sorry, my mistake. It's 43.",
            &["My shoe size is 43."],
        ),
        ("说错了，我爸爸今年66岁。", &["我爸爸今年66岁。"]),
        (
            "My sister lives in Lyon. No wait, I meant Nice.",
            &["My sister lives in Lyon. No wait, I meant Nice."],
        ),
    ]);
    let said = conversation(&[
        ("user", None, "My train to Bonn leaves on May 20th."),
        ("assistant", None, "Noted!"),
        ("user", None, "No wait, I meant May 21st."),
    ]);
    assert_eq!(
        added(&propose(&said, &Memories::default())),
        ["My train to Bonn leaves on May 21st."]
    );
}

#[test]
fn moves_and_new_jobs_end_what_was_so() {
    changes(
        Outcome::Replaced,
        &[
            ("我住在上海浦东", "上周五我刚搬到苏州，房租便宜多了。"),
            ("我住在北京海淀区", "我搬到杭州了"),
            ("我住在上海", "我们一家搬到了成都"),
            ("我在腾讯工作", "我换工作了，现在在字节跳动做运营。"),
            ("我在腾讯做产品经理", "我换工作了"),
            ("我在腾讯做产品经理", "我跳槽到阿里巴巴了"),
            (
                "我在一家互联网公司做产品经理。",
                "我换工作了，现在在字节跳动做运营。",
            ),
            ("我住在深圳", "我以前住在深圳，现在搬到珠海了。"),
            ("我体重70公斤", "我体重65公斤了"),
            ("I'm a software engineer at Google.", "I left Google"),
            (
                "I'm a software engineer at Google.",
                "I joined Stripe in September",
            ),
            (
                "I work as a nurse at Charité",
                "I work as a nurse at Vivantes",
            ),
        ],
    );
    let added = added(&tell("我换工作了，现在在字节跳动做运营。", &[]));
    assert_eq!(added, ["我换工作了，现在在字节跳动做运营。"]);
}

#[test]
fn what_is_given_by_a_name_is_forgotten_by_it() {
    changes(
        Outcome::Deleted,
        &[
            ("我的手机号是13900001111", "忘掉我的手机号吧"),
            ("My phone number is 555-0199", "Forget my phone number"),
        ],
    );
    changes(
        Outcome::Known,
        &[
            (
                "I lost my phone number 555-0199 in Rome",
                "Forget my phone number",
            ),
            ("我妈妈的手机号是13900001111", "忘掉我的手机号吧"),
            ("My birthday party was great", "Forget my birthday"),
        ],
    );
}

#[test]
fn an_hour_by_itself_is_no_date() {
    let dated = |text: &str| {
        tell(text, &[]).operations.iter().any(|operation| {
            matches!(
                operation,
                crate::ingest::operation::Operation::Add(statement)
                    if statement.metadata.contains_key(super::super::EVENT_DATE)
            )
        })
    };
    assert!(!dated("I don't like meetings before 10am."));
    assert!(!dated("I ran a half marathon in 2:05."));
    assert!(dated("The meeting with Anna is today at 3pm."));
    assert!(dated("The meeting with Anna is tomorrow at 3pm."));
    assert!(dated("我明天下午三点开会，讨论预算。"));
}

#[test]
fn a_greeting_with_a_remark_and_an_announcement_are_small_talk() {
    check(&[
        ("早上好呀，今天天气真好。", &[]),
        ("下次聊，再见！", &[]),
        ("有个大消息。", &[]),
        ("I have big news.", &[]),
        ("Good morning, lovely weather today.", &[]),
        (
            "I was told you remember things, so let me introduce myself.",
            &[],
        ),
        ("早上好，我今天搬到苏州了。", &["我今天搬到苏州了。"]),
    ]);
}
