//! Makes memories without any model: rules for statements, duplicates and plain changes.
