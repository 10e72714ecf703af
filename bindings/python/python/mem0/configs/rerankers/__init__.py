"""Options of rerankers, a module for each."""
