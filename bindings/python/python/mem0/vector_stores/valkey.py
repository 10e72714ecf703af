"""The store of the provider ``valkey``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["ValkeyDB", "OutputData"]


class ValkeyDB(ProviderVectorStore):
    """A store of the provider ``valkey``; it works inside a memory."""

    provider = "valkey"
