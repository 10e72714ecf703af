"""The embedding models of the provider ``huggingface``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["HuggingFaceEmbedding"]


class HuggingFaceEmbedding(ProviderEmbedding):
    """A model of the provider ``huggingface``."""

    provider = "huggingface"
