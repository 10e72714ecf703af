"""Parts of the engine that work inside of a memory only, under the names of their classes."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

__all__ = ["Inside", "works_inside"]

#: Where parts of a kind work, and what there is to do.
_WHERE = {
    "reranker": ("`Memory.search`", "configuration, and search with `rerank=True`"),
    "vector_store": ("a memory", "configuration of `Memory`, and use its methods"),
    "graph_store": ("a memory", "configuration of `Memory`; `search` and `get_all` answer `relations` then"),
}


def works_inside(kind: str, provider: str) -> NotImplementedError:
    """What is said to whoever wants a part by itself."""
    place, then = _WHERE[kind]
    return NotImplementedError(
        f"the {kind} {provider!r} works inside {place}: name it at `{kind}.provider` in the {then}"
    )


class Inside:
    """A part of one of the engine's providers. There are no objects of it.

    Raises:
        NotImplementedError: Always; the message says what to do instead.
    """

    kind: ClassVar[str] = ""
    provider: ClassVar[str] = ""

    def __new__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise works_inside(cls.kind, cls.provider)
