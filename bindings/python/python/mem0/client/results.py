"""What ``search`` and ``get_all`` of the hosted API's clients answer: :class:`MemoryList`."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, KeysView, Mapping, ValuesView
from typing import Any, SupportsIndex, overload

Memory = dict[str, Any]

# What only answers with a graph or with pages carry; asked for by name and absent, they read like this.
_ABSENT: dict[str, Callable[[], Any]] = {"relations": list, "next": lambda: None, "previous": lambda: None}


class MemoryList(list[Memory]):
    """The memories found, as a list that also answers to the names of an envelope.

    Some programs iterate the answer, others read ``answer["results"]``. Both work::

        found = client.search("食物偏好", user_id="小明")
        for memory in found:
            print(memory["memory"])
        assert found["results"] is found
        assert found["count"] == len(found)

    ``json.dumps`` writes an array; :meth:`to_dict` gives the envelope. ``count`` is the number of memories on
    all pages together, where there are several, else ``len()``; ``relations`` holds what the graph knows,
    ``next`` and ``previous`` the addresses of the neighbouring pages, or ``None``.
    """

    def __init__(self, memories: Iterable[Memory] = (), envelope: Mapping[str, Any] | None = None) -> None:
        super().__init__(memories)
        self._envelope: dict[str, Any] = dict(envelope or {})
        self._envelope.pop("results", None)

    @classmethod
    def from_answer(cls, answer: Any) -> MemoryList:
        """Reads what a server sent: an array, or an object with ``results``."""
        if isinstance(answer, Mapping):
            memories = answer.get("results", answer.get("memories"))
            return cls(memories or (), answer)
        return cls(answer or ())

    def to_dict(self) -> dict[str, Any]:
        """The envelope as a plain dictionary: ``results`` and whatever else the server sent."""
        return {"results": list(self), **self._envelope}

    def get(self, key: str, default: Any = None) -> Any:
        """``envelope.get``: ``default`` for what the answer doesn't have."""
        if key == "results":
            return self
        if key == "count":
            return self._envelope.get(key, len(self))
        return self._envelope.get(key, default)

    def keys(self) -> KeysView[str]:
        """The names that the envelope has."""
        return self._as_mapping().keys()

    def values(self) -> ValuesView[Any]:
        """The values that the envelope has."""
        return self._as_mapping().values()

    def items(self) -> ItemsView[str, Any]:
        """The names and values that the envelope has."""
        return self._as_mapping().items()

    def copy(self) -> MemoryList:
        """A shallow copy that keeps the envelope."""
        return MemoryList(self, self._envelope)

    @overload
    def __getitem__(self, key: SupportsIndex) -> Memory: ...
    @overload
    def __getitem__(self, key: slice) -> MemoryList: ...
    @overload
    def __getitem__(self, key: str) -> Any: ...
    def __getitem__(self, key: SupportsIndex | slice | str) -> Any:
        if isinstance(key, str):
            return self._named(key)
        if isinstance(key, slice):
            return MemoryList(super().__getitem__(key))
        return super().__getitem__(key)

    @overload
    def __setitem__(self, key: SupportsIndex, value: Memory) -> None: ...
    @overload
    def __setitem__(self, key: slice, value: Iterable[Memory]) -> None: ...
    @overload
    def __setitem__(self, key: str, value: Any) -> None: ...
    def __setitem__(self, key: Any, value: Any) -> None:
        if not isinstance(key, str):
            super().__setitem__(key, value)
        elif key == "results":
            self[:] = value
        else:
            self._envelope[key] = value

    def __contains__(self, wanted: object) -> bool:
        if isinstance(wanted, str):
            return wanted == "results" or wanted in self._envelope
        return super().__contains__(wanted)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, MemoryList):
            return list(self) == list(other) and self._envelope == other._envelope
        if isinstance(other, Mapping):
            return self.to_dict() == dict(other)
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def __reduce__(self) -> tuple[Any, ...]:
        return MemoryList, (list(self), self._envelope)

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        from mem0.memory.html import table

        return table(self._as_mapping())

    def _as_mapping(self) -> dict[str, Any]:
        return {"results": self, **self._envelope}

    def _named(self, key: str) -> Any:
        if key in ("results", "count") or key in self._envelope:
            return self.get(key)
        if key in _ABSENT:
            return _ABSENT[key]()
        raise KeyError(key)
