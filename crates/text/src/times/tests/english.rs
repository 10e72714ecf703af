//! Times in English.

use super::{check, first};

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
