//! Models that run in this process: the static multilingual embedder.
