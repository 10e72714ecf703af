"""Options of Oracle AI Vector Search as a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["OracleAIVectorSearchConfig"]


class OracleAIVectorSearchConfig(StoreConfig):
    """Options of Oracle AI Vector Search."""

    connection_params: Mapping[str, Any] | None = None
    use_connection_pool: bool = True
    client: Any = None
    distance_metric: str = "COSINE"
    do_create_index: bool | None = True
    index_type: str = "HNSW"
    index_name: str | None = None
    index_parameters: Mapping[str, Any] | None = None
    index_accuracy: int | None = None
