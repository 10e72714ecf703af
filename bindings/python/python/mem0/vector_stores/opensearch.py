"""The store of the provider ``opensearch``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["OpenSearchDB", "OutputData"]


class OpenSearchDB(ProviderVectorStore):
    """A store of the provider ``opensearch``; it works inside a memory."""

    provider = "opensearch"
