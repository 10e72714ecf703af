"""Stores of the engine under the names of their classes, for code that imports them."""

from __future__ import annotations

from typing import Any

from mem0.configs.inside import Inside
from mem0.configs.model import Model
from mem0.vector_stores.base import VectorStoreBase

__all__ = ["OutputData", "ProviderVectorStore"]


class OutputData(Model):
    """What stores answer with: a vector's id, how near it is, and what lies beside it."""

    id: str | None = None
    score: float | None = None
    payload: dict[str, Any] | None = None


class ProviderVectorStore(Inside, VectorStoreBase):
    """A store of one of the engine's providers; it works inside a memory."""

    kind = "vector_store"
