"""Options of language models, a module for each family."""
