"""The graph of relations under the name of its class, for code that imports it."""

from __future__ import annotations

from mem0.configs.inside import Inside

__all__ = ["MemoryGraph"]


class MemoryGraph(Inside):
    """A graph of the provider ``neo4j``; it works inside a memory."""

    kind = "graph_store"
    provider = "neo4j"
