"""The reranker of the provider ``llm_reranker``, for code that imports its class."""

from __future__ import annotations

from mem0.reranker.provider import ProviderReranker

__all__ = ["LLMReranker"]


class LLMReranker(ProviderReranker):
    """A reranker of the provider ``llm_reranker``; it works inside ``search``."""

    provider = "llm_reranker"
