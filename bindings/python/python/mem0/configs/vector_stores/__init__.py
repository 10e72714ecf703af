"""Options of stores, a module for each."""
