"""The store of the provider ``redis``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["RedisDB", "OutputData"]


class RedisDB(ProviderVectorStore):
    """A store of the provider ``redis``; it works inside a memory."""

    provider = "redis"
