"""The embedding models of the provider ``fastembed``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["FastEmbedEmbedding"]


class FastEmbedEmbedding(ProviderEmbedding):
    """A model of the provider ``fastembed``."""

    provider = "fastembed"
