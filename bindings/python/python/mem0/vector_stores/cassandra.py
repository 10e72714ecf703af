"""The store of the provider ``cassandra``, for code that imports its class."""

from __future__ import annotations

from mem0.vector_stores.provider import OutputData, ProviderVectorStore

__all__ = ["CassandraDB", "OutputData"]


class CassandraDB(ProviderVectorStore):
    """A store of the provider ``cassandra``; it works inside a memory."""

    provider = "cassandra"
