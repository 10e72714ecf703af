"""The graph of the provider ``neptune``, for code that imports its class."""

from __future__ import annotations

from mem0.memory import graph_memory

__all__ = ["MemoryGraph"]


class MemoryGraph(graph_memory.MemoryGraph):
    """A graph of the provider ``neptune``; it works inside a memory."""

    provider = "neptune"
