"""Options of Supabase as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["SupabaseConfig"]


class SupabaseConfig(StoreConfig):
    """Options of Supabase."""

    connection_string: str
    index_method: str | None = "auto"
    index_measure: str | None = "cosine_distance"
