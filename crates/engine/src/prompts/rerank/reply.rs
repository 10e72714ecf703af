//! Reads scores out of what a model answered, in whatever form it wrote them.

use serde_json::{Map, Value};

use crate::json;

/// Names under which models write a document's number and its score.
const NUMBERS: [&str; 7] = [
    "document",
    "index",
    "id",
    "number",
    "doc",
    "document_id",
    "编号",
];
const SCORES: [&str; 6] = [
    "score",
    "relevance_score",
    "relevance",
    "rating",
    "value",
    "分数",
];

/// The score of each of `count` documents, from 0 to 1; `None` where the answer has none that is
/// a number. Of two scores for one document the first counts; what stands for a document that
/// isn't there does not.
pub fn read(answer: &str, count: usize) -> Vec<Option<f32>> {
    let found = json::read_all(answer);
    let readings = found
        .iter()
        .map(|found| of_value(&found.value, count))
        .chain([of_prose(json::prose(answer), count)]);
    let mut best = vec![None; count];
    let mut most = 0;
    for reading in readings {
        let scores = reading.into_scores(count);
        let known = scores.iter().flatten().count();
        if known > most {
            most = known;
            best = scores;
        }
    }
    best
}

/// Numbers with scores as they were written, before they are laid on documents.
#[derive(Debug, Default)]
struct Reading {
    rows: Vec<(usize, f32)>,
}

impl Reading {
    fn into_scores(self, count: usize) -> Vec<Option<f32>> {
        // Some count from 0.
        let has = |number: usize| self.rows.iter().any(|(found, _)| *found == number);
        let first = usize::from(!has(0) || has(count));
        let scale = scale(self.rows.iter().map(|(_, score)| *score));
        let mut scores = vec![None; count];
        for (number, score) in &self.rows {
            let slot = number.checked_sub(first).and_then(|at| scores.get_mut(at));
            if let Some(slot @ None) = slot {
                *slot = Some((score / scale).clamp(0.0, 1.0));
            }
        }
        scores
    }
}

/// What stands for 1 in these scores. Models that are told "from 0 to 1" still write out of 10 or
/// of 100 at times: then most of their scores are 1 or more.
fn scale(scores: impl Iterator<Item = f32> + Clone) -> f32 {
    let above = scores.clone().filter(|score| *score >= 1.0).count();
    let highest = scores.clone().fold(0.0, f32::max);
    if 2 * above <= scores.filter(|score| *score > 0.0).count() || highest <= 1.5 {
        1.0
    } else if highest <= 10.0 {
        10.0
    } else {
        100.0
    }
}

fn of_value(value: &Value, count: usize) -> Reading {
    match value {
        Value::Array(rows) => of_rows(rows, count),
        Value::Object(object) => of_object(object, count),
        // Only where there is one document, a lone number can be nothing but its score.
        other => Reading {
            rows: number(other)
                .filter(|_| count == 1)
                .map(|score| (1, score))
                .into_iter()
                .collect(),
        },
    }
}

fn of_object(object: &Map<String, Value>, count: usize) -> Reading {
    if let Some(row) = row(object) {
        return Reading { rows: vec![row] };
    }
    // {"1": 0.9, "document 2": 0.1}
    let named: Vec<(usize, f32)> = object
        .iter()
        .filter_map(|(name, value)| {
            let inner = value.as_object().and_then(score_of);
            Some((only_number(name)?, inner.or_else(|| number(value))?))
        })
        .collect();
    if !named.is_empty() {
        return Reading { rows: named };
    }
    if count == 1
        && let Some(score) = score_of(object)
    {
        return Reading {
            rows: vec![(1, score)],
        };
    }
    // {"scores": …}, whatever it is called.
    object
        .values()
        .filter(|value| value.is_array() || value.is_object())
        .map(|value| of_value(value, count))
        .max_by_key(|reading| reading.rows.len())
        .unwrap_or_default()
}

fn of_rows(rows: &[Value], count: usize) -> Reading {
    let numbered: Vec<(usize, f32)> = rows
        .iter()
        .filter_map(|value| match value {
            Value::Object(object) => row(object),
            // [1, 0.9]
            Value::Array(pair) => match &pair[..] {
                [index, score] => Some((whole(index)?, number(score)?)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    if !numbered.is_empty() {
        return Reading { rows: numbered };
    }
    // Scores alone, in the order of the documents: only if they are as many.
    let rows = if rows.len() == count {
        let score = |value: &Value| number(value).or_else(|| score_of(value.as_object()?));
        rows.iter()
            .enumerate()
            .filter_map(|(place, value)| Some((place + 1, score(value)?)))
            .collect()
    } else {
        Vec::new()
    };
    Reading { rows }
}

/// A number and a score in one object.
fn row(object: &Map<String, Value>) -> Option<(usize, f32)> {
    let index = NUMBERS.iter().find_map(|name| whole(object.get(*name)?))?;
    Some((index, score_of(object)?))
}

fn score_of(object: &Map<String, Value>) -> Option<f32> {
    SCORES.iter().find_map(|name| number(object.get(*name)?))
}

/// Prose: lines such as `Document 2: 0.8`; or of one document, the first decimal, else the first
/// whole number, as the original reads it.
fn of_prose(text: &str, count: usize) -> Reading {
    if count == 1 {
        let numbers = numbers_in(text);
        let decimal = numbers.iter().find(|number| number.contains('.'));
        let score = decimal.or_else(|| numbers.first());
        let score = score.and_then(|score| score.parse::<f32>().ok());
        // Another number, such as the 502 on a proxy's page, is no score.
        let score = score.filter(|score| *score <= 1.0);
        return Reading {
            rows: score.map(|score| (1, score)).into_iter().collect(),
        };
    }
    let rows = text.lines().filter_map(|line| match &numbers_in(line)[..] {
        [index, score] => Some((index.parse().ok()?, score.parse().ok()?)),
        _ => None,
    });
    Reading {
        rows: rows.collect(),
    }
}

/// The numbers in a text, without a point at their end.
fn numbers_in(text: &str) -> Vec<&str> {
    text.split(|character: char| !character.is_ascii_digit() && character != '.')
        .map(|number| number.trim_matches('.'))
        .filter(|number| !number.is_empty())
        .collect()
}

/// The number in a name, if there is just one.
fn only_number(name: &str) -> Option<usize> {
    match &numbers_in(name)[..] {
        [number] => number.parse().ok(),
        _ => None,
    }
}

fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => usize::try_from(number.as_u64()?).ok(),
        Value::String(text) => only_number(text),
        _ => None,
    }
}

/// A finite score, written as a number, as a text, or in percent.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a score needs no more digits than a model writes"
)]
fn number(value: &Value) -> Option<f32> {
    let number = match value {
        Value::Number(number) => number.as_f64()? as f32,
        Value::String(text) => match text.trim().split_once('%') {
            Some((number, _)) => number.trim().parse::<f32>().ok()? / 100.0,
            None => text.trim().parse().ok()?,
        },
        _ => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_form_in_which_models_write_scores_is_read() {
        let expected = [Some(0.9), Some(0.1)];
        for answer in [
            r#"{"scores":[{"document":1,"score":0.9},{"document":2,"score":0.1}]}"#,
            r#"{"scores":[{"document":2,"score":0.1},{"document":1,"score":0.9}]}"#,
            "<think>document 1: 0.3?</think>\n```json\n{\"scores\":[{\"document\":1,\"score\":0.9},\
             {\"document\":2,\"score\":0.1},]}\n```\nHope this helps!",
            r#"Sure! {'scores': [{'document': '1', 'score': '0.9'}, {'document': '2', 'score': '10%'}]}"#,
            r#"[{"index":1,"relevance_score":0.9},{"index":2,"relevance_score":0.1}]"#,
            r#"[{"index":0,"relevance_score":0.9},{"index":1,"relevance_score":0.1}]"#,
            r#"{"results":{"1":0.9,"2":0.1}}"#,
            r#"{"1":0.9,"2":0.1}"#,
            r#"{"Document 1":{"score":0.9},"Document 2":{"score":0.1}}"#,
            r#"{"scores":[0.9,0.1]}"#,
            "[0.9, 0.1]",
            "[[1, 0.9], [2, 0.1]]",
            r#"{"scores":[{"score":0.9},{"score":0.1}]}"#,
            r#"{"scores":[{"document":1,"score":90},{"document":2,"score":10}]}"#,
            r#"{"scores":[{"document":1,"score":9},{"document":2,"score":1}]}"#,
            r#"{"分数":[{"编号":1,"分数":0.9},{"编号":2,"分数":0.1}]}"#,
            "Document 1: 0.9\nDocument 2: 0.1.",
            "1. 0.9\n2. 0.1",
            "文档1：0.9\n文档2：0.1",
            r#"{"scores":[{"document":1,"score":0.9},{"document":1,"score":0.2},{"document":2,"score":0.1},{"document":7,"score":1}]}"#,
        ] {
            assert_eq!(read(answer, 2), expected, "{answer}");
        }
    }

    #[test]
    fn what_is_missing_or_no_number_stays_open() {
        for (answer, expected) in [
            (
                r#"{"scores":[{"document":2,"score":0.4}]}"#,
                [None, Some(0.4)],
            ),
            (
                r#"{"scores":[{"document":1,"score":"high"},{"document":2,"score":0.4}]}"#,
                [None, Some(0.4)],
            ),
            (
                r#"{"scores":[{"document":1,"score":null},{"document":2,"score":0.4}]}"#,
                [None, Some(0.4)],
            ),
            (
                r#"{"scores":[{"document":1,"score":NaN},{"document":2,"score":0.4}]}"#,
                [None, Some(0.4)],
            ),
            // Cut off in the middle.
            (
                r#"{"scores":[{"document":1,"score":0.7},{"document":2,"sc"#,
                [Some(0.7), None],
            ),
            (
                r#"{"scores":[{"document":1,"score":-3},{"document":2,"score":1.2}]}"#,
                [Some(0.0), Some(1.0)],
            ),
            // Three numbers for two documents could be anybody's.
            ("[0.9, 0.1, 0.3]", [None, None]),
            (r#"{"scores":[{"document":9,"score":1}]}"#, [None, None]),
            (r#"{"scores":[]}"#, [None, None]),
            ("", [None, None]),
            ("I can't help with that.", [None, None]),
            ("null", [None, None]),
            ("<html><body>502</body></html>", [None, None]),
        ] {
            assert_eq!(read(answer, 2), expected, "{answer}");
        }
    }

    #[test]
    fn of_one_document_a_lone_number_is_its_score() {
        for (answer, expected) in [
            ("0.8", Some(0.8)),
            ("Score: 0.8", Some(0.8)),
            ("I give it 1 of 1, so 0.8", Some(0.8)),
            ("1", Some(1.0)),
            (r#"{"score": 0.8}"#, Some(0.8)),
            (r#"{"relevance": "80%"}"#, Some(0.8)),
            ("[0.8]", Some(0.8)),
            ("none", None),
            ("<html><body>502</body></html>", None),
        ] {
            assert_eq!(read(answer, 1), [expected], "{answer}");
        }
    }

    #[test]
    fn no_answer_breaks_the_reader() {
        for answer in [
            "{".repeat(5_000),
            "1: 2\n".repeat(5_000),
            "{\"\":".repeat(500),
        ] {
            assert_eq!(read(&answer, 3).len(), 3);
        }
        assert!(read("[0.5]", 0).is_empty());
    }
}
