//! Where memories are kept: the embedded SQLite store.
