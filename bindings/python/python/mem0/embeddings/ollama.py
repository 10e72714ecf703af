"""The embedding models of the provider ``ollama``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["OllamaEmbedding"]


class OllamaEmbedding(ProviderEmbedding):
    """A model of the provider ``ollama``."""

    provider = "ollama"
