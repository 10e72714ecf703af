"""The store of the provider ``faiss``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["FAISS", "OutputData"]


class FAISS(ProviderVectorStore):
    """A store of the provider ``faiss``; it works inside a memory."""

    provider = "faiss"
