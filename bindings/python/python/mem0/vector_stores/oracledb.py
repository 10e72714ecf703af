"""The store of the provider ``oracledb``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["OracleAIVectorSearch", "OutputData"]


class OracleAIVectorSearch(ProviderVectorStore):
    """A store of the provider ``oracledb``; it works inside a memory."""

    provider = "oracledb"
