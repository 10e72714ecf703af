"""Recipes for other frameworks."""
