//! What we say to language models, one file for each prompt.
