"""The embedding models of the provider ``langchain``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["LangchainEmbedding"]


class LangchainEmbedding(ProviderEmbedding):
    """A model of the provider ``langchain``."""

    provider = "langchain"
