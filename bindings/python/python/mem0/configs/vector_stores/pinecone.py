"""Options of Pinecone as a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["PineconeConfig"]


class PineconeConfig(StoreConfig):
    """Options of Pinecone; ``index_name`` and ``dimension`` are understood as well."""

    _aliases: ClassVar[dict[str, str]] = {
        **StoreConfig._aliases,
        "index_name": "collection_name",
        "dimension": "embedding_model_dims",
    }

    client: Any = None
    api_key: str | None = None
    environment: str | None = None
    serverless_config: Mapping[str, Any] | None = None
    pod_config: Mapping[str, Any] | None = None
    hybrid_search: bool = False
    metric: str = "cosine"
    batch_size: int = 100
    extra_params: Mapping[str, Any] | None = None
    namespace: str | None = None
