"""The store of the provider ``chroma``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["ChromaDB", "OutputData"]


class ChromaDB(ProviderVectorStore):
    """A store of the provider ``chroma``; it works inside a memory."""

    provider = "chroma"
