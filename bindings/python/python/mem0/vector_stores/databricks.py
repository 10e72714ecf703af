"""The store of the provider ``databricks``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["Databricks", "OutputData"]


class Databricks(ProviderVectorStore):
    """A store of the provider ``databricks``; it works inside a memory."""

    provider = "databricks"
