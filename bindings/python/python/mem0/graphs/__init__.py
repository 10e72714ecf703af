"""Graphs of relations."""
