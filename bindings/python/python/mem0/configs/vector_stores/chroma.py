"""Options of Chroma as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["ChromaDbConfig"]


class ChromaDbConfig(StoreConfig):
    """Options of Chroma.

    Without ``host``, ``port``, ``api_key`` and ``tenant`` no server is asked: the embedded store keeps the
    memories, in the folder ``path``. Servers are not available yet.
    """

    client: Any = None
    path: str | None = None
    host: str | None = None
    port: int | None = None
    api_key: str | None = None
    tenant: str | None = None
