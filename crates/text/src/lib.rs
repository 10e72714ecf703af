//! What a text is made of: language, terms, sentences, mentions, times, similarity.
//!
//! Everything here is pure and synchronous: no input or output, no clock, no models. Any string
//! is welcome, of any length and in any script, and is read in linear time. Chinese stands
//! beside English in every rule; other languages as far as their lists go.
//!
//! | question | where |
//! | --- | --- |
//! | Which language is it in? | [`detect`] |
//! | By which terms is it found, and what is each worth? | [`term_counts`], [`query_terms`] |
//! | How well does a text match them? | [`Bm25`], [`idf`] |
//! | Where do its statements begin and end? | [`sentences`], [`clauses`] |
//! | Which times does it speak of? | [`times`] |
//! | Whom and what does it name? | [`mentions`] |
//! | Does it ask, and what for? | [`is_question`], [`question_kind`] |
//! | What kinds of things does it speak of? | [`text_features`] |
//! | What does it say about whom, and does that answer a question? | [`aspects_of_statement`], [`aspects_of_question`], [`agreement`] |
//! | How alike are two texts? | [`normalized`], [`overlap`] |
//! | How can it be shown in less space? | [`shorten`] |

mod aspects;
mod bm25;
mod features;
mod fold;
mod language;
mod lexicon;
mod mentions;
mod question;
mod script;
mod sentences;
mod similarity;
mod terms;
mod times;
mod truncate;

pub use aspects::{Agreement, Aspects, agreement, aspects_of_question, aspects_of_statement};
pub use bm25::{Bm25, idf};
pub use features::{TextFeatures, text_features};
pub use language::{Language, detect};
pub use mentions::{Mention, MentionKind, mentions};
pub use question::{Holding, QuestionKind, holding, is_question, question_kind};
pub use sentences::{clauses, sentences};
pub use similarity::{Overlap, normalized, overlap};
pub use terms::{
    QueryTerm, TermClass, TermCounts, TermId, TermIdHasher, TermMap, background_weight,
    query_terms, term_counts,
};
pub use times::{Precision, TimeMention, times};
pub use truncate::shorten;
