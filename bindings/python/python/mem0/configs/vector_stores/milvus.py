"""Options of Milvus as a store."""

from __future__ import annotations

from enum import Enum

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["MetricType", "MilvusDBConfig"]


class MetricType(str, Enum):
    """How vectors are compared."""

    L2 = "L2"
    IP = "IP"
    COSINE = "COSINE"
    HAMMING = "HAMMING"
    JACCARD = "JACCARD"

    def __str__(self) -> str:
        return str(self.value)


class MilvusDBConfig(StoreConfig):
    """Options of Milvus.

    With a file at ``url``, such as ``"./milvus.db"``, the embedded store keeps the memories beside it.
    Servers are not available yet.
    """

    url: str = "http://localhost:19530"
    token: str | None = None
    metric_type: str = "L2"
    db_name: str = ""
