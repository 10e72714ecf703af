"""The base of stores; for type checks, and for code that brings one along."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["VectorStoreBase"]


class VectorStoreBase(ABC):
    """What a store of vectors offers.

    Memories are kept by the engine's own stores: a class derived from this one can be used by itself,
    but not as the store of a :class:`mem0.Memory`.
    """

    @abstractmethod
    def create_col(self, name: str, vector_size: int, distance: str) -> Any:
        """Makes a collection."""

    @abstractmethod
    def insert(
        self,
        vectors: Sequence[Sequence[float]],
        payloads: Sequence[Mapping[str, Any]] | None = None,
        ids: Sequence[str] | None = None,
    ) -> Any:
        """Puts vectors in."""

    @abstractmethod
    def search(
        self, query: str, vectors: Sequence[float], top_k: int = 5, filters: Mapping[str, Any] | None = None
    ) -> Any:
        """The nearest vectors."""

    @abstractmethod
    def delete(self, vector_id: str) -> Any:
        """Takes one out."""

    @abstractmethod
    def update(
        self, vector_id: str, vector: Sequence[float] | None = None, payload: Mapping[str, Any] | None = None
    ) -> Any:
        """Changes one."""

    @abstractmethod
    def get(self, vector_id: str) -> Any:
        """One of them."""

    @abstractmethod
    def list_cols(self) -> Any:
        """The collections."""

    @abstractmethod
    def delete_col(self) -> Any:
        """Drops the collection."""

    @abstractmethod
    def col_info(self) -> Any:
        """What is known of the collection."""

    @abstractmethod
    def list(self, filters: Mapping[str, Any] | None = None, top_k: int | None = None) -> Any:
        """Those that pass a filter."""

    @abstractmethod
    def reset(self) -> Any:
        """Empties the collection."""

    def keyword_search(self, query: str, top_k: int = 5, filters: Mapping[str, Any] | None = None) -> Any:
        """Those that have the words; ``None`` where the store has no such search."""
        return None

    def search_batch(
        self,
        queries: Sequence[str],
        vectors_list: Sequence[Sequence[float]],
        top_k: int = 1,
        filters: Mapping[str, Any] | None = None,
    ) -> Any:
        """The nearest vectors of several questions."""
        pairs = zip(queries, vectors_list, strict=True)
        return [self.search(query, vectors, top_k, filters) for query, vectors in pairs]
