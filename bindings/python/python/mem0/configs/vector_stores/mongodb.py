"""Options of MongoDB as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["MongoDBConfig"]


class MongoDBConfig(StoreConfig):
    """Options of MongoDB."""

    db_name: str = "mem0_db"
    mongo_uri: str = "mongodb://localhost:27017"
