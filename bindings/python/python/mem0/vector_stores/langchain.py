"""The store of the provider ``langchain``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["Langchain", "OutputData"]


class Langchain(ProviderVectorStore):
    """A store of the provider ``langchain``; it works inside a memory."""

    provider = "langchain"
