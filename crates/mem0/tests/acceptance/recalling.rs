//! `search`, `get`, `get_all`: what is found.

use mem0::{
    AddOptions, Filter, ListOptions, Memory, Message, Scope, ScopeId, SearchOptions, UpdateOptions,
};
use serde_json::json;

use crate::room::{Room, TestResult, at, found, infer, keep, listed, mia, texts};

const CHINESE: [&str; 10] = [
    "我在上海的一家银行工作",
    "我的生日是五月三号",
    "我养了一只叫团子的猫",
    "我每天早上六点跑步",
    "我弟弟在东京读大学",
    "我最近在学弹吉他",
    "我下个月要去云南旅行",
    "我对花粉过敏",
    "我们周五晚上看了一场话剧",
    "我的车是一辆蓝色的丰田",
];

#[tokio::test]
async fn a_preference_for_food_is_the_first_hit_among_ten_other_chinese_memories() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in CHINESE {
        infer(&memory, mia(), text).await?;
    }
    infer(&memory, mia(), "我喜欢披萨，讨厌西兰花").await?;
    let best = found(&memory, mia(), "食物偏好").await?;
    assert!(best[0].contains("披萨"), "{best:?}");
    Ok(())
}

#[tokio::test]
async fn questions_find_answers_in_english_and_across_languages() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in [
        "I work as a nurse in Leeds.",
        "My dog Bruno is afraid of thunder.",
        "I'm allergic to shellfish.",
        "Last summer we hiked in the Dolomites.",
        "My favourite band is Radiohead.",
        "I learn Japanese on weekends.",
    ] {
        keep(&memory, mia(), text).await?;
    }
    for (question, expected) in [
        ("What is the name of my pet?", "Bruno"),
        ("Which foods must I avoid?", "shellfish"),
        ("What is my job?", "nurse"),
        ("What music do I like?", "Radiohead"),
    ] {
        let hits = found(&memory, mia(), question).await?;
        let best = &hits[..2.min(hits.len())];
        assert!(
            best.iter().any(|text| text.contains(expected)),
            "{question}: {hits:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn scores_lie_between_zero_and_one_in_the_order_of_the_hits() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in CHINESE {
        keep(&memory, mia(), text).await?;
    }
    let hits = memory
        .search("我弟弟在哪里读书？", SearchOptions::new(mia()))
        .await?
        .hits;
    assert!(hits[0].item.text.contains("东京"), "{}", hits[0].item.text);
    assert!(hits.iter().all(|hit| (0.0..=1.0).contains(&hit.score)));
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
    Ok(())
}

#[tokio::test]
async fn a_score_tells_an_answer_from_what_has_nothing_to_do_with_the_question() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in CHINESE {
        keep(&memory, mia(), text).await?;
    }
    for text in [
        "I work as a nurse in Leeds.",
        "My dog Bruno is afraid of thunder.",
        "Last summer we hiked in the Dolomites.",
    ] {
        keep(&memory, mia(), text).await?;
    }
    for (question, answer, unrelated) in [
        ("我养的猫叫什么名字？", "团子", "丰田"),
        ("我的车是什么颜色的？", "丰田", "吉他"),
        ("What is my dog afraid of?", "Bruno", "nurse"),
        ("Where did we hike last summer?", "Dolomites", "nurse"),
    ] {
        let hits = memory.search(question, mia()).await?.hits;
        let score = |word: &str| {
            let hit = hits.iter().find(|hit| hit.item.text.contains(word));
            hit.map_or(0.0, |hit| hit.score)
        };
        assert!(
            score(answer) > 0.7,
            "{question}: {answer} has {}",
            score(answer)
        );
        assert!(
            score(unrelated) < 0.3,
            "{question}: {unrelated} has {}",
            score(unrelated)
        );
    }
    Ok(())
}

#[tokio::test]
async fn limit_and_threshold_cut_the_tail() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for text in CHINESE {
        keep(&memory, mia(), text).await?;
    }
    let search = |options| memory.search("猫叫什么名字", options);
    let all = search(SearchOptions::new(mia())).await?;
    let two = search(SearchOptions::new(mia()).limit(2)).await?;
    assert_eq!(texts(&two), texts(&all)[..2]);
    assert!(
        search(SearchOptions::new(mia()).limit(0))
            .await?
            .hits
            .is_empty()
    );
    let threshold = all.hits[1].score;
    let above = search(SearchOptions::new(mia()).threshold(threshold)).await?;
    assert!(above.hits.iter().all(|hit| hit.score >= threshold));
    assert_eq!(
        above.hits.len(),
        all.hits.iter().filter(|hit| hit.score >= threshold).count()
    );
    assert!(above.hits.len() < all.hits.len());
    Ok(())
}

#[tokio::test]
async fn a_filter_sees_metadata_categories_and_time() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for (text, price, month) in [("茶", 3, "01"), ("coffee", 5, "02"), ("juice", 8, "03")] {
        let metadata = json!({"price": price, "kind": "drink"});
        let options = AddOptions::new(mia())
            .verbatim()
            .metadata(metadata.as_object().cloned().unwrap_or_default())
            .categories([if price > 4 { "dear" } else { "cheap" }])
            .timestamp(at(&format!("2024-{month}-01")));
        memory.add(text, options).await?;
    }
    let cases = [
        (json!({"price": {"gte": 5}}), vec!["juice", "coffee"]),
        (json!({"metadata.price": 3}), vec!["茶"]),
        (
            json!({"categories": {"contains": "dear"}}),
            vec!["juice", "coffee"],
        ),
        (
            json!({"occurred_at": {"lt": "2024-02-15"}}),
            vec!["coffee", "茶"],
        ),
        (
            json!({"OR": [{"price": 3}, {"NOT": {"kind": "drink"}}]}),
            vec!["茶"],
        ),
        (json!({"memory": {"icontains": "JUI"}}), vec!["juice"]),
        (json!({"kind": "food"}), vec![]),
    ];
    for (json, expected) in cases {
        let filter = Filter::parse(&json)?;
        let list = memory
            .get_all(ListOptions::new(mia()).filter(filter.clone()))
            .await?;
        let list: Vec<&str> = list.items.iter().map(|item| item.text.as_str()).collect();
        assert_eq!(list, expected, "{json}");
        let options = SearchOptions::new(mia()).filter(filter);
        let mut hits = texts(&memory.search("something to drink", options).await?);
        hits.sort_unstable();
        let mut expected = expected;
        expected.sort_unstable();
        assert!(
            hits.iter().all(|hit| expected.contains(&hit.as_str())),
            "{json}: {hits:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn nobody_sees_the_memories_of_somebody_else() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "Mia keeps bees").await?;
    keep(&memory, Scope::user("bob"), "Bob keeps bees").await?;
    keep(
        &memory,
        Scope::agent("mia"),
        "An agent named mia keeps bees",
    )
    .await?;
    assert_eq!(
        found(&memory, mia(), "Who keeps bees?").await?,
        ["Mia keeps bees"]
    );
    for json in [
        json!({"OR": [{"user_id": "bob"}, {"user_id": "mia"}]}),
        json!({"NOT": {"user_id": "mia"}}),
        json!({"user_id": "bob"}),
        json!({"user_id": "*"}),
    ] {
        let options = SearchOptions::new(mia()).filter(Filter::parse(&json)?);
        let hits = texts(&memory.search("Who keeps bees?", options).await?);
        assert!(
            hits.iter().all(|text| text == "Mia keeps bees"),
            "{json}: {hits:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_id_may_stand_in_the_filter_alone() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "Mia keeps bees").await?;
    keep(&memory, Scope::user("bob"), "Bob keeps bees").await?;
    let filter = Filter::parse(&json!({"AND": [{"user_id": "bob"}]}))?;
    let options = SearchOptions::new(Scope::default()).filter(filter.clone());
    assert_eq!(
        texts(&memory.search("bees", options).await?),
        ["Bob keeps bees"]
    );
    let list = memory
        .get_all(ListOptions::new(Scope::default()).filter(filter))
        .await?;
    assert_eq!(list.total, 1);
    Ok(())
}

#[tokio::test]
async fn collections_in_one_file_never_see_each_other() -> TestResult {
    let room = Room::new();
    let work = Memory::open(room.config().with("collection_name", "work")?).await?;
    let home = Memory::open(room.config().with("collection_name", "home")?).await?;
    let id = keep(&work, mia(), "The meeting is on Monday").await?;
    assert!(found(&home, mia(), "meeting").await?.is_empty());
    assert!(home.get(&id).await?.is_none());
    assert!(home.history(&id).await?.is_empty());
    assert!(home.forget(&id).await.is_err());
    assert!(home.delete(&id).await.is_err());
    home.reset().await?;
    assert_eq!(listed(&work, mia()).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_has_expired_is_hidden_unless_asked_for() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let gone = AddOptions::new(mia())
        .verbatim()
        .expires_on(mem0::parse_expiration("2020-01-01")?);
    let id = memory
        .add("Parking permit 4711", gone)
        .await?
        .results
        .remove(0)
        .id;
    assert!(found(&memory, mia(), "parking permit").await?.is_empty());
    assert!(listed(&memory, mia()).await?.is_empty());
    assert!(memory.get(&id).await?.is_some());
    let options = SearchOptions::new(mia()).show_expired();
    assert_eq!(
        memory.search("parking permit", options).await?.hits.len(),
        1
    );
    let options = ListOptions::new(mia()).show_expired();
    assert_eq!(memory.get_all(options).await?.total, 1);
    memory
        .update(&id, UpdateOptions::default().expires_on(None))
        .await?;
    assert_eq!(found(&memory, mia(), "parking permit").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_question_about_the_past_is_answered_from_the_past() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let options = AddOptions::new(mia())
        .verbatim()
        .timestamp(at("2024-01-01"));
    let id = memory
        .add("Mia lives in Lisbon", options)
        .await?
        .results
        .remove(0)
        .id;
    let moved = UpdateOptions::text("Mia lives in Porto").timestamp(at("2025-01-01"));
    memory.update(&id, moved).await?;
    for (moment, expected) in [
        ("2023-06-01", vec![]),
        ("2024-06-01", vec!["Mia lives in Lisbon"]),
        ("2025-06-01", vec!["Mia lives in Porto"]),
    ] {
        let options = SearchOptions::new(mia()).as_of(at(moment));
        let hits = texts(&memory.search("Where does Mia live?", options).await?);
        assert_eq!(hits, expected, "{moment}");
        let options = ListOptions::new(mia()).as_of(at(moment));
        assert_eq!(
            memory.get_all(options).await?.total,
            expected.len(),
            "{moment}"
        );
    }
    assert_eq!(
        found(&memory, mia(), "Where does Mia live?").await?,
        ["Mia lives in Porto"]
    );
    Ok(())
}

#[tokio::test]
async fn of_two_memories_that_say_the_same_the_one_of_the_time_asked_about_comes_first()
-> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for day in ["2024-05-01", "2024-05-09"] {
        let options = AddOptions::new(mia()).verbatim().timestamp(at(day));
        memory.add("We met for lunch", options).await?;
    }
    for (asked_on, expected) in [("2024-05-02", "2024-05-01"), ("2024-05-10", "2024-05-09")] {
        for question in ["When did we meet for lunch yesterday?", "昨天和谁吃午饭？"] {
            let options = SearchOptions::new(mia())
                .reference_date(at(asked_on))
                .explain();
            let hits = memory.search(question, options).await?.hits;
            assert_eq!(
                hits[0].item.occurred_at,
                at(expected),
                "{question} on {asked_on}: {hits:#?}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_person_a_question_names_speaks_first() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    let talk = [
        Message::user("My favourite colour is green").named("Ann"),
        Message::user("My favourite colour is blue").named("Bob"),
    ];
    memory.add(talk, AddOptions::new(mia()).verbatim()).await?;
    for (question, expected) in [
        ("What is Ann's favourite colour?", "green"),
        ("What is Bob's favourite colour?", "blue"),
    ] {
        let hits = found(&memory, mia(), question).await?;
        assert!(hits[0].contains(expected), "{question}: {hits:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_explanation_adds_up_and_names_what_matched() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "Bruno the dog sleeps in the kitchen").await?;
    keep(&memory, mia(), "我的猫叫团子").await?;
    for (question, word) in [("Where does Bruno sleep?", "bruno"), ("猫叫什么名字", "猫")] {
        let answers = memory
            .search(question, SearchOptions::new(mia()).explain())
            .await?;
        let hit = &answers.hits[0];
        let why = hit.explanation.as_ref().ok_or("there is no explanation")?;
        let matched = why.matched.join(" ").to_lowercase();
        assert!(matched.contains(word), "{question}: {matched}");
        let sum: f32 = why
            .contributions
            .iter()
            .map(|part| part.weight * (part.strength - part.expected))
            .sum();
        let expected = 1.0 / (1.0 + (-(why.base + sum)).exp());
        assert!(
            (hit.score - expected).abs() < 1e-3,
            "{} is not {expected}",
            hit.score
        );
        assert!(!why.sentence().is_empty());
        assert!(
            answers
                .signals
                .iter()
                .all(|signal| memory.signals().contains(signal))
        );
        assert!(answers.signals.contains(&"meaning") && answers.signals.contains(&"words"));
    }
    let plain = memory.search("Bruno", SearchOptions::new(mia())).await?;
    assert!(plain.hits[0].explanation.is_none());
    Ok(())
}

#[tokio::test]
async fn a_second_look_works_offline() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "The red car of my neighbour is fast").await?;
    keep(
        &memory,
        mia(),
        "My car is blue, the neighbour's roof is red",
    )
    .await?;
    let options = SearchOptions::new(mia()).rerank().limit(2);
    let answers = memory.search("the neighbour's red car", options).await?;
    assert_eq!(answers.hits.len(), 2);
    assert!(answers.hits.iter().all(|hit| hit.rerank_score.is_some()));
    assert!(
        answers.hits[0].item.text.starts_with("The red car"),
        "{:?}",
        texts(&answers)
    );
    assert!(answers.warnings.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_list_comes_newest_first_in_pages_that_miss_nothing() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    for number in 0..25 {
        keep(&memory, mia(), &format!("note {number}")).await?;
    }
    let mut all = Vec::new();
    for offset in [0, 10, 20, 30] {
        let page = memory
            .get_all(ListOptions::new(mia()).offset(offset).limit(10))
            .await?;
        assert_eq!(page.total, 25);
        all.extend(page.items.into_iter().map(|item| item.text));
    }
    let expected: Vec<String> = (0..25)
        .rev()
        .map(|number| format!("note {number}"))
        .collect();
    assert_eq!(all, expected);
    assert_eq!(
        memory.list(ListOptions::new(Scope::default())).await?.total,
        25
    );
    Ok(())
}

#[tokio::test]
async fn everybody_who_has_memories_is_counted() -> TestResult {
    let room = Room::new();
    let memory = room.open().await?;
    keep(&memory, mia(), "one").await?;
    keep(&memory, mia(), "two").await?;
    keep(&memory, Scope::user("李雷"), "三").await?;
    keep(&memory, Scope::agent("coach"), "four").await?;
    let users = memory.summarize(ScopeId::User).await?;
    let users: Vec<(&str, usize)> = users
        .iter()
        .map(|user| (user.value.as_str(), user.memories))
        .collect();
    assert_eq!(users, [("李雷", 1), ("mia", 2)]);
    assert_eq!(memory.summarize(ScopeId::Agent).await?.len(), 1);
    assert!(memory.summarize(ScopeId::App).await?.is_empty());
    Ok(())
}
