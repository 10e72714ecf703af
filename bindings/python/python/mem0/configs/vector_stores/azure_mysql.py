"""Options of MySQL at Azure as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["AzureMySQLConfig"]


class AzureMySQLConfig(StoreConfig):
    """Options of MySQL at Azure."""

    host: str
    user: str
    database: str
    port: int = 3306
    password: str | None = None
    use_azure_credential: bool = False
    ssl_ca: str | None = None
    ssl_disabled: bool = False
    minconn: int = 1
    maxconn: int = 5
    connection_pool: Any = None
