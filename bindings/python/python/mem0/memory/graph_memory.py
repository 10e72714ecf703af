"""The graph of relations under the name of its class, for code that imports it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

__all__ = ["MemoryGraph"]


class MemoryGraph:
    """A graph of the provider ``neo4j``. There are no objects of it: it works inside a memory.

    Raises:
        NotImplementedError: Always; the message says what to do instead.
    """

    provider: ClassVar[str] = "neo4j"

    def __new__(cls, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError(
            f"the graph works inside a memory: name {cls.provider!r} at `graph_store.provider` in the "
            "configuration of `Memory`; `add`, `search` and `get_all` answer `relations` then"
        )
