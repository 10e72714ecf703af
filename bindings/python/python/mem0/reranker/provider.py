"""Rerankers of the engine under the names of their classes, for code that imports them."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from mem0.reranker.base import BaseReranker

__all__ = ["ProviderReranker"]


class ProviderReranker(BaseReranker):
    """A reranker of one of the engine's providers. There are no objects of it: it works inside ``search``.

    Raises:
        NotImplementedError: Always; the message says what to do instead.
    """

    provider: ClassVar[str] = ""

    def __new__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError(
            f"{cls.__name__} works inside `Memory.search`: name {cls.provider!r} at `reranker.provider` in "
            "the configuration, and search with `rerank=True`"
        )
