//! What is said of a subject: rules of the tables, tastes, habits; and whether it is denied.

use std::ops::Range;
use std::sync::LazyLock;

use super::habits::{habit, stem, taste};
use super::rules::{RULES, Rule, Stance};
use super::subject::Opening;
use super::values::{Kind, is_definite, known_place, normal};
use super::{About, Claim, is_light};
use crate::ingest::pipelines::local::phrases::Phrases;
use crate::ingest::pipelines::local::tokens::{Sort, Token};

static ADVERBS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lists/adverbs.txt")));
pub(super) static FUTURE_WORDS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../lists/future_words.txt")));
static PAST_TIMES: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "昨天 | 今天 | 前天 | 上周 | 上个月 | 上月 | 去年 | 今年 | 前年 | 这个月 | 这周 | 上星期 | 上周末 \
         | 前几天 | 前不久 | 不久前 | 前段时间 | 年初 | 年底",
    )
});

/// What a value never begins with.
static NEGATIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("no longer | not | never | neither | 不是 | 不再 | 不在 | 没有")
});
/// Who is at a place without being employed there.
static LEARNS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read("student | intern | trainee | volunteer | 学生 | 实习生 | 志愿者 | 义工")
});
/// Parts of towns as they follow the town: 上海浦东, 北京海淀.
pub(super) static DISTRICTS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "浦东 | 浦西 | 浦东新区 | 闵行 | 徐汇 | 静安 | 长宁 | 普陀 | 虹口 | 杨浦 | 宝山 | 嘉定 | 松江 | 青浦 \
         | 奉贤 | 黄浦 | 海淀 | 朝阳 | 西城 | 东城 | 丰台 | 石景山 | 通州 | 昌平 | 大兴 | 顺义 | 房山 | 望京 \
         | 中关村 | 回龙观 | 亦庄 | 天河 | 越秀 | 番禺 | 海珠 | 荔湾 | 白云 | 黄埔 | 南山 | 福田 | 罗湖 | 宝安 \
         | 龙岗 | 龙华 | 武侯 | 锦江 | 青羊 | 成华 | 高新 | 双流 | 西湖 | 滨江 | 余杭 | 萧山 | 拱墅 | 江宁 \
         | 鼓楼 | 玄武 | 建邺 | 栖霞 | 武昌 | 汉口 | 汉阳 | 洪山 | 光谷 | 雁塔 | 渝北 | 渝中 | 江北 | 园区",
    )
});

/// Whether something is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// It is said to be so.
    None,
    /// It is said not to be so.
    Not,
    /// It is said to be so no longer.
    NoLonger,
    /// A thing is said to be given up, without what was done with it.
    GivenUp,
}

/// What a clause says of the attributes of its subject.
pub(super) fn attributes(clause: &[Token], opening: &Opening) -> Vec<Claim> {
    let predicate = clause.get(opening.from..).unwrap_or_default();
    if opening.possessive {
        return first_rule(&RULES.owns, predicate, clause, opening, Denial::None);
    }
    let mut said: Vec<Token> = predicate.to_vec();
    let mut denial = Denial::None;
    loop {
        let found = first_rule(&RULES.says, &said, clause, opening, denial);
        if !found.is_empty() || !advance(&mut said, &mut denial) {
            return found;
        }
    }
}

/// What a clause says that its subject likes, does or has.
pub(super) fn habits(clause: &[Token], opening: &Opening) -> Vec<Claim> {
    if opening.possessive {
        return Vec::new();
    }
    let mut said: Vec<Token> = clause.get(opening.from..).unwrap_or_default().to_vec();
    let mut denial = Denial::None;
    while advance(&mut said, &mut denial) {}
    let mut found = taste(&said, denial);
    // Without a subject of its own a clause may be anything; only "Likes tea" is plain.
    if found.is_empty() && opening.from > 0 {
        found = habit(&said, denial);
    }
    let hedged = FUTURE_WORDS.occur_in(&said);
    found
        .into_iter()
        .map(|(about, holds)| Claim {
            subject: opening.subject.clone(),
            about,
            value: Vec::new(),
            holds,
            changes: matches!(denial, Denial::NoLonger | Denial::GivenUp),
            certain: !hedged,
            alone: true,
        })
        .collect()
}

/// Takes an adverb, a past time or a denial off the start.
fn advance(said: &mut Vec<Token>, denial: &mut Denial) -> bool {
    if *denial == Denial::None
        && let Some(found) = denied(said)
    {
        *denial = found;
        return true;
    }
    // "am currently retired" is "am retired".
    let is_auxiliary = said
        .first()
        .is_some_and(|token| matches!(token.text.as_str(), "am" | "is" | "are" | "have" | "has"));
    if is_auxiliary && let Some(length) = ADVERBS.prefix(&said[1..]) {
        said.drain(1..=length);
        return true;
    }
    let dated = said.first().is_some_and(|token| token.sort == Sort::Number)
        && said
            .get(1)
            .is_some_and(|token| token.is("年") || token.is("月"));
    let length = match ADVERBS.prefix(said).or_else(|| PAST_TIMES.prefix(said)) {
        Some(length) => length,
        None if dated => 2,
        None => return false,
    };
    said.drain(..length);
    true
}

fn first_rule(
    rules: &[Rule],
    said: &[Token],
    clause: &[Token],
    opening: &Opening,
    denial: Denial,
) -> Vec<Claim> {
    rules
        .iter()
        .find_map(|rule| by_rule(rule, said, clause, opening, denial))
        .unwrap_or_default()
}

/// What a rule reads at the start of `said`.
fn by_rule(
    rule: &Rule,
    said: &[Token],
    clause: &[Token],
    opening: &Opening,
    denial: Denial,
) -> Option<Vec<Claim>> {
    let found = rule.matches(said)?;
    let tail = &said[found.length..];
    let at = |kind: Kind| {
        found
            .values
            .iter()
            .rev()
            .find(|(found, _)| *found == kind)
            .map(|(_, at)| at.clone())
    };
    let names_employer = rule.attribute == "employer";
    let value = found
        .values
        .iter()
        .rev()
        .find(|(kind, _)| *kind != Kind::Key && !(names_employer && *kind == Kind::Role));
    // "a nurse at Saint Mary's" works there; "a student" or "a regular" doesn't.
    let has_role = |(kind, at): &(Kind, Range<usize>)| {
        *kind != Kind::Role
            || is_definite(Kind::Role, &said[at.clone()], clause)
                && !LEARNS.occur_in(&said[at.clone()])
    };
    if names_employer && !found.values.iter().all(has_role) {
        return None;
    }
    // "no longer a nurse" is no value.
    if value.is_some_and(|(_, at)| NEGATIONS.prefix(&said[at.clone()]).is_some()) {
        return None;
    }
    // "养了一只猫，叫咪咪": whose name a clause without a subject tells is open.
    if opening.from == 0 && rule.attribute == "name" {
        return None;
    }
    let definite = value.is_none_or(|(kind, at)| is_definite(*kind, &said[at.clone()], clause));
    // "I am 30 minutes late", "I am a Paris fan": a bare "I am" rule must be all that is said.
    let bare = matches!(value, Some((Kind::Number | Kind::Role | Kind::Name, at)) if at.start <= 1);
    let doubtful = !definite && rule.stance != Stance::Is;
    if doubtful || bare && !(definite && is_light(tail)) {
        return None;
    }
    // "engaged in a project", "a vegan chef", "100% sure" say something else.
    let fixed = rule.value.is_none() || is_light(tail) || goes_on(tail);
    if !fixed || tail.first().is_some_and(|token| token.is("%")) {
        return None;
    }
    let about = match at(Kind::Key) {
        Some(key) => format!("{} {}", rule.attribute, normal(&said[key]).join(" ")),
        None => rule.attribute.to_owned(),
    };
    let holds = match (rule.stance, denial) {
        (Stance::Ends, Denial::None) => false,
        (_, Denial::None) => true,
        (Stance::Is, _) => false,
        _ => return Some(Vec::new()),
    };
    // 在一家互联网公司做产品经理: employed for certain, whoever it may be by.
    let employed = names_employer && found.values.iter().any(|(kind, _)| *kind == Kind::Role);
    let words = match (rule.value, value) {
        (Some(value), _) => vec![value.to_owned()],
        _ if employed && !definite => Vec::new(),
        (None, Some((_, at))) => normal(&said[at.clone()]),
        (None, None) => Vec::new(),
    };
    if about == "device" {
        return Some(replacement(&found.values, said, tail, opening));
    }
    Some(vec![Claim {
        subject: opening.subject.clone(),
        about: About::Attribute(about),
        value: words,
        holds,
        changes: rule.stance != Stance::Is || denial == Denial::NoLonger || says_now(clause),
        certain: (definite || employed)
            && !FUTURE_WORDS.occur_in(tail)
            && !may_be_no_place(said, value, tail),
        alone: is_light(tail) || rule.attribute == "residence" && is_district(tail),
    }])
}

/// Whether a part of the town that was named is all that follows: 上海浦东, 杭州的西湖区.
fn is_district(tail: &[Token]) -> bool {
    let tail = match tail.split_first() {
        Some((first, rest)) if first.is("市") || first.is("的") => rest,
        _ => tail,
    };
    DISTRICTS.prefix(tail).is_some_and(|length| {
        let rest = match tail[length..].split_first() {
            Some((first, rest)) if first.is("区") => rest,
            _ => &tail[length..],
        };
        is_light(rest)
    })
}

/// "I moved to Obsidian": one moves to other things than places.
fn may_be_no_place(said: &[Token], value: Option<&(Kind, Range<usize>)>, tail: &[Token]) -> bool {
    let Some((Kind::Place, at)) = value else {
        return false;
    };
    let moved = said[..at.start].iter().any(|token| token.is("moved"));
    let home = said[..at.start].iter().chain(tail).any(|token| {
        matches!(
            token.text.as_str(),
            "house"
                | "home"
                | "back"
                | "family"
                | "apartment"
                | "city"
                | "town"
                | "live"
                | "wife"
                | "husband"
                | "kids"
                | "school"
                | "university"
        )
    });
    moved && !home && known_place(&normal(&said[at.clone()])).is_none()
}

/// "Switched from A to B".
fn replacement(
    values: &[(Kind, Range<usize>)],
    said: &[Token],
    tail: &[Token],
    opening: &Opening,
) -> Vec<Claim> {
    let [(_, first), (_, second)] = values else {
        return Vec::new();
    };
    vec![Claim {
        subject: opening.subject.clone(),
        about: About::Replacement(
            said[first.clone()]
                .iter()
                .filter(|token| !is_determiner(token))
                .map(stem)
                .collect(),
        ),
        value: normal(&said[second.clone()]),
        holds: true,
        changes: true,
        certain: !FUTURE_WORDS.occur_in(tail),
        alone: is_light(tail),
    }]
}

/// Whether what follows a state adds to it: "married to Ann", "engaged in Rome".
fn goes_on(tail: &[Token]) -> bool {
    match tail.first().map(|token| token.text.as_str()) {
        Some("to" | "with" | "since" | "after") => true,
        Some("in" | "at") => tail.get(1).is_some_and(|token| token.capital),
        _ => false,
    }
}

fn is_determiner(token: &Token) -> bool {
    matches!(
        token.text.as_str(),
        "a" | "an" | "the" | "my" | "我" | "的" | "old" | "旧"
    )
}

fn says_now(clause: &[Token]) -> bool {
    clause.iter().any(|token| token.is("now"))
        || clause
            .windows(2)
            .any(|pair| pair[0].is("现") && pair[1].is("在"))
}

/// Takes a denial off the start; which one it was.
fn denied(said: &mut Vec<Token>) -> Option<Denial> {
    let is = |at: usize, word: &str| said.get(at).is_some_and(|token| token.is(word));
    let first = said.first()?.text.clone();
    let found = match first.as_str() {
        "no" if is(1, "longer") => (0..2, Denial::NoLonger),
        "do" | "does" | "can" if is(1, "not") => (0..2, Denial::Not),
        "am" | "is" | "are" if is(1, "not") => (1..2, Denial::Not),
        "am" | "is" | "are" if is(1, "no") && is(2, "longer") => (1..3, Denial::NoLonger),
        "stopped" | "quit" => (0..1, Denial::NoLonger),
        "have" | "has" if is(1, "stopped") || is(1, "quit") => (0..2, Denial::NoLonger),
        "gave" if is(1, "up") => (0..2, Denial::NoLonger),
        "have" | "has" if is(1, "given") && is(2, "up") => (0..3, Denial::NoLonger),
        "再" if is(1, "也") && is(2, "不") => (0..3, Denial::NoLonger),
        "不" if is(1, "再") => (0..2, Denial::NoLonger),
        "不" => (0..1, Denial::Not),
        "没" if is(1, "有") => (0..1, Denial::Not),
        "戒" if is(1, "掉") => (0..2, Denial::GivenUp),
        "戒" => (0..1, Denial::GivenUp),
        "放" if is(1, "弃") => (0..2, Denial::NoLonger),
        "停" if is(1, "止") => (0..2, Denial::NoLonger),
        _ => return None,
    };
    let (range, mut denial) = found;
    said.drain(range);
    if denial == Denial::GivenUp && said.first().is_some_and(|token| token.is("了")) {
        said.remove(0);
    }
    if denial == Denial::Not && ends_with_change(said) {
        denial = Denial::NoLonger;
    }
    Some(denial)
}

/// "… anymore", "… 了": what is denied was so before. Taken off the end.
fn ends_with_change(said: &mut Vec<Token>) -> bool {
    let words = said
        .iter()
        .rposition(Token::is_wordlike)
        .map_or(0, |at| at + 1);
    let ends = |tail: &[&str]| {
        words >= tail.len()
            && tail
                .iter()
                .zip(&said[words - tail.len()..])
                .all(|(word, token)| token.is(word))
    };
    let length = [
        &["anymore"][..],
        &["any", "more"],
        &["any", "longer"],
        &["了"],
    ]
    .into_iter()
    .find(|tail| ends(tail))
    .map(<[&str]>::len);
    let Some(length) = length else { return false };
    said.truncate(words - length);
    true
}

/// Whether a clause is written in characters.
pub(super) fn is_glyphic(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| token.sort == Sort::Glyph)
}
