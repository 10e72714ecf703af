"""The store of the provider ``pinecone``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["PineconeDB", "OutputData"]


class PineconeDB(ProviderVectorStore):
    """A store of the provider ``pinecone``; it works inside a memory."""

    provider = "pinecone"
