"""The reranker of the provider ``cohere``, for code that imports its class."""

from __future__ import annotations

from mem0.reranker.provider import ProviderReranker

__all__ = ["CohereReranker"]


class CohereReranker(ProviderReranker):
    """A reranker of the provider ``cohere``; it works inside ``search``."""

    provider = "cohere"
