//! What is found in texts, said on a Tuesday.

mod chinese;
mod english;
mod foreign;
mod properties;

use jiff::civil::date;

use super::*;

/// A Tuesday.
fn said() -> DateTime {
    date(2024, 3, 5).at(14, 30, 0, 0)
}

/// The first time of a text as `text: start..end`, dates only if they begin at midnight.
fn first(text: &str) -> String {
    let show = |moment: DateTime| match (moment.hour(), moment.minute()) {
        (0, 0) => moment.date().to_string(),
        (hour, minute) => format!("{}T{hour:02}:{minute:02}", moment.date()),
    };
    times(text, said())
        .first()
        .map_or("none".to_owned(), |time| {
            format!("{}: {}..{}", time.text, show(time.start), show(time.end))
        })
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(text, expected)| first(text) != *expected)
        .map(|(text, expected)| format!("{text}\n   is {}\nnot   {expected}", first(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn numeric_dates() {
    check(&[
        ("on 2023-05-07 we met", "2023-05-07: 2023-05-07..2023-05-08"),
        ("2023/5/7", "2023/5/7: 2023-05-07..2023-05-08"),
        (
            "at 2023-05-07T08:15:30Z sharp",
            "2023-05-07T08:15:30Z: 2023-05-07T08:15..2023-05-07T08:16",
        ),
        (
            "2023-05-07 08:15",
            "2023-05-07 08:15: 2023-05-07T08:15..2023-05-07T08:16",
        ),
        ("we met 5/3/2024", "5/3/2024: 2024-05-03..2024-05-04"),
        (
            "nos vimos el 5/3/2024 con mi hermana",
            "5/3/2024: 2024-03-05..2024-03-06",
        ),
        ("on 25/3/2024", "25/3/2024: 2024-03-25..2024-03-26"),
        ("on 5/3/24", "5/3/24: 2024-05-03..2024-05-04"),
        ("am 5.3.2024", "5.3.2024: 2024-03-05..2024-03-06"),
        ("since 2023-05", "2023-05: 2023-05-01..2023-06-01"),
        (
            "２０２３－０５－０７",
            "２０２３－０５－０７: 2023-05-07..2023-05-08",
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_time() {
    for text in [
        "May I ask you something?",
        "I march on",
        "April is my sister",
        "every Friday",
        "每周五",
        "每天早上七点",
        "for two weeks",
        "version 1.2.2023.4",
        "2000 dollars",
        "3号线",
        "5号楼",
        "一周一次",
        "room 2024",
        "1/2 cup",
        "the sun is out",
        "圣诞树",
        "I am 30 years old",
        "以前天气好",
        "The second of my cats is black",
        "Spring rolls and a summer dress",
        "I fall in love easily",
        "She may be late",
        "the real estate agent",
        "It is a very fine hotel",
        "Ich wohne hier seit langem",
        "cada lunes",
        "on a Tuesday",
        "the first Friday of a month",
        "J'apprends l'occitan le mardi soir avec ma sœur",
        "los lunes",
        "six cups in a day",
        "看了五月天的演唱会",
        "きょうだいがいます",
        "jeden Montag",
        "Elia ha tre anni",
        "Tengo un año de experiencia",
        "no 2020",
        "from one to ten",
        "between you and me",
        "做月饼",
    ] {
        assert_eq!(first(text), "none", "{text}");
    }
}

#[test]
fn what_does_not_depend_on_the_moment_is_absolute() {
    let relative = |text| times(text, said()).first().map(|time| time.relative);
    for (text, expected) in [
        ("2023-05-07", false),
        ("in 2021", false),
        ("May 2023", false),
        ("2023年夏天", false),
        ("5 May", true),
        ("yesterday", true),
        ("去年5月", true),
        ("5月7日", true),
    ] {
        assert_eq!(relative(text), Some(expected), "{text}");
    }
}

#[test]
fn several_times_come_in_order() {
    let found: Vec<_> = times(
        "From March 5, 2023 to 2023年6月1日, then yesterday.",
        said(),
    )
    .into_iter()
    .map(|time| time.text)
    .collect();
    assert_eq!(found, ["March 5, 2023", "2023年6月1日", "yesterday"]);
}
