"""Graphs of Neptune."""
