"""Options of Qdrant as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["QdrantConfig"]


class QdrantConfig(StoreConfig):
    """Options of Qdrant.

    Without ``host``, ``port``, ``url`` and ``api_key`` no server is asked: the embedded store keeps the
    memories, in the folder ``path``. A ``host`` alone means ``http://host:6333``; servers are not available
    yet.
    """

    client: Any = None
    host: str | None = None
    port: int | None = None
    path: str | None = None
    url: str | None = None
    api_key: str | None = None
    https: bool | None = None
    on_disk: bool | None = False
    distance: str | None = None
