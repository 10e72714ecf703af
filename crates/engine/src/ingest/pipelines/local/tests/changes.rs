//! What a new statement does to what is known: takes its place, says it again, stands beside it.

use mem0_core::{MemoryItem, MemoryKind};

use super::support::{Memories, conversation, memory, propose, tell};
use crate::ingest::operation::Operation;

/// What became of one known memory when one statement was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The new statement took its place.
    Replaced,
    /// Both stand.
    Beside,
    /// It was known already.
    Known,
    /// The memory was deleted.
    Deleted,
}

fn outcome_with(before: MemoryItem, now: &str) -> Outcome {
    outcome_of(
        &propose(
            &conversation(&[("user", None, now)]),
            &Memories(vec![before]),
        )
        .operations,
    )
}

fn outcome_of(operations: &[Operation]) -> Outcome {
    match operations {
        [] => Outcome::Known,
        [Operation::Delete { .. }] => Outcome::Deleted,
        _ if operations
            .iter()
            .any(|one| matches!(one, Operation::Update { .. })) =>
        {
            Outcome::Replaced
        }
        _ => Outcome::Beside,
    }
}

pub fn check(expected: Outcome, pairs: &[(&str, &str)]) {
    let wrong: Vec<String> = pairs
        .iter()
        .filter_map(|(before, now)| {
            let outcome = outcome_of(&tell(now, &[before]).operations);
            (outcome != expected).then(|| format!("{before:?} then {now:?}: {outcome:?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        pairs.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_changed_attribute_replaces_what_was_known_in_english() {
    check(
        Outcome::Replaced,
        &[
            ("I live in Paris", "I moved to Berlin"),
            ("I live in Paris.", "I've moved to Berlin last month."),
            ("I currently live in Paris, France", "I live in Tokyo now"),
            ("I live in Boston", "Last summer I relocated to Seattle."),
            ("I'm based in London", "I am now living in Madrid"),
            ("User lives in Paris", "I moved back to Lyon"),
            ("I live in Paris", "We moved to Rome with the kids"),
            ("i live in paris", "i moved to berlin"),
            ("My sister lives in Berlin", "My sister moved to Vienna"),
            ("Tom lives in Oslo", "Tom has moved to Bergen, Norway"),
            ("I live in Springfield", "I live in Shelbyville"),
            (
                "I live in Seattle",
                "I just moved to Austin, Texas from Seattle",
            ),
            (
                "I live in Boston",
                "We moved from Boston to Denver in March",
            ),
            ("Lives in Paris", "I don't live in Paris anymore"),
            ("User's name is Alex", "My name is Sam"),
            ("Likes pizza", "I don't like pizza anymore"),
            ("I work at Google", "I switched jobs and now work at Meta"),
            ("I work at Google", "I'm currently unemployed"),
            ("I work at Google", "I got a new job at Stripe last week"),
            ("My girlfriend is Anna", "I broke up with Anna"),
            ("I have a headache", "I don't have a headache anymore"),
            ("I'm vegan", "I'm not vegan anymore"),
            ("I work at Google", "I started working at Netflix"),
            ("I work for Acme", "I joined Microsoft last week"),
            ("I work at Google", "I left Google for Apple"),
            ("I work at Google", "I no longer work at Google"),
            ("I work at Google", "I quit my job"),
            ("I work at Siemens", "I got laid off from Siemens"),
            ("I work as a teacher", "I started working as a nurse"),
            ("My job is teacher", "I'm now a nurse"),
            ("My name is Robert", "I changed my name to Rowan"),
            ("My name is Robert Smith", "My name is Robert Jones"),
            ("Call me Bob", "Call me Rob"),
            ("I am 30 years old", "I just turned 31"),
            ("I'm 29", "I am 30"),
            ("I'm single", "I got married"),
            ("I am married", "We got divorced"),
            ("I'm married", "I got divorced last year"),
            ("My favorite color is blue", "My favourite color is green"),
            ("My favorite food is ramen", "My favorite food is now sushi"),
            (
                "My phone number is 555-0100",
                "My new phone number is 555-0199",
            ),
            (
                "My email is ann@example.org",
                "My email address is now ann@example.net",
            ),
            ("I'm vegetarian", "I became vegan"),
            ("I am a vegetarian", "I eat meat again"),
            ("I'm vegan", "I'm no longer vegan"),
            ("I love coffee", "I don't drink coffee anymore"),
            ("I like pizza", "I don't like pizza anymore"),
            ("I love jazz", "I hate jazz"),
            ("I hate olives", "I love olives"),
            ("I enjoy eating sushi", "I no longer like sushi"),
            ("I have a dog", "I no longer have a dog"),
            ("I smoke", "I quit smoking"),
            ("I play tennis every week", "I stopped playing tennis"),
            ("I drink coffee every morning", "I stopped drinking coffee"),
            ("I use an iPhone", "I switched from an iPhone to a Pixel"),
            ("My girlfriend is Anna", "My girlfriend is Beth"),
            ("My birthday is May 3", "My birthday is May 5"),
        ],
    );
}

#[test]
fn a_changed_attribute_replaces_what_was_known_in_chinese() {
    check(
        Outcome::Replaced,
        &[
            ("我住在上海", "我搬到北京了"),
            ("我住在上海。", "我上个月搬到了北京。"),
            ("我现在住在杭州", "我已经搬去深圳了"),
            ("我住在上海", "我们搬家到成都了"),
            ("我家在广州", "我搬回武汉了"),
            ("用户住在上海", "我定居南京了"),
            ("我住在上海", "我现在住在北京"),
            ("我妹妹住在上海", "我妹妹搬到北京了"),
            ("小明住在上海", "小明搬到广州了"),
            ("我在腾讯工作", "我跳槽到字节跳动了"),
            ("我在腾讯上班", "我入职阿里巴巴了"),
            ("我在华为工作", "我从华为离职了"),
            ("我在百度工作", "我辞职了"),
            ("我在腾讯工作", "我不在腾讯工作了"),
            ("我是老师", "我转行做程序员了"),
            ("我叫李雷", "我改名叫李磊了"),
            ("我今年30岁", "我今年31岁了"),
            ("我今年三十岁", "我31岁了"),
            ("我单身", "我结婚了"),
            ("我已婚", "我离婚了"),
            ("我最喜欢的颜色是蓝色", "我最喜欢的颜色是绿色"),
            ("我在百度工作", "我换工作了，现在在字节上班"),
            ("我女朋友叫小红", "我和小红分手了"),
            ("我喜欢吃火锅", "我现在不喜欢吃火锅了"),
            ("我住在上海", "我不住在上海了"),
            ("我最喜欢的电影是泰坦尼克号", "我最喜欢的电影是千与千寻"),
            ("我的手机号是13800138000", "我的手机号换成了13900139000"),
            ("我的邮箱是a@example.org", "我的邮箱是b@example.org"),
            ("我吃素", "我开始吃肉了"),
            ("我是素食者", "我不再是素食者了"),
            ("我喜欢披萨", "我不再喜欢披萨了"),
            ("我喜欢喝咖啡", "我不喝咖啡了"),
            ("我喜欢吃辣", "我不喜欢吃辣"),
            ("我讨厌香菜", "我喜欢香菜"),
            ("我养了一只狗", "我不再养狗了"),
            ("我有一只猫", "我已经不养猫了"),
            ("我抽烟", "我不抽烟了"),
            ("我每天喝咖啡", "我戒咖啡了"),
            ("我用苹果手机", "我从苹果手机换成华为手机了"),
            ("我女朋友叫小红", "我女朋友叫小丽"),
            ("我的生日是5月3日", "我的生日是5月5日"),
            ("我不喜欢跑步", "我喜欢跑步"),
            ("我老家在山东", "我老家在河南"),
        ],
    );
}

#[test]
fn requests_to_forget_delete_what_they_name() {
    check(
        Outcome::Deleted,
        &[
            ("I like sushi", "Forget that I like sushi"),
            ("I love sushi.", "Please forget that I like sushi."),
            (
                "My favorite team is the Lakers",
                "Forget everything about the Lakers",
            ),
            ("我喜欢寿司", "忘掉我喜欢寿司"),
            ("我喜欢寿司", "请忘记我喜欢寿司吧"),
            ("我对花生过敏", "忘掉关于花生的一切"),
        ],
    );
    check(
        Outcome::Known,
        &[
            ("I like sushi and pizza", "Forget that I like sushi"),
            ("I like sushi", "Forget that I like ramen"),
            ("I like sushi", "Forget it"),
            ("我喜欢寿司", "忘掉我喜欢拉面"),
            ("我喜欢寿司", "忘了吧"),
        ],
    );
    check(
        Outcome::Beside,
        &[
            ("I like sushi", "I forgot my umbrella at the sushi bar"),
            ("我喜欢寿司", "我忘了带伞"),
            ("我喜欢寿司", "别忘了我喜欢拉面"),
        ],
    );
}

#[test]
fn an_older_statement_never_closes_a_newer_one() {
    let mut later = memory("I live in Paris");
    later.occurred_at = "2024-06-01T00:00:00Z".parse().unwrap();
    assert_eq!(outcome_with(later, "I moved to Berlin"), Outcome::Beside);
}

#[test]
fn another_speaker_changes_nothing() {
    let mut of_bob = memory("I live in Paris");
    of_bob.actor_id = Some("Bob".to_owned());
    let told = |name| conversation(&[("user", Some(name), "I moved to Berlin")]);
    let known = Memories(vec![of_bob]);
    assert_eq!(
        outcome_of(&propose(&told("Ann"), &known).operations),
        Outcome::Beside
    );
    assert_eq!(
        outcome_of(&propose(&told("Bob"), &known).operations),
        Outcome::Replaced
    );
}

#[test]
fn immutable_memories_and_procedures_stay() {
    let mut immutable = memory("I live in Paris");
    immutable.immutable = true;
    assert_eq!(
        outcome_with(immutable, "I moved to Berlin"),
        Outcome::Beside
    );
    let mut procedure = memory("I live in Paris");
    procedure.kind = MemoryKind::Procedure;
    assert_eq!(
        outcome_with(procedure, "I moved to Berlin"),
        Outcome::Beside
    );
}

#[test]
fn one_statement_updates_one_memory_and_ends_the_others() {
    let told = tell(
        "I moved to Berlin",
        &["I live in Paris", "I'm based in Lyon", "I like Paris"],
    );
    let ids: Vec<&str> = told
        .operations
        .iter()
        .map(|operation| match operation {
            Operation::Update { memory_id, .. } | Operation::Delete { memory_id, .. } => memory_id,
            Operation::Add(statement) => &statement.text,
        })
        .map(String::as_str)
        .collect();
    assert_eq!(ids.len(), 2, "{ids:?}");
    assert!(matches!(told.operations[0], Operation::Update { .. }));
    assert!(matches!(told.operations[1], Operation::Delete { .. }));
    assert!(!ids.contains(&"id of I like Paris"));
}

#[test]
fn a_change_is_found_among_many_memories() {
    let mut items: Vec<MemoryItem> = (0..200)
        .map(|number| memory(&format!("I visited Berlin museum number {number}")))
        .collect();
    items.push(memory("I live in Paris"));
    let told = propose(
        &conversation(&[("user", None, "I moved to Berlin")]),
        &Memories(items),
    );
    assert!(matches!(
        told.operations.as_slice(),
        [Operation::Update { memory_id, .. }] if memory_id == "id of I live in Paris"
    ));
}
