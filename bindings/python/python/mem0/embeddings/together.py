"""The embedding models of the provider ``together``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["TogetherEmbedding"]


class TogetherEmbedding(ProviderEmbedding):
    """A model of the provider ``together``."""

    provider = "together"
