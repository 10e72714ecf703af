"""The engine's embedding models, by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mem0.configs.options import options_of, typed
from mem0.embeddings.base import BaseEmbedderConfig, EmbeddingBase, MemoryAction

__all__ = ["ProviderEmbedding"]


class ProviderEmbedding(EmbeddingBase):
    """An embedding model of one of the engine's providers.

    Args:
        config: Its options: a dictionary or a typed object.
        provider: Its name, such as ``"openai"``.
    """

    provider = "openai"

    def __init__(self, config: Any = None, *, provider: str | None = None) -> None:
        from mem0._native import Engine

        self.provider = provider or type(self).provider
        options = options_of(config)
        super().__init__(typed(config, BaseEmbedderConfig))
        # The store is in this process and empty: only the model is asked.
        self._engine = Engine(
            {
                "path": ":memory:",
                "embedder": {"provider": self.provider, "config": options},
                "llm": {"provider": "none"},
            }
        )

    def embed(self, text: str, memory_action: MemoryAction | None = None) -> list[float]:
        return self.embed_batch([text], memory_action or "add")[0]

    def embed_batch(self, texts: Sequence[str], memory_action: MemoryAction = "add") -> list[list[float]]:
        return self._engine.call("embed", {"texts": list(texts), "purpose": memory_action})
