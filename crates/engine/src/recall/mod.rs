//! The second journey: from a question to the right memories.
