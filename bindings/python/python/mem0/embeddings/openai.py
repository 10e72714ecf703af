"""The embedding models of the provider ``openai``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["OpenAIEmbedding"]


class OpenAIEmbedding(ProviderEmbedding):
    """A model of the provider ``openai``."""

    provider = "openai"
