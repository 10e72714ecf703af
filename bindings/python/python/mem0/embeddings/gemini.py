"""The embedding models of the provider ``gemini``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["GoogleGenAIEmbedding"]


class GoogleGenAIEmbedding(ProviderEmbedding):
    """A model of the provider ``gemini``."""

    provider = "gemini"
