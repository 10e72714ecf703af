"""The base of rerankers that a program brings along."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["BaseReranker"]


class BaseReranker(ABC):
    """A reranker of the program's own.

    Derive from it, register the class with
    :meth:`mem0.utils.factory.RerankerFactory.register_provider`, and name it in the configuration as any
    other provider.
    """

    @abstractmethod
    def rerank(
        self, query: str, documents: Sequence[Mapping[str, Any]], top_k: int | None = None
    ) -> list[dict[str, Any]]:
        """The documents, best first, each with a ``rerank_score``.

        Args:
            query: The question.
            documents: Memories as ``{"memory": text, ...}``.
            top_k: How many at most.
        """
