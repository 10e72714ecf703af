//! A second look at the best hits.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use mem0_core::{Reranker, Result};
use mem0_text::query_terms;

use crate::results::Hit;

/// How many hits the reranker without a model looks at, at least; more if the caller wants more.
pub const POOL: usize = 50;

/// Orders hits by what the reranker thinks; hits beyond its answer keep their order behind.
///
/// # Errors
/// The reranker failed; `hits` are as they were.
pub async fn rerank(reranker: &dyn Reranker, question: &str, hits: &mut [Hit]) -> Result<()> {
    let documents: Vec<String> = hits.iter().map(|hit| hit.item.text.clone()).collect();
    let ranked = reranker
        .rerank(question, &documents, documents.len())
        .await?;
    for place in ranked {
        if let Some(hit) = hits.get_mut(place.index) {
            hit.rerank_score = Some(place.score);
        }
    }
    sort(hits);
    Ok(())
}

/// The reranker that needs no model: reads the texts themselves, which the first pass doesn't.
///
/// `rerank_score = score · (0.95 + 0.05 · closeness)`, where closeness is the share of neighbouring
/// pairs of the question's terms that stand near each other in the text too (at most one word
/// between them, in any order).
///
/// It only decides among hits that are nearly as good: a sum with a fifth of closeness put texts
/// that repeat the question before those that answer it (`bench/data/dialogue.json`: 52.6 % right
/// first hits instead of 54.7 %). This product makes none of the sets in `bench/data` worse.
pub fn by_closeness(question: &str, hits: &mut [Hit]) {
    let terms: Vec<String> = query_terms(question)
        .into_iter()
        .map(|term| term.text)
        .collect();
    for hit in hits.iter_mut() {
        let closeness = closeness(&terms, &hit.item.text);
        hit.rerank_score = Some(hit.score * (0.95 + 0.05 * closeness));
    }
    sort(hits);
}

fn closeness(terms: &[String], text: &str) -> f32 {
    let text = text.to_lowercase();
    let places: Vec<Option<usize>> = terms
        .iter()
        .map(|term| {
            text.find(&term.to_lowercase())
                .map(|byte| text[..byte].chars().count())
        })
        .collect();
    let pairs = places.windows(2).count();
    if pairs == 0 {
        return 0.0;
    }
    let near = places
        .windows(2)
        .zip(terms)
        .filter(|(pair, term)| match pair {
            [Some(a), Some(b)] => a.abs_diff(*b) <= term.chars().count() + 8,
            _ => false,
        })
        .count();
    near as f32 / pairs as f32
}

/// Reranked hits first, best first; the others behind them in the order they had.
fn sort(hits: &mut [Hit]) {
    hits.sort_by(|a, b| match (a.rerank_score, b.rerank_score) {
        (Some(a), Some(b)) => b.total_cmp(&a),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
}
