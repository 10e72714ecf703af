"""Options of Weaviate as a store."""

from __future__ import annotations

from collections.abc import Mapping

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["WeaviateConfig"]


class WeaviateConfig(StoreConfig):
    """Options of Weaviate."""

    cluster_url: str | None = None
    auth_client_secret: str | None = None
    additional_headers: Mapping[str, str] | None = None
