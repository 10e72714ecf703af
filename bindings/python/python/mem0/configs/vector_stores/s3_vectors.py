"""Options of Amazon S3 Vectors as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["S3VectorsConfig"]


class S3VectorsConfig(StoreConfig):
    """Options of Amazon S3 Vectors."""

    vector_bucket_name: str
    distance_metric: str = "cosine"
    region_name: str | None = None
