"""The reranker of the provider ``sentence_transformer``, for code that imports its class."""

from __future__ import annotations

from mem0.reranker.provider import ProviderReranker

__all__ = ["SentenceTransformerReranker"]


class SentenceTransformerReranker(ProviderReranker):
    """A reranker of the provider ``sentence_transformer``; it works inside ``search``."""

    provider = "sentence_transformer"
