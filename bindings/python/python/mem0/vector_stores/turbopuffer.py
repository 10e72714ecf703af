"""The store of the provider ``turbopuffer``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["TurbopufferDB", "OutputData"]


class TurbopufferDB(ProviderVectorStore):
    """A store of the provider ``turbopuffer``; it works inside a memory."""

    provider = "turbopuffer"
