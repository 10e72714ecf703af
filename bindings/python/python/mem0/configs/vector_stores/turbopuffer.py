"""Options of Turbopuffer as a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["TurbopufferConfig"]


class TurbopufferConfig(StoreConfig):
    """Options of Turbopuffer."""

    api_key: str | None = None
    region: str = "gcp-us-central1"
    distance_metric: str = "cosine_distance"
    batch_size: int = 100
    extra_params: Mapping[str, Any] | None = None
