"""The store of the provider ``pgvector``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["PGVector", "OutputData"]


class PGVector(ProviderVectorStore):
    """A store of the provider ``pgvector``; it works inside a memory."""

    provider = "pgvector"
