"""Options of PostgreSQL with pgvector as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["PGVectorConfig"]


class PGVectorConfig(StoreConfig):
    """Options of PostgreSQL with pgvector."""

    dbname: str = "postgres"
    user: str | None = None
    password: str | None = None
    host: str | None = None
    port: int | None = None
    diskann: bool | None = False
    hnsw: bool | None = True
    minconn: int | None = 1
    maxconn: int | None = 5
    sslmode: str | None = None
    connection_string: str | None = None
    connection_pool: Any = None
