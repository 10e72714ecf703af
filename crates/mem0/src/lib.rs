//! Persistent, personal memory for assistants and agents: add, search, history, undo.
