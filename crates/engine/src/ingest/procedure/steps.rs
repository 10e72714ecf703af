//! The steps that a text tells: as a list, by numbers in a row, or one after another in words.

/// A text with its steps apart, word for word and in order.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// What stands before the first.
    pub before: Option<String>,
    /// The steps, at least two, without numbers and bullets.
    pub steps: Vec<String>,
    /// What stands apart after the last.
    pub after: Option<String>,
}

/// Finds the steps of a text; `None` if it tells none, or only one.
pub(super) fn find(text: &str) -> Option<Told> {
    listed(text)
        .or_else(|| by_numbers(text))
        .or_else(|| by_marks(text, &chinese_ordinals(text)))
        .or_else(|| by_marks(text, &one_after_another(text)))
}

/// What a line of a list begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Number,
    Bullet,
}

/// Lines that begin with a number or a bullet. Lines between them belong to the one before, and
/// so do lists within a list.
fn listed(text: &str) -> Option<Told> {
    let mut outer: Option<(Mark, usize)> = None;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut steps: Vec<String> = Vec::new();
    let mut is_apart = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            is_apart = true;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let found = marked(line.trim());
        let begins = found.filter(|(mark, _)| {
            let (outer_mark, outer_indent) = *outer.get_or_insert((*mark, indent));
            *mark == outer_mark && indent <= outer_indent
        });
        match (begins, steps.last_mut()) {
            (Some((_, rest)), _) => {
                // What stood apart was only between two steps.
                if let Some(last) = steps.last_mut() {
                    for line in after.drain(..) {
                        last.push('\n');
                        last.push_str(line);
                    }
                }
                steps.push(rest.trim().to_owned());
            }
            (None, None) => before.push(line.trim()),
            (None, Some(_)) if (is_apart || !after.is_empty()) && found.is_none() => {
                after.push(line.trim());
            }
            (None, Some(last)) => {
                last.push('\n');
                last.push_str(line.trim_end());
            }
        }
        is_apart = false;
    }
    let joined = |lines: Vec<&str>| (!lines.is_empty()).then(|| lines.join("\n"));
    (steps.len() > 1).then(|| Told {
        before: joined(before),
        steps,
        after: joined(after),
    })
}

/// The mark of a line and what follows it.
fn marked(line: &str) -> Option<(Mark, &str)> {
    const BULLETS: [&str; 8] = ["- ", "* ", "+ ", "• ", "•", "– ", "· ", "● "];
    if let Some(rest) = BULLETS.iter().find_map(|bullet| line.strip_prefix(bullet)) {
        return Some((Mark::Bullet, rest));
    }
    let first = line.chars().next()?;
    if ('①'..='⑳').contains(&first) {
        return Some((Mark::Number, &line[first.len_utf8()..]));
    }
    let lower = line.to_lowercase();
    let unit = ["step ", "步骤"]
        .iter()
        .find(|unit| lower.starts_with(*unit));
    // Lower case may change a text's length, but not that of these.
    let (body, is_named) = match unit {
        Some(unit) => (line.get(unit.len()..)?.trim_start(), true),
        None => (line.strip_prefix(['(', '（']).unwrap_or(line), false),
    };
    let numeral: String = body
        .chars()
        .take_while(|c| c.is_ascii_digit() || is_han_digit(*c))
        .collect();
    let is_han = numeral.chars().any(is_han_digit);
    if numeral.is_empty() || numeral.chars().count() > 3 {
        return None;
    }
    let after = &body[numeral.len()..];
    let end = after.chars().next();
    let rest = &after[end.map_or(0, char::len_utf8)..];
    let separates = match end {
        Some(')' | '）' | '、' | '．') => true,
        Some(':' | '：') => is_named,
        // `1.5 litres` is no step, and `3. March` at the start of a line is one.
        Some('.') => !is_han && !rest.starts_with(|c: char| c.is_ascii_digit()),
        Some(c) if c.is_whitespace() => is_named,
        _ => false,
    };
    separates.then_some((Mark::Number, rest))
}

fn is_han_digit(letter: char) -> bool {
    "一二三四五六七八九十".contains(letter)
}

/// `1. open it 2. look 3. close it`: numbers from 1, in order, in running text.
fn by_numbers(text: &str) -> Option<Told> {
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
        let number = (marks.len() + 1).to_string();
        let rest = &text[at..];
        let Some(after) = rest.strip_prefix(&number) else {
            continue;
        };
        let before = text[..at].chars().next_back();
        let opens = before.is_none_or(|c| c.is_whitespace() || "(（,，;；。.:：".contains(c));
        let mut following = after.chars();
        let closes = match following.next() {
            Some(')' | '）' | '、') => true,
            Some('.' | '．') => following.next().is_some_and(|c| !c.is_ascii_digit()),
            _ => false,
        };
        if opens && closes {
            let sign = after.chars().next().map_or(0, char::len_utf8);
            let start = if matches!(before, Some('(' | '（')) {
                at - before.map_or(0, char::len_utf8)
            } else {
                at
            };
            marks.push((start, at + number.len() + sign));
        }
    }
    let (first, _) = *marks.first().filter(|_| marks.len() > 1)?;
    let steps = marks
        .iter()
        .enumerate()
        .map(|(place, (_, start))| {
            let end = marks.get(place + 1).map_or(text.len(), |(end, _)| *end);
            trimmed(&text[*start..end])
        })
        .collect();
    Some(Told {
        before: heading(&text[..first]),
        steps,
        after: None,
    })
}

/// Where `第一步`, `第二步` … stand.
fn chinese_ordinals(text: &str) -> Vec<usize> {
    text.match_indices('第')
        .map(|(at, _)| at)
        .filter(|at| {
            let rest = text[at + '第'.len_utf8()..]
                .trim_start_matches(|c: char| is_han_digit(c) || c.is_ascii_digit());
            rest.starts_with('步') && !text[at + '第'.len_utf8()..].starts_with('步')
        })
        .collect()
}

/// Where clauses begin that say what came first, next and last. None unless one says what came
/// first.
fn one_after_another(text: &str) -> Vec<usize> {
    const FIRST: [&str; 9] = [
        "first",
        "firstly",
        "to begin",
        "to start",
        "首先",
        "先",
        "第一，",
        "一开始",
        "起初",
    ];
    const NEXT: [&str; 25] = [
        "then",
        "next",
        "after that",
        "afterwards",
        "afterward",
        "second",
        "secondly",
        "third",
        "thirdly",
        "finally",
        "lastly",
        "last",
        "at last",
        "and then",
        "and finally",
        "然后",
        "接着",
        "接下来",
        "随后",
        "之后",
        "再",
        "其次",
        "第二，",
        "最后",
        "最终",
    ];
    const OTHERWISE: [&str; 7] = [
        "先生",
        "先进",
        "先前",
        "再见",
        "再说",
        "last year",
        "last week",
    ];
    let mut marks = Vec::new();
    for at in clause_starts(text) {
        let rest = &text[at..];
        let lower: String = rest.chars().take(20).collect::<String>().to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| begins_with_word(&lower, word));
        if says(&OTHERWISE) {
            continue;
        }
        if (marks.is_empty() && says(&FIRST)) || (!marks.is_empty() && says(&NEXT)) {
            marks.push(at);
        }
    }
    marks
}

fn begins_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| {
        !word.is_ascii() || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'')
    })
}

/// Where a clause may begin: at the start, after punctuation, after a line break.
fn clause_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut is_open = true;
    for (at, letter) in text.char_indices() {
        if is_open && letter.is_alphanumeric() {
            starts.push(at);
            is_open = false;
        } else if "。！？；，、：.!?;,:\n".contains(letter) {
            is_open = true;
        } else if !letter.is_whitespace() {
            is_open = false;
        }
    }
    starts
}

fn by_marks(text: &str, marks: &[usize]) -> Option<Told> {
    let first = *marks.first().filter(|_| marks.len() > 1)?;
    let steps = marks
        .iter()
        .enumerate()
        .map(|(place, start)| {
            let end = marks.get(place + 1).copied().unwrap_or(text.len());
            trimmed(&text[*start..end])
        })
        .collect();
    Some(Told {
        before: heading(&text[..first]),
        steps,
        after: None,
    })
}

/// A step without the comma that leads to the next.
fn trimmed(step: &str) -> String {
    step.trim()
        .trim_end_matches([',', ';', '，', '；', '、'])
        .trim_end()
        .to_owned()
}

fn heading(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> Vec<String> {
        find(text).map(|told| told.steps).unwrap_or_default()
    }

    #[test]
    fn lists_of_every_kind_are_steps() {
        for text in [
            "1. open\n2. look\n3. close",
            "1) open\n2) look\n3) close",
            "(1) open\n(2) look\n(3) close",
            "1、open\n2、look\n3、close",
            "一、open\n二、look\n三、close",
            "（一）open\n（二）look\n（三）close",
            "① open\n② look\n③ close",
            "Step 1: open\nStep 2: look\nStep 3: close",
            "步骤一：open\n步骤二：look\n步骤3：close",
            "- open\n- look\n- close",
            "* open\n* look\n* close",
            "• open\n• look\n• close",
            "Do it: 1. open 2. look 3. close",
            "做法：1）open，2）look，3）close",
        ] {
            assert_eq!(steps(text), ["open", "look", "close"], "{text}");
        }
    }

    #[test]
    fn what_belongs_to_a_step_stays_with_it() {
        let text = "To deploy:\n\n1. build\n   - for ARM\n   - for x86\n2. push\n   with care\n\n\
                    Not on Fridays.";
        assert_eq!(
            find(text).unwrap(),
            Told {
                before: Some("To deploy:".into()),
                steps: vec![
                    "build\n   - for ARM\n   - for x86".into(),
                    "push\n   with care".into()
                ],
                after: Some("Not on Fridays.".into()),
            }
        );
        assert_eq!(steps("1. a\n\nnote\n\n2. b"), ["a\nnote", "b"]);
    }

    #[test]
    fn steps_told_in_words_are_apart() {
        assert_eq!(
            steps("First, boil the water. Then add the tea; finally, pour it."),
            [
                "First, boil the water.",
                "Then add the tea",
                "finally, pour it."
            ]
        );
        assert_eq!(
            steps("首先烧水，然后放茶叶，最后倒出来。"),
            ["首先烧水", "然后放茶叶", "最后倒出来。"]
        );
        assert_eq!(steps("先登录，再点设置"), ["先登录", "再点设置"]);
        assert_eq!(
            steps("第一步：打开阀门。第二步：放水。"),
            ["第一步：打开阀门。", "第二步：放水。"]
        );
    }

    #[test]
    fn what_tells_no_steps_is_left_whole() {
        for text in [
            "",
            "I live in Lisbon.",
            "The first of May is a holiday.",
            "First of all, thanks.",
            "Then we left, and then it rained.",
            "王先生来了，再见。",
            "It has 1.5 litres and costs 2.50.",
            "Version 1. It is old.",
            "1. only one",
            "He came first, last year she did.",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
