"""The store of the provider ``milvus``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["MilvusDB", "OutputData"]


class MilvusDB(ProviderVectorStore):
    """A store of the provider ``milvus``; it works inside a memory."""

    provider = "milvus"
