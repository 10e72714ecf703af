"""The base of embedding models that a program brings along."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

from mem0.configs.embeddings.base import BaseEmbedderConfig

__all__ = ["BaseEmbedderConfig", "EmbeddingBase", "MemoryAction"]

#: What a vector is for.
MemoryAction: TypeAlias = Literal["add", "search", "update"]


class EmbeddingBase(ABC):
    """An embedding model of the program's own.

    Derive from it, register the class with
    :meth:`mem0.utils.factory.EmbedderFactory.register_provider`, and name it in the configuration as any
    other provider.
    """

    def __init__(self, config: BaseEmbedderConfig | None = None) -> None:
        self.config: Any = BaseEmbedderConfig() if config is None else config

    @abstractmethod
    def embed(self, text: str, memory_action: MemoryAction | None = None) -> list[float]:
        """The vector of a text."""

    def embed_batch(self, texts: Sequence[str], memory_action: MemoryAction = "add") -> list[list[float]]:
        """The vectors of texts, in order."""
        return [self.embed(text, memory_action) for text in texts]
