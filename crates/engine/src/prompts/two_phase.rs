//! The two prompts of the original's first generation, in our words: what was said
//! ([`extraction`]), then what becomes of the memories ([`decision`]).

pub mod decision;
pub mod extraction;
