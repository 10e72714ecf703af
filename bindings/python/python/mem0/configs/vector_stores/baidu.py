"""Options of Baidu as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["BaiduDBConfig"]


class BaiduDBConfig(StoreConfig):
    """Options of Baidu."""

    endpoint: str = "http://localhost:8287"
    account: str = "root"
    api_key: str | None = None
    database_name: str = "mem0"
    table_name: str = "mem0"
    metric_type: str = "L2"
