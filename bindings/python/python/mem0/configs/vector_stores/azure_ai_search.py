"""Options of Azure AI Search as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["AzureAISearchConfig"]


class AzureAISearchConfig(StoreConfig):
    """Options of Azure AI Search."""

    service_name: str | None = None
    api_key: str | None = None
    compression_type: str | None = None
    use_float16: bool = False
    hybrid_search: bool = False
    vector_filter_mode: str | None = "preFilter"
