"""Kinds of memories."""

from __future__ import annotations

from enum import Enum

__all__ = ["MemoryType"]


class MemoryType(Enum):
    """What a memory holds. ``add`` takes ``PROCEDURAL.value``, or nothing."""

    SEMANTIC = "semantic_memory"
    EPISODIC = "episodic_memory"
    PROCEDURAL = "procedural_memory"
