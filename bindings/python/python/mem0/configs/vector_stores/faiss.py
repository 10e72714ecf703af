"""Options of FAISS as a store."""

from __future__ import annotations

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["FAISSConfig"]


class FAISSConfig(StoreConfig):
    """Options of FAISS: the embedded store keeps the memories, in the folder ``path``."""

    path: str | None = None
    distance_strategy: str = "euclidean"
    normalize_L2: bool = False  # noqa: N815
