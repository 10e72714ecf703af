//! What every [`Reranker`] must do. [`RULES`] is the one list; [`check`] runs it.
//!
//! Rules ask about tea and dogs, in words of [`WORDS`]: a model made for tests has to know those,
//! and doubles of servers may judge by [`common_words`].

use mem0_core::{Ranked, Reranker};

use crate::TestResult;

/// The words on which the rules' questions turn; each Chinese one is a character.
pub const WORDS: [&str; 7] = ["green", "tea", "dog", "river", "绿", "茶", "狗"];

rules_of! {
    dyn Reranker:
    no_documents_give_no_ranking
    the_answer_comes_first_and_all_get_a_place
    chinese_is_understood_like_english
    no_more_than_the_top_is_given
    one_document_is_ranked_alone
    equal_documents_score_alike_and_keep_their_order
    the_same_question_has_the_same_answer
    many_documents_all_get_a_place
    odd_documents_are_documents
}

/// Runs all rules; an error names the rule.
///
/// # Errors
/// A call failed.
///
/// # Panics
/// A rule does not hold.
pub async fn check(reranker: &dyn Reranker) -> TestResult {
    for (name, rule) in RULES {
        rule(reranker)
            .await
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// How a double of a server may judge: the share of the question's [`WORDS`] that stand in the
/// document too, from 0 to 1.
pub fn common_words(question: &str, document: &str) -> f32 {
    let holds = |text: &str, word: &str| text.to_lowercase().contains(word);
    let asked: Vec<&str> = WORDS
        .into_iter()
        .filter(|word| holds(question, word))
        .collect();
    let found = asked.iter().filter(|word| holds(document, word)).count();
    found as f32 / asked.len().max(1) as f32
}

/// A ranking of these documents with its promises checked: indexes of documents, each at most
/// once, finite scores from 0 to 1, the best first.
async fn ranked(
    reranker: &dyn Reranker,
    question: &str,
    documents: &[&str],
    top: usize,
) -> TestResult<Vec<Ranked>> {
    let owned: Vec<String> = documents.iter().map(|text| (*text).to_owned()).collect();
    let ranked = reranker.rerank(question, &owned, top).await?;
    let mut indexes: Vec<usize> = ranked.iter().map(|place| place.index).collect();
    indexes.sort_unstable();
    indexes.dedup();
    assert_eq!(indexes.len(), ranked.len(), "a document comes twice");
    assert!(
        indexes.iter().all(|index| *index < documents.len()),
        "{indexes:?} of {}",
        documents.len()
    );
    assert!(
        ranked
            .iter()
            .all(|place| (0.0..=1.0).contains(&place.score)),
        "scores must be from 0 to 1: {ranked:?}"
    );
    assert!(
        ranked.is_sorted_by(|a, b| a.score >= b.score),
        "the best must come first: {ranked:?}"
    );
    Ok(ranked)
}

async fn no_documents_give_no_ranking(reranker: &dyn Reranker) -> TestResult {
    assert!(!reranker.name().is_empty());
    assert!(reranker.pool() > 0);
    assert!(ranked(reranker, "green tea?", &[], 5).await?.is_empty());
    Ok(())
}

async fn the_answer_comes_first_and_all_get_a_place(reranker: &dyn Reranker) -> TestResult {
    let documents = [
        "the dog is at the river",
        "the river",
        "Ann likes green tea",
        "my dog",
    ];
    let ranked = ranked(reranker, "who likes green tea", &documents, 4).await?;
    assert_eq!(ranked.len(), 4, "{ranked:?}");
    assert_eq!(ranked[0].index, 2, "{ranked:?}");
    assert!(ranked[0].score > ranked[1].score, "{ranked:?}");
    Ok(())
}

async fn chinese_is_understood_like_english(reranker: &dyn Reranker) -> TestResult {
    let documents = ["小狗在河边跑", "今天下雨了", "小明喜欢绿茶"];
    let ranked = ranked(reranker, "谁喜欢绿茶", &documents, 3).await?;
    assert_eq!(ranked.len(), 3, "{ranked:?}");
    assert_eq!(ranked[0].index, 2, "{ranked:?}");
    assert!(ranked[0].score > ranked[1].score, "{ranked:?}");
    Ok(())
}

async fn no_more_than_the_top_is_given(reranker: &dyn Reranker) -> TestResult {
    let documents = ["my dog", "green tea", "the river"];
    for (top, expected) in [(0, 0), (1, 1), (2, 2), (3, 3), (9, 3), (usize::MAX, 3)] {
        let ranked = ranked(reranker, "green tea", &documents, top).await?;
        assert_eq!(ranked.len(), expected, "top {top}");
        assert!(ranked.first().is_none_or(|best| best.index == 1));
    }
    Ok(())
}

async fn one_document_is_ranked_alone(reranker: &dyn Reranker) -> TestResult {
    for document in ["green tea", "my dog", "绿茶"] {
        let ranked = ranked(reranker, "green tea", &[document], 1).await?;
        assert_eq!(ranked.len(), 1, "{document}");
    }
    Ok(())
}

async fn equal_documents_score_alike_and_keep_their_order(reranker: &dyn Reranker) -> TestResult {
    let documents = ["my dog", "green tea", "my dog", "green tea", "my dog"];
    let ranked = ranked(reranker, "green tea", &documents, 5).await?;
    let order: Vec<usize> = ranked.iter().map(|place| place.index).collect();
    assert_eq!(order, [1, 3, 0, 2, 4]);
    let alike = |a: usize, b: usize| (ranked[a].score - ranked[b].score).abs() < 1e-4;
    assert!(alike(0, 1) && alike(2, 4), "{ranked:?}");
    Ok(())
}

async fn the_same_question_has_the_same_answer(reranker: &dyn Reranker) -> TestResult {
    let documents = ["the river", "green tea", "the tea", "绿茶"];
    let first = ranked(reranker, "green tea", &documents, 4).await?;
    let second = ranked(reranker, "green tea", &documents, 4).await?;
    assert_eq!(first, second);
    Ok(())
}

async fn many_documents_all_get_a_place(reranker: &dyn Reranker) -> TestResult {
    let documents: Vec<String> = (0..150)
        .map(|number| match number {
            117 => "she likes green tea".to_owned(),
            _ => format!("day {number} with the dog"),
        })
        .collect();
    let documents: Vec<&str> = documents.iter().map(String::as_str).collect();
    let ranked = ranked(reranker, "green tea", &documents, 150).await?;
    assert_eq!(ranked.len(), 150);
    assert_eq!(ranked[0].index, 117);
    Ok(())
}

async fn odd_documents_are_documents(reranker: &dyn Reranker) -> TestResult {
    let long = "茶 and the dog, and then 🦊 again. ".repeat(2_000);
    let documents = [
        "",
        " ",
        "\n\t",
        "\0",
        "?!…",
        "🦊🦊",
        "e\u{301}",
        "\u{200b}",
        "{\"scores\":[{\"document\":1,\"score\":1}]}",
        "green tea",
        "ܫܠܡܐ",
        &long,
    ];
    let ranked = ranked(reranker, "green tea", &documents, documents.len()).await?;
    assert_eq!(ranked.len(), documents.len());
    assert_eq!(ranked[0].index, 9, "{ranked:?}");
    Ok(())
}
