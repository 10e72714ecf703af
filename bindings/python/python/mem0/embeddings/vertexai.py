"""The embedding models of the provider ``vertexai``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["VertexAIEmbedding"]


class VertexAIEmbedding(ProviderEmbedding):
    """A model of the provider ``vertexai``."""

    provider = "vertexai"
