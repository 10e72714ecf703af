"""The store of the provider ``upstash_vector``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["UpstashVector", "OutputData"]


class UpstashVector(ProviderVectorStore):
    """A store of the provider ``upstash_vector``; it works inside a memory."""

    provider = "upstash_vector"
