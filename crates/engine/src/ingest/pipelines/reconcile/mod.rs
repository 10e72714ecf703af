//! Makes memories with one structured call of a language model.
