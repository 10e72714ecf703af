use super::*;
use jiff::civil::date;
use proptest::prelude::*;

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
fn dates_in_english() {
    check(&[
        ("on March 5, 2024", "March 5, 2024: 2024-03-05..2024-03-06"),
        (
            "March 5th 2023 it was",
            "March 5th 2023: 2023-03-05..2023-03-06",
        ),
        ("Mar. 5, 2023", "Mar. 5, 2023: 2023-03-05..2023-03-06"),
        (
            "on the 5th of March, 2023",
            "5th of March, 2023: 2023-03-05..2023-03-06",
        ),
        ("5 March", "5 March: 2024-03-05..2024-03-06"),
        ("We met on 7 May", "7 May: 2023-05-07..2023-05-08"),
        ("We will meet on 7 May", "7 May: 2024-05-07..2024-05-08"),
        ("July 3-8, 2023", "July 3-8, 2023: 2023-07-03..2023-07-09"),
        ("in May 2023", "May 2023: 2023-05-01..2023-06-01"),
        ("What did I do in May?", "May: 2023-05-01..2023-06-01"),
        (
            "May of last year",
            "May of last year: 2023-05-01..2023-06-01",
        ),
        (
            "Friday, June 7, 2024",
            "Friday, June 7, 2024: 2024-06-07..2024-06-08",
        ),
        ("in 2021", "2021: 2021-01-01..2022-01-01"),
        ("from 2019-2021", "2019-2021: 2019-01-01..2022-01-01"),
        ("summer 2022", "summer 2022: 2022-06-01..2022-09-01"),
        (
            "the winter of 2022",
            "winter of 2022: 2022-12-01..2023-03-01",
        ),
        ("Q3 2023", "Q3 2023: 2023-07-01..2023-10-01"),
        (
            "the third quarter of 2023",
            "third quarter of 2023: 2023-07-01..2023-10-01",
        ),
        ("in the 1990s", "1990s: 1990-01-01..2000-01-01"),
        ("back in the 90s", "90s: 1990-01-01..2000-01-01"),
        ("early May 2023", "early May 2023: 2023-05-01..2023-05-11"),
        ("at the end of 2023", "end of 2023: 2023-09-01..2024-01-01"),
        (
            "Christmas Eve 2022",
            "Christmas Eve 2022: 2022-12-24..2022-12-25",
        ),
        (
            "on New Year's Day",
            "New Year's Day: 2024-01-01..2024-01-02",
        ),
    ]);
}

#[test]
fn relative_times_in_english() {
    check(&[
        ("I ran today", "today: 2024-03-05..2024-03-06"),
        (
            "yesterday morning",
            "yesterday morning: 2024-03-04T05:00..2024-03-04T12:00",
        ),
        (
            "tomorrow at 3pm",
            "tomorrow at 3pm: 2024-03-06T15:00..2024-03-06T16:00",
        ),
        (
            "at 3:30 pm tomorrow",
            "at 3:30 pm tomorrow: 2024-03-06T15:30..2024-03-06T15:31",
        ),
        ("tonight", "tonight: 2024-03-05T17:00..2024-03-06"),
        (
            "at 3 a.m. yesterday",
            "at 3 a.m. yesterday: 2024-03-04T03:00..2024-03-04T04:00",
        ),
        ("What broke on Monday?", "Monday: 2024-03-04..2024-03-05"),
        (
            "last night",
            "last night: 2024-03-04T18:00..2024-03-05T06:00",
        ),
        (
            "this morning",
            "this morning: 2024-03-05T05:00..2024-03-05T12:00",
        ),
        (
            "the day before yesterday",
            "day before yesterday: 2024-03-03..2024-03-04",
        ),
        (
            "the day after tomorrow",
            "day after tomorrow: 2024-03-07..2024-03-08",
        ),
        ("last week", "last week: 2024-02-26..2024-03-04"),
        ("next month", "next month: 2024-04-01..2024-05-01"),
        ("last year's trip", "last year: 2023-01-01..2024-01-01"),
        ("last Friday", "last Friday: 2024-03-01..2024-03-02"),
        ("last Tuesday", "last Tuesday: 2024-02-27..2024-02-28"),
        ("this Friday", "this Friday: 2024-03-08..2024-03-09"),
        ("next Friday", "next Friday: 2024-03-15..2024-03-16"),
        ("I met Ann on Friday", "Friday: 2024-03-01..2024-03-02"),
        (
            "I will meet Ann on Friday",
            "Friday: 2024-03-08..2024-03-09",
        ),
        (
            "Friday last week at 10",
            "Friday last week at 10: 2024-03-01T10:00..2024-03-01T11:00",
        ),
        ("last weekend", "last weekend: 2024-03-02..2024-03-04"),
        ("last summer", "last summer: 2023-06-01..2023-09-01"),
        ("last May", "last May: 2023-05-01..2023-06-01"),
        ("last Christmas", "last Christmas: 2023-12-25..2023-12-26"),
        ("this winter", "this winter: 2024-12-01..2025-03-01"),
        ("3 days ago", "3 days ago: 2024-03-02..2024-03-03"),
        ("two weeks ago", "two weeks ago: 2024-02-17..2024-02-24"),
        (
            "a couple of months ago",
            "a couple of months ago: 2024-01-01..2024-02-01",
        ),
        ("half a year ago", "half a year ago: 2023-09-01..2023-10-01"),
        ("a year ago", "a year ago: 2023-01-01..2024-01-01"),
        (
            "two hours ago",
            "two hours ago: 2024-03-05T12:00..2024-03-05T13:00",
        ),
        ("in three days", "in three days: 2024-03-08..2024-03-09"),
        (
            "two weeks from now",
            "two weeks from now: 2024-03-16..2024-03-23",
        ),
        (
            "in the last 3 weeks",
            "last 3 weeks: 2024-02-13..2024-03-06",
        ),
        ("over the past year", "past year: 2023-03-05..2024-03-06"),
        ("on the 15th", "15th: 2024-03-15..2024-03-16"),
    ]);
}

#[test]
fn plans_and_bookings_point_forward() {
    let day = |text: &str, expected: &str| {
        let read = first(text);
        let start = read.split(": ").nth(1).and_then(|r| r.split("..").next());
        assert_eq!(start, Some(expected), "{text}");
    };
    // Said on 5 March 2024.
    day("We decided to launch on June 3rd", "2024-06-03");
    day("We agreed to meet on December 12", "2024-12-12");
    day("I booked a flight to Lisbon for Dec 12", "2024-12-12");
    day("I bought tickets for the concert on July 5", "2024-07-05");
    day("My flight to Tokyo is on Jan 8", "2025-01-08");
    day("I need to renew my passport by November 15", "2024-11-15");
    day("The launch was postponed to October 10", "2024-10-10");
    day("I have a dentist appointment on Nov 2", "2024-11-02");
    day("My appointment got moved to November 22", "2024-11-22");
    day("The exam was pushed until Oct 10", "2024-10-10");
    day("We moved to Rome on Oct 10", "2023-10-10");
    day("我买了10月28日去西安的高铁票", "2024-10-28");
    day("12月3日去东京，机票已经买好了", "2024-12-03");
    day("我们决定11月3日发布新产品", "2024-11-03");
    day("朵朵10月20日要参加钢琴比赛", "2024-10-20");
    day("会议改到10月20日了", "2024-10-20");
    day("体检约在10月20日", "2024-10-20");
    day("瑜伽课改到周五晚上了", "2024-03-08T17:00");
    day("抢到了10月26号回家的高铁票", "2024-10-26");
    // The past stays the past.
    day("On June 3rd we decided to launch", "2023-06-03");
    day("We decided on June 3rd", "2023-06-03");
    day("I bought a car on Dec 12", "2023-12-12");
    day("We went to the concert on July 5", "2023-07-05");
    day("10月28日买了去西安的票", "2023-10-28");
    day("10月28日开了发票，寄出去了", "2023-10-28");
    day("11月3日我们决定了发布时间", "2023-11-03");
    day("重要的是10月20日见过她", "2023-10-20");
}

#[test]
fn dates_in_chinese() {
    check(&[
        ("我2023年5月7日搬家", "2023年5月7日: 2023-05-07..2023-05-08"),
        ("二〇二三年五月", "二〇二三年五月: 2023-05-01..2023-06-01"),
        ("2023年", "2023年: 2023-01-01..2024-01-01"),
        ("23年5月", "23年5月: 2023-05-01..2023-06-01"),
        ("5月7号去了北京", "5月7号: 2023-05-07..2023-05-08"),
        ("打算5月7号去北京", "5月7号: 2024-05-07..2024-05-08"),
        (
            "十二月二十五日见过",
            "十二月二十五日: 2023-12-25..2023-12-26",
        ),
        ("2022年夏天", "2022年夏天: 2022-06-01..2022-09-01"),
        ("2023年底", "2023年底: 2023-09-01..2024-01-01"),
        ("2023年下半年", "2023年下半年: 2023-07-01..2024-01-01"),
        ("2023年第三季度", "2023年第三季度: 2023-07-01..2023-10-01"),
        ("上世纪90年代", "90年代: 1990-01-01..2000-01-01"),
        (
            "2023年5月7日下午3点20分",
            "2023年5月7日下午3点20分: 2023-05-07T15:20..2023-05-07T15:21",
        ),
        ("2022年国庆节", "2022年国庆节: 2022-10-01..2022-10-08"),
        ("兩週後見", "兩週後: 2024-03-16..2024-03-23"),
    ]);
}

#[test]
fn relative_times_in_chinese() {
    check(&[
        ("昨天我跑步了", "昨天: 2024-03-04..2024-03-05"),
        ("前天", "前天: 2024-03-03..2024-03-04"),
        ("大后天", "大后天: 2024-03-08..2024-03-09"),
        ("明天早上", "明天早上: 2024-03-06T05:00..2024-03-06T12:00"),
        (
            "今晚八点半",
            "今晚八点半: 2024-03-05T20:30..2024-03-05T20:31",
        ),
        (
            "明天下午三点开会",
            "明天下午三点: 2024-03-06T15:00..2024-03-06T16:00",
        ),
        ("下午3点", "下午3点: 2024-03-05T15:00..2024-03-05T16:00"),
        ("上周", "上周: 2024-02-26..2024-03-04"),
        ("上周五", "上周五: 2024-03-01..2024-03-02"),
        ("下个星期三", "下个星期三: 2024-03-13..2024-03-14"),
        ("这周末", "这周末: 2024-03-09..2024-03-11"),
        ("周五去了公园", "周五: 2024-03-01..2024-03-02"),
        ("上个月", "上个月: 2024-02-01..2024-03-01"),
        ("上个月初", "上个月初: 2024-02-01..2024-02-10"),
        ("下个月5号", "下个月5号: 2024-04-05..2024-04-06"),
        ("去年", "去年: 2023-01-01..2024-01-01"),
        ("前年三月", "前年三月: 2022-03-01..2022-04-01"),
        ("今年夏天", "今年夏天: 2024-06-01..2024-09-01"),
        ("三天前", "三天前: 2024-03-02..2024-03-03"),
        ("两周后", "两周后: 2024-03-16..2024-03-23"),
        ("几个月以前", "几个月以前: 2023-12-01..2024-01-01"),
        ("半年前", "半年前: 2023-09-01..2023-10-01"),
        ("十年前", "十年前: 2014-01-01..2015-01-01"),
        ("最近三个月", "最近三个月: 2023-12-05..2024-03-06"),
        ("前几天", "前几天: 2024-03-02..2024-03-06"),
        ("未来两周", "未来两周: 2024-03-05..2024-03-20"),
        ("15号见", "15号: 2024-03-15..2024-03-16"),
    ]);
}

#[test]
fn other_languages() {
    check(&[
        (
            "el 5 de mayo de 2023",
            "5 de mayo de 2023: 2023-05-05..2023-05-06",
        ),
        ("am 5. März 2024", "5. März 2024: 2024-03-05..2024-03-06"),
        ("le 1er mars 2023", "1er mars 2023: 2023-03-01..2023-03-02"),
        ("5 мая 2023", "5 мая 2023: 2023-05-05..2023-05-06"),
        ("gestern war ich müde", "gestern: 2024-03-04..2024-03-05"),
        ("2023년 5월 7일", "2023년 5월 7일: 2023-05-07..2023-05-08"),
        ("어제 만났어요", "어제: 2024-03-04..2024-03-05"),
        ("先週行きました", "先週: 2024-02-26..2024-03-04"),
        ("3日前", "3日前: 2024-03-02..2024-03-03"),
    ]);
}

#[test]
fn ranges_in_english() {
    check(&[
        (
            "What did I do between April and June 2023?",
            "between April and June 2023: 2023-04-01..2023-07-01",
        ),
        (
            "from 3 to 9 May 2023",
            "from 3 to 9 May 2023: 2023-05-03..2023-05-10",
        ),
        (
            "From 2013 to 2016 I lived there",
            "From 2013 to 2016: 2013-01-01..2017-01-01",
        ),
        (
            "From May to July 2023 I was off work",
            "From May to July 2023: 2023-05-01..2023-08-01",
        ),
        (
            "from November to February 2024",
            "from November to February 2024: 2023-11-01..2024-03-01",
        ),
        (
            "from the 2nd to the 3rd of February 2021",
            "from the 2nd to the 3rd of February 2021: 2021-02-02..2021-02-04",
        ),
        (
            "from March 3 until March 9",
            "from March 3 until March 9: 2024-03-03..2024-03-10",
        ),
        (
            "March to May 2023",
            "March to May 2023: 2023-03-01..2023-06-01",
        ),
        (
            "June-August 2023",
            "June-August 2023: 2023-06-01..2023-09-01",
        ),
        (
            "between Christmas 2023 and New Year's Day 2024",
            "between Christmas 2023 and New Year's Day 2024: 2023-12-25..2024-01-02",
        ),
        (
            "between the start of September and the end of October 2023",
            "between the start of September and the end of October 2023: 2023-09-01..2023-11-01",
        ),
        ("July 3-8, 2023", "July 3-8, 2023: 2023-07-03..2023-07-09"),
    ]);
}

#[test]
fn seasons_halves_and_parts_in_english() {
    check(&[
        ("two summers ago", "two summers ago: 2022-06-01..2022-09-01"),
        (
            "the winter of 2022/23",
            "winter of 2022/23: 2022-12-01..2023-03-01",
        ),
        (
            "the summer before last",
            "summer before last: 2022-06-01..2022-09-01",
        ),
        (
            "the weekend before last",
            "weekend before last: 2024-02-24..2024-02-26",
        ),
        (
            "the week before last",
            "week before last: 2024-02-19..2024-02-26",
        ),
        (
            "the first half of 2023",
            "first half of 2023: 2023-01-01..2023-07-01",
        ),
        (
            "in the second half of last year",
            "second half of last year: 2023-07-01..2024-01-01",
        ),
        (
            "the first half of May 2023",
            "first half of May 2023: 2023-05-01..2023-05-16",
        ),
        (
            "earlier this month",
            "earlier this month: 2024-03-01..2024-03-06",
        ),
        ("later this year", "later this year: 2024-03-05..2025-01-01"),
        (
            "mid-October 2023",
            "mid-October 2023: 2023-10-11..2023-10-21",
        ),
        (
            "two years ago in May",
            "two years ago in May: 2022-05-01..2022-06-01",
        ),
        (
            "in February three years ago",
            "February three years ago: 2021-02-01..2021-03-01",
        ),
        (
            "the weekend of 5 May 2023",
            "weekend of 5 May 2023: 2023-05-06..2023-05-08",
        ),
        (
            "the weekend before Easter 2023",
            "weekend before Easter 2023: 2023-04-01..2023-04-03",
        ),
        (
            "the week before Christmas 2023",
            "week before Christmas 2023: 2023-12-18..2023-12-25",
        ),
        (
            "the day after Thanksgiving 2023",
            "day after Thanksgiving 2023: 2023-11-24..2023-11-25",
        ),
        (
            "in the last 3 months",
            "last 3 months: 2023-12-05..2024-03-06",
        ),
        (
            "over the past couple of weeks",
            "past couple of weeks: 2024-02-20..2024-03-06",
        ),
    ]);
}

#[test]
fn holidays_in_english() {
    check(&[
        (
            "at Easter last year",
            "Easter last year: 2023-04-09..2023-04-10",
        ),
        (
            "on Good Friday 2023",
            "Good Friday 2023: 2023-04-07..2023-04-08",
        ),
        (
            "Thanksgiving 2023",
            "Thanksgiving 2023: 2023-11-23..2023-11-24",
        ),
        (
            "on Halloween in 2022",
            "Halloween in 2022: 2022-10-31..2022-11-01",
        ),
        (
            "on Valentine's Day last year",
            "Valentine's Day last year: 2023-02-14..2023-02-15",
        ),
        (
            "on New Year's Eve two years ago",
            "New Year's Eve two years ago: 2022-12-31..2023-01-01",
        ),
        (
            "on St. Patrick's Day 2023",
            "St. Patrick's Day 2023: 2023-03-17..2023-03-18",
        ),
        ("on Bonfire Night", "Bonfire Night: 2023-11-05..2023-11-06"),
        (
            "the Christmas before last",
            "Christmas before last: 2022-12-25..2022-12-26",
        ),
    ]);
}

#[test]
fn ranges_seasons_and_parts_in_chinese() {
    check(&[
        (
            "2023年4月到6月之间发生了什么",
            "2023年4月到6月之间: 2023-04-01..2023-07-01",
        ),
        ("2023年4到6月", "2023年4到6月: 2023-04-01..2023-07-01"),
        ("六月到八月去了三次", "六月到八月: 2023-06-01..2023-09-01"),
        (
            "5月3日到9日在成都出差过",
            "5月3日到9日: 2023-05-03..2023-05-10",
        ),
        (
            "2022年底到2023年初",
            "2022年底到2023年初: 2022-09-01..2023-05-02",
        ),
        ("2019年到2021年", "2019年到2021年: 2019-01-01..2022-01-01"),
        ("去年冬天", "去年冬天: 2023-12-01..2024-03-01"),
        ("上上周", "上上周: 2024-02-19..2024-02-26"),
        ("上上个月", "上上个月: 2024-01-01..2024-02-01"),
        ("大前天", "大前天: 2024-03-02..2024-03-03"),
        ("前年", "前年: 2022-01-01..2023-01-01"),
        ("这几天很忙", "这几天: 2024-03-02..2024-03-06"),
        ("最近一个月", "最近一个月: 2024-02-05..2024-03-06"),
        ("5月上旬见过", "5月上旬: 2023-05-01..2023-05-11"),
        ("去年12月下旬", "去年12月下旬: 2023-12-21..2024-01-01"),
        ("月底", "月底: 2024-02-20..2024-03-01"),
        ("年初换了工作", "年初: 2024-01-01..2024-05-02"),
        ("去年暑假", "去年暑假: 2023-07-01..2023-09-01"),
        ("今年上半年", "今年上半年: 2024-01-01..2024-07-01"),
    ]);
}

#[test]
fn festivals_in_chinese() {
    check(&[
        ("去年春节", "去年春节: 2023-01-21..2023-01-28"),
        ("今年除夕", "今年除夕: 2024-02-09..2024-02-10"),
        ("今年元宵节", "今年元宵节: 2024-02-24..2024-02-25"),
        ("前年清明节", "前年清明节: 2022-04-05..2022-04-06"),
        ("去年端午节", "去年端午节: 2023-06-22..2023-06-23"),
        ("去年七夕", "去年七夕: 2023-08-22..2023-08-23"),
        ("去年中秋节", "去年中秋节: 2023-09-29..2023-09-30"),
        ("2022年国庆假期", "2022年国庆假期: 2022-10-01..2022-10-08"),
        ("去年双十一", "去年双十一: 2023-11-11..2023-11-12"),
        ("去年五一", "去年五一: 2023-05-01..2023-05-06"),
        ("去年圣诞节", "去年圣诞节: 2023-12-25..2023-12-26"),
        ("元旦", "元旦: 2024-01-01..2024-01-02"),
        ("去年感恩节", "去年感恩节: 2023-11-23..2023-11-24"),
    ]);
}

#[test]
fn times_in_spanish_portuguese_and_italian() {
    check(&[
        ("Ayer fui al médico", "Ayer: 2024-03-04..2024-03-05"),
        (
            "ayer por la noche",
            "ayer por la noche: 2024-03-04T18:00..2024-03-05T06:00",
        ),
        ("la semana pasada", "semana pasada: 2024-02-26..2024-03-04"),
        ("el año pasado viajé", "año pasado: 2023-01-01..2024-01-01"),
        ("el lunes pasado", "lunes pasado: 2024-03-04..2024-03-05"),
        ("el verano pasado", "verano pasado: 2023-06-01..2023-09-01"),
        (
            "el fin de semana pasado",
            "fin de semana pasado: 2024-03-02..2024-03-04",
        ),
        (
            "el mes que viene y el próximo año",
            "próximo año: 2025-01-01..2026-01-01",
        ),
        ("hace tres años", "hace tres años: 2021-01-01..2022-01-01"),
        (
            "Dejé de fumar hace seis meses",
            "hace seis meses: 2023-09-01..2023-10-01",
        ),
        (
            "nací el dos de mayo de 1990",
            "dos de mayo de 1990: 1990-05-02..1990-05-03",
        ),
        (
            "el 3 de mayo del año pasado",
            "3 de mayo del año pasado: 2023-05-03..2023-05-04",
        ),
        ("en mayo fuimos a Roma", "mayo: 2023-05-01..2023-06-01"),
        (
            "en el verano de 2022",
            "verano de 2022: 2022-06-01..2022-09-01",
        ),
        ("en 2021 vivía en Lugo", "2021: 2021-01-01..2022-01-01"),
        (
            "entre abril y junio de 2023",
            "entre abril y junio de 2023: 2023-04-01..2023-07-01",
        ),
        (
            "del 3 al 9 de mayo de 2023",
            "del 3 al 9 de mayo de 2023: 2023-05-03..2023-05-10",
        ),
        (
            "en la Navidad de 2022",
            "Navidad de 2022: 2022-12-25..2022-12-26",
        ),
        ("Comprei ontem", "ontem: 2024-03-04..2024-03-05"),
        ("no ano passado", "ano passado: 2023-01-01..2024-01-01"),
        ("dois anos atrás", "dois anos atrás: 2022-01-01..2023-01-01"),
        ("em maio de 2023", "maio de 2023: 2023-05-01..2023-06-01"),
        (
            "na semana passada",
            "semana passada: 2024-02-26..2024-03-04",
        ),
        ("ieri sera", "ieri sera: 2024-03-04T17:00..2024-03-05"),
        (
            "la settimana scorsa",
            "settimana scorsa: 2024-02-26..2024-03-04",
        ),
        ("tre anni fa", "tre anni fa: 2021-01-01..2022-01-01"),
        (
            "due settimane fa",
            "due settimane fa: 2024-02-17..2024-02-24",
        ),
        (
            "l'estate scorsa siamo andati al mare",
            "estate scorsa: 2023-06-01..2023-09-01",
        ),
        ("nel 2021", "2021: 2021-01-01..2022-01-01"),
        ("tra due giorni", "tra due giorni: 2024-03-07..2024-03-08"),
        (
            "da maggio a luglio 2023",
            "da maggio a luglio 2023: 2023-05-01..2023-08-01",
        ),
    ]);
}

#[test]
fn times_in_german_french_and_dutch() {
    check(&[
        ("letzte Woche", "letzte Woche: 2024-02-26..2024-03-04"),
        (
            "letzten Montag war ich da",
            "letzten Montag: 2024-03-04..2024-03-05",
        ),
        (
            "im letzten Sommer",
            "letzten Sommer: 2023-06-01..2023-09-01",
        ),
        ("nächstes Jahr", "nächstes Jahr: 2025-01-01..2026-01-01"),
        ("vor drei Jahren", "vor drei Jahren: 2021-01-01..2022-01-01"),
        ("vor einem Monat", "vor einem Monat: 2024-02-01..2024-03-01"),
        ("in zwei Wochen", "in zwei Wochen: 2024-03-16..2024-03-23"),
        (
            "vorgestern Abend",
            "vorgestern Abend: 2024-03-03T17:00..2024-03-04",
        ),
        (
            "Das mache ich morgen für dich",
            "morgen: 2024-03-06..2024-03-07",
        ),
        ("Anfang Mai 2023", "Anfang Mai 2023: 2023-05-01..2023-05-11"),
        ("im Sommer 2022", "Sommer 2022: 2022-06-01..2022-09-01"),
        ("im Jahr 2021", "Jahr 2021: 2021-01-01..2022-01-01"),
        (
            "zwischen April und Juni 2023",
            "zwischen April und Juni 2023: 2023-04-01..2023-07-01",
        ),
        (
            "vom 3. bis 9. Mai 2023",
            "vom 3. bis 9. Mai 2023: 2023-05-03..2023-05-10",
        ),
        (
            "an Weihnachten 2022",
            "Weihnachten 2022: 2022-12-25..2022-12-26",
        ),
        (
            "letztes Wochenende",
            "letztes Wochenende: 2024-03-02..2024-03-04",
        ),
        (
            "Hier, je suis allée chez ma mère",
            "Hier: 2024-03-04..2024-03-05",
        ),
        (
            "avant-hier nous avons mangé",
            "hier: 2024-03-03..2024-03-04",
        ),
        (
            "la semaine dernière",
            "semaine dernière: 2024-02-26..2024-03-04",
        ),
        (
            "l'année prochaine",
            "année prochaine: 2025-01-01..2026-01-01",
        ),
        (
            "l'été dernier nous étions là",
            "été dernier: 2023-06-01..2023-09-01",
        ),
        ("cet été nous étions là", "cet été: 2024-06-01..2024-09-01"),
        ("il y a trois ans", "a trois ans: 2021-01-01..2022-01-01"),
        ("il y a un an", "a un an: 2023-01-01..2024-01-01"),
        (
            "dans deux semaines",
            "dans deux semaines: 2024-03-16..2024-03-23",
        ),
        (
            "le 14 juillet 2023",
            "14 juillet 2023: 2023-07-14..2023-07-15",
        ),
        (
            "entre avril et juin 2023",
            "entre avril et juin 2023: 2023-04-01..2023-07-01",
        ),
        (
            "le week-end dernier",
            "week-end dernier: 2024-03-02..2024-03-04",
        ),
        (
            "drie jaar geleden",
            "drie jaar geleden: 2021-01-01..2022-01-01",
        ),
        ("vorige week", "vorige week: 2024-02-26..2024-03-04"),
    ]);
}

#[test]
fn times_in_russian_arabic_and_hindi() {
    check(&[
        (
            "вчера вечером",
            "вчера вечером: 2024-03-04T17:00..2024-03-05",
        ),
        (
            "на прошлой неделе",
            "прошлой неделе: 2024-02-26..2024-03-04",
        ),
        ("в прошлом году", "прошлом году: 2023-01-01..2024-01-01"),
        (
            "прошлым летом мы были на море",
            "прошлым летом: 2023-06-01..2023-09-01",
        ),
        ("летом 2022 года", "летом 2022 года: 2022-06-01..2022-09-01"),
        ("три года назад", "три года назад: 2021-01-01..2022-01-01"),
        ("неделю назад", "неделю назад: 2024-02-24..2024-03-02"),
        ("через два дня", "через два дня: 2024-03-07..2024-03-08"),
        ("5 мая 2023 года", "5 мая 2023 года: 2023-05-05..2023-05-06"),
        ("в мае мы ездили в Рим", "мае: 2023-05-01..2023-06-01"),
        ("в 2021 году", "2021 году: 2021-01-01..2022-01-01"),
        (
            "с мая по июль 2023 года",
            "с мая по июль 2023 года: 2023-05-01..2023-08-01",
        ),
        ("أمس ذهبت إلى السوق", "أمس: 2024-03-04..2024-03-05"),
        ("في الأسبوع الماضي", "الأسبوع الماضي: 2024-02-26..2024-03-04"),
        ("العام الماضي", "العام الماضي: 2023-01-01..2024-01-01"),
        ("قبل ثلاث سنوات", "قبل ثلاث سنوات: 2021-01-01..2022-01-01"),
        ("قبل أسبوعين", "قبل أسبوعين: 2024-02-17..2024-02-24"),
        ("في مايو 2023", "مايو 2023: 2023-05-01..2023-06-01"),
        ("الصيف الماضي", "الصيف الماضي: 2023-06-01..2023-09-01"),
        ("٥ مايو ٢٠٢٣", "٥ مايو ٢٠٢٣: 2023-05-05..2023-05-06"),
        ("पिछले हफ्ते", "पिछले हफ्ते: 2024-02-26..2024-03-04"),
        ("पिछले साल", "पिछले साल: 2023-01-01..2024-01-01"),
        ("तीन साल पहले", "तीन साल पहले: 2021-01-01..2022-01-01"),
        ("मई 2023 में", "मई 2023: 2023-05-01..2023-06-01"),
        ("4 जुलाई 2023", "4 जुलाई 2023: 2023-07-04..2023-07-05"),
        ("2021 में", "2021: 2021-01-01..2022-01-01"),
        ("कल मैं बाज़ार गया था", "कल: 2024-03-04..2024-03-05"),
        (
            "कल मैं बाज़ार जाऊँगा और खाना खाएगा",
            "कल: 2024-03-06..2024-03-07",
        ),
    ]);
}

#[test]
fn times_in_japanese_and_korean() {
    check(&[
        ("昨日の夜", "昨日の夜: 2024-03-04T18:00..2024-03-05T06:00"),
        (
            "先週の金曜日に会いました",
            "先週の金曜日: 2024-03-01..2024-03-02",
        ),
        ("金曜日に会いました", "金曜日: 2024-03-01..2024-03-02"),
        ("先月", "先月: 2024-02-01..2024-03-01"),
        ("去年の夏", "去年の夏: 2023-06-01..2023-09-01"),
        ("2023年の春", "2023年の春: 2023-03-01..2023-06-01"),
        ("3か月前", "3か月前: 2023-12-01..2024-01-01"),
        ("二年前", "二年前: 2022-01-01..2023-01-01"),
        (
            "2023年5月3日から9日まで",
            "2023年5月3日から9日まで: 2023-05-03..2023-05-10",
        ),
        ("おととい", "おととい: 2024-03-03..2024-03-04"),
        (
            "지난주 금요일에 만났어요",
            "지난주 금요일: 2024-03-01..2024-03-02",
        ),
        ("지난달", "지난달: 2024-02-01..2024-03-01"),
        ("작년 여름", "작년 여름: 2023-06-01..2023-09-01"),
        ("3년 전", "3년 전: 2021-01-01..2022-01-01"),
        ("3개월 전", "3개월 전: 2023-12-01..2024-01-01"),
        ("다음 주", "다음 주: 2024-03-11..2024-03-18"),
        ("2023년 추석", "2023년 추석: 2023-09-28..2023-10-01"),
        ("어제 저녁", "어제 저녁: 2024-03-04T17:00..2024-03-05"),
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

/// Strings made of the words that dates are made of.
fn datelike() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "last",
        "next",
        "this",
        "past",
        "in",
        "on",
        "at",
        "the",
        "of",
        "early",
        "end",
        "a",
        "half",
        "couple",
        "Friday",
        "May",
        "March",
        "summer",
        "week",
        "days",
        "year",
        "years",
        "ago",
        "from",
        "now",
        "5",
        "31",
        "2024",
        "0",
        "99999",
        "th",
        "s",
        "'",
        ",",
        "-",
        "/",
        ":",
        ".",
        "pm",
        "30",
        "Christmas",
        "New",
        "Eve",
        "Q3",
        "third",
        "quarter",
        "before",
        "yesterday",
        "tomorrow",
        "年",
        "月",
        "日",
        "号",
        "上",
        "下",
        "个",
        "周",
        "星期",
        "天",
        "前",
        "后",
        "几",
        "半",
        "十",
        "二",
        "〇",
        "去年",
        "今年",
        "夏天",
        "底",
        "最近",
        "点",
        "分",
        "下午",
        "晚上",
        "每",
        "大",
        "第",
        "季度",
        "国庆",
        "年代",
        "9999",
        " ",
        "between",
        "to",
        "and",
        "earlier",
        "Easter",
        "hace",
        "vor",
        "fin",
        "de",
        "pasada",
        "semana",
        "назад",
        "летом",
        "по",
        "到",
        "春节",
        "の",
        "から",
        "曜日",
        "金",
    ]);
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| {
        pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                if at % 3 == 0 {
                    format!("{piece} ")
                } else {
                    (*piece).to_owned()
                }
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_range_is_ordered_and_every_mention_in_place(
        text in prop_oneof![datelike(), "(?s).*", "[0-9/.:年月日号 -]{0,20}"],
        year in -9999_i16..=9999,
        month in 1_i8..=12,
        day in 1_i8..=28,
        hour in 0_i8..=23,
    ) {
        let anchor = date(year, month, day).at(hour, 59, 0, 0);
        let mut end = 0;
        for time in times(&text, anchor) {
            prop_assert!(time.start < time.end, "{time:?}");
            prop_assert!(time.offset >= end && !time.text.is_empty());
            prop_assert_eq!(&text[time.offset..time.offset + time.text.len()], time.text);
            end = time.offset + time.text.len();
        }
    }
}
