"""The store of the provider ``weaviate``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["Weaviate", "OutputData"]


class Weaviate(ProviderVectorStore):
    """A store of the provider ``weaviate``; it works inside a memory."""

    provider = "weaviate"
