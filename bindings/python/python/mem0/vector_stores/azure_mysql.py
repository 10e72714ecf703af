"""The store of the provider ``azure_mysql``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["AzureMySQL", "OutputData"]


class AzureMySQL(ProviderVectorStore):
    """A store of the provider ``azure_mysql``; it works inside a memory."""

    provider = "azure_mysql"
