"""The store and the history of a memory by themselves, for programs that reach into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from mem0.vector_stores.base import VectorStoreBase
from mem0.vector_stores.provider import OutputData

if TYPE_CHECKING:
    from mem0._native import Engine

__all__ = ["HistoryView", "StoreView"]

#: What an answer says of a memory beside its payload.
_NO_PAYLOAD = ("id", "memory", "score", "metadata", "kind", "version")


class StoreView(VectorStoreBase):
    """The store of a memory: its memories as vectors with payloads.

    Searching goes by the question's text. What writes vectors is left to :meth:`mem0.Memory.add`.
    """

    def __init__(self, engine: Engine, collection_name: str) -> None:
        self._engine = engine
        self.collection_name = collection_name

    def search(
        self,
        query: str,
        vectors: Sequence[float] | None = None,
        top_k: int = 5,
        filters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
    ) -> list[OutputData]:
        """The memories nearest to a question, best first; ``filters`` names whose.

        Args:
            query: The question.
            vectors: Without effect: the engine makes the question's vector itself.
            top_k: How many at most.
            filters: Which memories; one of ``user_id``, ``agent_id`` and ``run_id`` is needed.
            limit: The same as ``top_k``, and stronger.
        """
        arguments = {"query": query, "limit": top_k if limit is None else limit, "filters": filters}
        return [_row(found) for found in self._engine.call("search", arguments)["results"]]

    def list(
        self, filters: Mapping[str, Any] | None = None, top_k: int | None = None, *, limit: int | None = None
    ) -> list[list[OutputData]]:
        """The memories that pass a filter, which names whose: one list in a list, as stores answer."""
        count = top_k if limit is None else limit
        arguments = {"filters": filters, "limit": 100 if count is None else count}
        return [[_row(found) for found in self._engine.call("get_all", arguments)["results"]]]

    def get(self, vector_id: str) -> OutputData | None:
        """One of them; ``None`` if there is none."""
        found = self._engine.call("get", {"memory_id": vector_id})
        return None if found is None else _row(found)

    def delete(self, vector_id: str) -> None:
        """Takes one out of recall."""
        self._engine.call("delete", {"memory_id": vector_id})

    def list_cols(self) -> list[str]:  # type: ignore[valid-type]
        """The collection."""
        return [self.collection_name]

    def col_info(self) -> dict[str, Any]:
        """Counts, size, and what is wrong with the store."""
        return {"name": self.collection_name, **self._engine.call("health", {})}

    def reset(self) -> None:
        """Erases everything in the collection. There is no way back."""
        self._engine.call("reset", {})

    def create_col(self, name: str, vector_size: int, distance: str) -> NoReturn:
        """Refused: a collection is there as soon as it is named in the configuration."""
        self._refuse("create_col", "name it at `collection_name` in the configuration")

    def delete_col(self) -> NoReturn:
        """Refused: :meth:`reset` erases what is in it."""
        self._refuse("delete_col", "`reset` erases what is in it")

    def insert(self, vectors: Any, payloads: Any = None, ids: Any = None) -> NoReturn:
        """Refused: :meth:`mem0.Memory.add` keeps texts, and makes their vectors."""
        self._refuse("insert", "`Memory.add(..., infer=False)` keeps a text, and makes its vector")

    def update(self, vector_id: str, vector: Any = None, payload: Any = None) -> NoReturn:
        """Refused: :meth:`mem0.Memory.update` changes texts and metadata."""
        self._refuse("update", "`Memory.update` changes a text and its metadata")

    def _refuse(self, method: str, instead: str) -> NoReturn:
        raise NotImplementedError(f"the store of a memory has no `{method}`: {instead}")


class HistoryView:
    """The history of a memory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get_history(self, memory_id: str) -> list[dict[str, Any]]:
        """What happened to a memory, in order; empty for an unknown id."""
        return self._engine.call("history", {"memory_id": memory_id})


def _row(found: Mapping[str, Any]) -> OutputData:
    payload = {key: value for key, value in found.items() if key not in _NO_PAYLOAD}
    payload.update(found["metadata"] or {})
    return OutputData(id=found["id"], score=found.get("score"), payload={"data": found["memory"], **payload})
