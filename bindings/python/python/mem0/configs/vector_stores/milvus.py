"""Options of Milvus as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["MilvusDBConfig"]


class MilvusDBConfig(StoreConfig):
    """Options of Milvus."""

    url: str = "http://localhost:19530"
    token: str | None = None
    metric_type: str = "L2"
    db_name: str = ""
