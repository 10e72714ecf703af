"""Options of Elasticsearch as a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["ElasticsearchConfig"]


class ElasticsearchConfig(StoreConfig):
    """Options of Elasticsearch."""

    host: str = "localhost"
    port: int = 9200
    user: str | None = None
    password: str | None = None
    cloud_id: str | None = None
    api_key: str | None = None
    verify_certs: bool = True
    ca_certs: str | None = None
    use_ssl: bool = True
    auto_create_index: bool = True
    custom_search_query: Callable[..., Any] | None = None
    headers: Mapping[str, str] | None = None
