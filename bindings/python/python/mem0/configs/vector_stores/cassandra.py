"""Options of Cassandra as a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["CassandraConfig"]


class CassandraConfig(StoreConfig):
    """Options of Cassandra."""

    contact_points: Sequence[str]
    port: int = 9042
    username: str | None = None
    password: str | None = None
    keyspace: str = "mem0"
    collection_name: str = "memories"
    secure_connect_bundle: str | None = None
    protocol_version: int = 4
    load_balancing_policy: Any = None
