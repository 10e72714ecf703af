"""The embedding models of the provider ``mock``, by themselves."""

from __future__ import annotations

from mem0.embeddings.provider import ProviderEmbedding

__all__ = ["MockEmbeddings"]


class MockEmbeddings(ProviderEmbedding):
    """A model of the provider ``mock``."""

    provider = "mock"
