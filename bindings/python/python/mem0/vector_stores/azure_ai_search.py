"""The store of the provider ``azure_ai_search``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["AzureAISearch", "OutputData"]


class AzureAISearch(ProviderVectorStore):
    """A store of the provider ``azure_ai_search``; it works inside a memory."""

    provider = "azure_ai_search"
