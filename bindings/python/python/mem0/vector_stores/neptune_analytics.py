"""The store of the provider ``neptune``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["NeptuneAnalyticsVector", "OutputData"]


class NeptuneAnalyticsVector(ProviderVectorStore):
    """A store of the provider ``neptune``; it works inside a memory."""

    provider = "neptune"
