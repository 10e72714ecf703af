"""The store of the provider ``baidu``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["BaiduDB", "OutputData"]


class BaiduDB(ProviderVectorStore):
    """A store of the provider ``baidu``; it works inside a memory."""

    provider = "baidu"
