"""The embedding models of the provider ``azure_openai``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["AzureOpenAIEmbedding"]


class AzureOpenAIEmbedding(ProviderEmbedding):
    """A model of the provider ``azure_openai``."""

    provider = "azure_openai"
