//! What holds for every question and every set of memories.

use mem0_text::{TermId, mentions, query_terms, term_counts};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

/// Words that questions ask for.
const ASKED: [&str; 8] = [
    "violin", "glacier", "pottery", "lantern", "陶艺", "口琴", "灯塔", "marathon",
];
/// Words that memories have beside them.
const OTHER: [&str; 8] = [
    "harbour", "blanket", "fiddle", "ladder", "雨伞", "胡琴", "铁锅", "saddle",
];
/// Words that no question asks for, and none that is related to those.
const UNRELATED: [&str; 8] = [
    "invoice", "gravel", "battery", "curtain", "发票", "窗帘", "水泥", "printer",
];
const RELATED: Pairs = Pairs(&[
    ("violin", "fiddle"),
    ("口琴", "胡琴"),
    ("glacier", "blanket"),
]);
const CLOSE: Close = Close(&[("violin", 0.9), ("blanket", 0.7), ("胡琴", 0.4)]);
const RUNS: [Option<&str>; 5] = [None, None, Some("monday"), Some("tuesday"), Some("friday")];
const SPEAKERS: [Option<&str>; 4] = [None, Some("Ann"), Some("Ben Miller"), Some("小明")];

fn cases() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(64)
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

fn words(of: &[&'static str]) -> impl Strategy<Value = Vec<&'static str>> + use<> {
    subsequence(of.to_vec(), 1..=of.len().min(4)).prop_shuffle()
}

/// Questions that name nobody, in English and Chinese, some about a time.
fn impersonal_questions() -> impl Strategy<Value = String> {
    let ask = |(words, form): (Vec<&'static str>, usize)| match form {
        0 => format!("What about the {}?", words.join(", ")),
        1 => format!("When was the {} last week?", words.join(" ")),
        2 => format!("{}怎么样？", words.join("、")),
        _ => format!("上周在哪里有{}？", words.join("、")),
    };
    (words(&ASKED), 0..4_usize).prop_map(ask)
}

/// Questions that name no thing either: `names` is a share of the names that are known.
fn questions_without_names() -> impl Strategy<Value = String> {
    let (chinese, english) = ASKED
        .into_iter()
        .partition::<Vec<_>, _>(|it| !it.is_ascii());
    let english = words(&english).prop_map(|words| format!("What about the {}?", words.join(", ")));
    let chinese = words(&chinese).prop_map(|words| format!("有没有{}？", words.join("和")));
    prop_oneof![english, chinese].prop_filter("names something", |it| mentions(it).is_empty())
}

/// Questions about people.
fn personal_questions() -> impl Strategy<Value = String> {
    let ask = |(words, form): (Vec<&'static str>, usize)| match form {
        0 => format!("What did Ann say of {}?", words.join(", ")),
        1 => format!("Where is Ben's {}?", words.join(" ")),
        _ => format!("小明的{}呢？", words.join("、")),
    };
    (words(&ASKED), 0..3_usize).prop_map(ask)
}

fn questions() -> impl Strategy<Value = String> {
    prop_oneof![impersonal_questions(), personal_questions()]
}

fn text(of: Vec<&'static str>) -> impl Strategy<Value = String> {
    let tell = |(words, form): (Vec<&'static str>, usize)| match form {
        0 => format!("The {} is here.", words.join(" and the ")),
        1 => format!("Did you see the {}?", words.join(", the ")),
        _ => format!("这里有{}。", words.join("、")),
    };
    (words(&of), 0..3_usize).prop_map(tell)
}

fn memories(
    user: &'static str,
    of: Vec<&'static str>,
    runs: Vec<Option<&'static str>>,
    speakers: Vec<Option<&'static str>>,
    first: usize,
) -> impl Strategy<Value = Vec<Said>> {
    let one = (
        text(of),
        select(runs),
        select(speakers),
        select(vec![0, 3, 20]),
    );
    proptest::collection::vec(one, 1..9).prop_map(move |all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(place, (text, run, speaker, days_ago))| Said {
                number: first + place,
                user,
                run,
                speaker,
                days_ago,
                text,
            })
            .collect()
    })
}

fn anns() -> impl Strategy<Value = Vec<Said>> {
    let of = [ASKED, OTHER].concat();
    memories("ann", of, RUNS.to_vec(), SPEAKERS.to_vec(), 0)
}

/// Puts some of these among those, in either's own order.
fn among(those: &[Said], these: &[Said], places: &[prop::sample::Index]) -> Vec<Said> {
    let mut all = those.to_vec();
    let mut at = 0;
    for (it, place) in these.iter().zip(places) {
        at += place.index(all.len() + 1 - at);
        all.insert(at, it.clone());
        at += 1;
    }
    all
}

fn complete() -> EngineBuilder {
    plain()
        .related_words(Arc::new(RELATED))
        .closeness(Arc::new(CLOSE))
}

/// The same without vectors, so that many memories are equally good.
fn even() -> EngineBuilder {
    wordless()
        .related_words(Arc::new(RELATED))
        .closeness(Arc::new(CLOSE))
}

fn shares_a_term(text: &str, word: &str) -> bool {
    let counted = term_counts(text).counts;
    let has = |term: TermId| counted.iter().any(|(known, _)| *known == term);
    query_terms(word).into_iter().any(|term| has(term.id))
}

/// Whether a text has a term of the question, or of a word that is related to one.
fn has_to_do_with(text: &str, question: &str) -> bool {
    let asked = query_terms(question).into_iter();
    let mut related = asked.flat_map(|term| RELATED.related(&term.text));
    shares_a_term(text, question) || related.any(|it| shares_a_term(text, &it.text))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_unrelated_memory_changes_no_other_score(
        question in questions(),
        said in anns(),
        unrelated in memories(
            "ann",
            UNRELATED.to_vec(),
            vec![None, Some("sunday")],
            vec![None, Some("Zoe")],
            100,
        ),
        places in proptest::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        let unrelated: Vec<Said> = unrelated
            .into_iter()
            .filter(|it| !has_to_do_with(&it.text, &question))
            .collect();
        run(async {
            let before = scores(&told(complete(), &said, &question).await);
            let all = among(&said, &unrelated, &places);
            let mut after = scores(&told(complete(), &all, &question).await);
            after.retain(|number, _| *number < 100);
            prop_assert_eq!(before, after, "{} {:?}", question, unrelated);
            Ok(())
        })?;
    }

    #[test]
    fn memories_of_others_change_no_score_and_are_no_neighbours(
        question in questions(),
        said in anns(),
        others in memories(
            "bob",
            ASKED.to_vec(),
            RUNS.to_vec(),
            SPEAKERS.to_vec(),
            100,
        ),
        places in proptest::collection::vec(any::<prop::sample::Index>(), 8),
    ) {
        run(async {
            let alone = told(complete(), &said, &question).await;
            let all = among(&said, &others, &places);
            let beside = told(complete(), &all, &question).await;
            prop_assert_eq!(numbers(&alone), numbers(&beside));
            prop_assert_eq!(scores(&alone), scores(&beside));
            prop_assert_eq!(&alone.signals, &beside.signals);
            for hit in &alone.hits {
                let same = explanation(&beside, number(hit));
                prop_assert_eq!(hit.explanation.as_ref(), Some(same));
            }
            Ok(())
        })?;
    }

    #[test]
    fn scores_are_shares_in_the_order_of_results_and_are_what_their_explanations_add_up_to(
        question in questions(),
        said in anns(),
    ) {
        run(async {
            let answers = told(complete(), &said, &question).await;
            prop_assert_eq!(answers.hits.len(), said.len());
            prop_assert!(answers.hits.is_sorted_by(|a, b| a.score >= b.score));
            for hit in &answers.hits {
                prop_assert!((0.0..=1.0).contains(&hit.score), "{}", hit.score);
                let explained = hit.explanation.as_ref().unwrap();
                let added = explained
                    .contributions
                    .iter()
                    .map(|it| it.weight * (it.strength - it.expected));
                let logit = explained.base + added.sum::<f32>();
                let score = 1.0 / (1.0 + (-logit).exp());
                prop_assert!((score - hit.score).abs() < 1e-5, "{score} {explained:?}");
                prop_assert_eq!(explained.score, hit.score);
            }
            Ok(())
        })?;
    }

    #[test]
    fn equal_questions_get_equal_answers(question in questions(), said in anns()) {
        run(async {
            let engine = complete().build();
            keep_all(&engine, &said).await;
            let first = ask(&engine, &question).await;
            prop_assert_eq!(&first, &ask(&engine, &question).await);
            prop_assert_eq!(&first, &told(complete(), &said, &question).await);
            Ok(())
        })?;
    }

    #[test]
    fn the_order_in_which_conversations_came_changes_no_score_and_of_equals_the_newest_is_first(
        question in questions(),
        said in anns(),
        ranks in proptest::collection::vec(any::<u8>(), 16),
    ) {
        // What is said within one conversation keeps its order; all else may come in any.
        let rank = |it: &Said| match it.run {
            Some(run) => ranks[8 + RUNS.iter().position(|known| *known == Some(run)).unwrap()],
            None => ranks[it.number],
        };
        let mut otherwise = said.clone();
        otherwise.sort_by_key(rank);
        run(async {
            let one = told(even(), &said, &question).await;
            let other = told(even(), &otherwise, &question).await;
            prop_assert_eq!(scores(&one), scores(&other));
            for (answers, said) in [(&one, &said), (&other, &otherwise)] {
                let age = |hit: &Hit| said.iter().position(|it| it.number == number(hit));
                let newest_first =
                    |a: &Hit, b: &Hit| a.score > b.score || age(a) > age(b);
                prop_assert!(answers.hits.is_sorted_by(newest_first));
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_word_of_the_question_never_lowers_the_memory_that_gains_it(
        question in impersonal_questions(),
        said in anns(),
        which in any::<prop::sample::Index>(),
        gained in any::<prop::sample::Index>(),
    ) {
        let (before, after, number) = gaining(&said, &which, asked(&question, &gained));
        run(async {
            let before = told(wordless(), &before, &question).await;
            let after = told(wordless(), &after, &question).await;
            let (before, after) = (score_of(&before, number), score_of(&after, number));
            prop_assert!(after >= before, "{before} → {after}");
            Ok(())
        })?;
    }

    #[test]
    fn a_word_that_is_no_name_moves_memories_elsewhere_only_by_being_less_rare(
        question in questions_without_names(),
        said in anns(),
        gained in any::<prop::sample::Index>(),
    ) {
        let gained = asked(&question, &gained);
        // Two more that stand alone: it makes no difference to the others which of them has it.
        let bare = [Said::new(100, "砖头、木板"), Said::new(101, "砖头、木板")];
        let with = |number: usize| {
            let mut all = [said.clone(), bare.to_vec()].concat();
            let gains = all.iter_mut().filter(|it| it.number == number);
            gains.for_each(|it| it.text = format!("{gained}、木板"));
            all
        };
        run(async {
            let none = told(wordless(), &with(0xffff), &question).await;
            let one = told(wordless(), &with(100), &question).await;
            let other = told(wordless(), &with(101), &question).await;
            for it in &said {
                let [none, one, other] =
                    [&none, &one, &other].map(|answers| score_of(answers, it.number));
                prop_assert_eq!(one.to_bits(), other.to_bits(), "{:?}", it);
                // Who has none of it loses nothing by its being less rare.
                let together = |near: &&Said| *near == it || near.run.is_some() && near.run == it.run;
                let mut near = said.iter().filter(together);
                if near.all(|near| !shares_a_term(&near.text, gained)) {
                    prop_assert!(one >= none, "{none} → {one} {it:?}");
                }
            }
            Ok(())
        })?;
    }
}

/// One of the words that a question asks for.
fn asked(question: &str, which: &prop::sample::Index) -> &'static str {
    let asked = ASKED.into_iter().filter(|it| question.contains(it));
    let asked: Vec<&'static str> = asked.collect();
    asked[which.index(asked.len())]
}

/// The memories before and after one of them has this word in place of another, and its number.
fn gaining(
    said: &[Said],
    which: &prop::sample::Index,
    gained: &str,
) -> (Vec<Said>, Vec<Said>, usize) {
    let number = which.index(said.len());
    let with = |word: &str| {
        let mut all = said.to_vec();
        let text = all[number].text.clone();
        all[number].text = match text.strip_suffix('。') {
            Some(text) => format!("{text}、{word}。"),
            None => format!("{word}: {text}"),
        };
        all
    };
    let other = if gained.is_ascii() { "shelf" } else { "砖头" };
    (with(other), with(gained), number)
}
