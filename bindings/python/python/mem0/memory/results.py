"""What ``add``, ``search`` and ``get_all`` answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, SupportsIndex, overload

__all__ = ["Results"]


class Results(dict[str, Any]):
    """A dictionary with the key ``"results"``; looping over it goes over the memories.

    It is a real ``dict``: ``results["results"]``, ``results.get("relations")``, ``json.dumps(results)``,
    ``{**results}`` and ``results == {...}`` work as ever, and so do ``keys()``, ``values()`` and ``items()``.
    Beside that it can be used like the list of its memories: ``for memory in results``, ``len(results)``,
    ``results[0]``, ``results[:3]``, ``sorted(results, key=...)``.

    It is true when it has keys, also if there are no memories; ask ``len(results)`` or ``results["results"]``
    whether any were found.

    Example:
        >>> results = Results(results=[{"memory": "喜欢披萨", "score": 0.9}])
        >>> [memory["memory"] for memory in results if memory["score"] > 0.8]
        ['喜欢披萨']
        >>> results["results"] == list(results)
        True
    """

    __slots__ = ()

    def memories(self) -> list[dict[str, Any]]:
        """The memories: the value of ``"results"``, or an empty list."""
        found = dict.get(self, "results")
        return found if isinstance(found, list) else []

    def __iter__(self) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        return iter(self.memories())

    def __reversed__(self) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        return iter(self.memories()[::-1])

    def __len__(self) -> int:
        return len(self.memories())

    def __bool__(self) -> bool:
        # Encoders take a falsy dictionary for `{}` and would drop an empty list of results.
        return dict.__len__(self) > 0

    @overload
    def __getitem__(self, key: str) -> Any: ...
    @overload
    def __getitem__(self, key: slice) -> list[dict[str, Any]]: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> dict[str, Any]: ...
    def __getitem__(self, key: str | slice | SupportsIndex) -> Any:
        if isinstance(key, str):
            return dict.__getitem__(self, key)
        return self.memories()[key]

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return dict.__contains__(self, key)
        return key in self.memories()

    def copy(self) -> Results:
        """A shallow copy."""
        return Results(dict.items(self))

    def to_dict(self) -> dict[str, Any]:
        """The same as a plain dictionary."""
        return dict(dict.items(self))

    def _repr_html_(self) -> str:
        """A table for notebooks."""
        from .html import table

        return table(self)
