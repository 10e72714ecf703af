"""Options of Valkey as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["ValkeyConfig"]


class ValkeyConfig(StoreConfig):
    """Options of Valkey."""

    valkey_url: str
    timezone: str = "UTC"
    index_type: str = "hnsw"
    hnsw_m: int = 16
    hnsw_ef_construction: int = 200
    hnsw_ef_runtime: int = 10
    cluster_mode: bool = False
