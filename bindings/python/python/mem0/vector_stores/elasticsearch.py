"""The store of the provider ``elasticsearch``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["ElasticsearchDB", "OutputData"]


class ElasticsearchDB(ProviderVectorStore):
    """A store of the provider ``elasticsearch``; it works inside a memory."""

    provider = "elasticsearch"
