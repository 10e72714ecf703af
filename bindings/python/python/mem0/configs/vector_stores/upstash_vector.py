"""Options of Upstash Vector as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["UpstashVectorConfig"]


class UpstashVectorConfig(StoreConfig):
    """Options of Upstash Vector."""

    url: str | None = None
    token: str | None = None
    client: Any = None
    enable_embeddings: bool = False
