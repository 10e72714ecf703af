"""Options of Redis as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["RedisDBConfig"]


class RedisDBConfig(StoreConfig):
    """Options of Redis."""

    redis_url: str
