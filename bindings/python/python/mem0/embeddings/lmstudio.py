"""The embedding models of the provider ``lmstudio``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["LMStudioEmbedding"]


class LMStudioEmbedding(ProviderEmbedding):
    """A model of the provider ``lmstudio``."""

    provider = "lmstudio"
