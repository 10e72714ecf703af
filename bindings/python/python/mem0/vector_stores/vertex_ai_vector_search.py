"""The store of the provider ``vertex_ai_vector_search``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["GoogleMatchingEngine", "OutputData"]


class GoogleMatchingEngine(ProviderVectorStore):
    """A store of the provider ``vertex_ai_vector_search``; it works inside a memory."""

    provider = "vertex_ai_vector_search"
