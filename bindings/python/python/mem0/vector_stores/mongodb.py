"""The store of the provider ``mongodb``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["MongoDB", "OutputData"]


class MongoDB(ProviderVectorStore):
    """A store of the provider ``mongodb``; it works inside a memory."""

    provider = "mongodb"
