"""The store of the provider ``qdrant``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["Qdrant", "OutputData"]


class Qdrant(ProviderVectorStore):
    """A store of the provider ``qdrant``; it works inside a memory."""

    provider = "qdrant"
