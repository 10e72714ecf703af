"""Stores of the engine under the names of their classes, for code that imports them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from mem0.configs.model import Model
from mem0.vector_stores.base import VectorStoreBase

__all__ = ["OutputData", "ProviderVectorStore"]


class OutputData(Model):
    """What stores answer with: a vector's id, how near it is, and what lies beside it."""

    id: str | None = None
    score: float | None = None
    payload: dict[str, Any] | None = None


class ProviderVectorStore(VectorStoreBase):
    """A store of one of the engine's providers. There are no objects of it: it works inside a memory.

    Raises:
        NotImplementedError: Always; the message says what to do instead.
    """

    provider: ClassVar[str] = ""

    def __new__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError(
            f"{cls.__name__} works inside a memory: name {cls.provider!r} at `vector_store.provider` in the "
            "configuration of `Memory`, and use its methods"
        )
