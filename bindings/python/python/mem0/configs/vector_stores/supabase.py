"""Options of Supabase as a store."""

from __future__ import annotations

from enum import Enum

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["IndexMeasure", "IndexMethod", "SupabaseConfig"]


class IndexMethod(str, Enum):
    """How vectors are indexed."""

    AUTO = "auto"
    HNSW = "hnsw"
    IVFFLAT = "ivfflat"


class IndexMeasure(str, Enum):
    """How vectors are compared."""

    COSINE = "cosine_distance"
    L2 = "l2_distance"
    L1 = "l1_distance"
    MAX_INNER_PRODUCT = "max_inner_product"


class SupabaseConfig(StoreConfig):
    """Options of Supabase."""

    connection_string: str
    index_method: str | None = "auto"
    index_measure: str | None = "cosine_distance"
