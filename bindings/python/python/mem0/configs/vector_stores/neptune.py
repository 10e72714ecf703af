"""Options of Neptune Analytics as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["NeptuneAnalyticsConfig"]


class NeptuneAnalyticsConfig(StoreConfig):
    """Options of Neptune Analytics."""

    endpoint: str = "endpoint"
