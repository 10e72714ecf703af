"""Options of OpenSearch as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["OpenSearchConfig"]


class OpenSearchConfig(StoreConfig):
    """Options of OpenSearch."""

    host: str = "localhost"
    port: int = 9200
    user: str | None = None
    password: str | None = None
    api_key: str | None = None
    verify_certs: bool = False
    use_ssl: bool = False
    http_auth: Any = None
    connection_class: Any = "RequestsHttpConnection"
    pool_maxsize: int = 20
    auto_refresh: bool = False
