"""The reranker of the provider ``huggingface``, for code that imports its class."""

from __future__ import annotations

from mem0.reranker.provider import ProviderReranker

__all__ = ["HuggingFaceReranker"]


class HuggingFaceReranker(ProviderReranker):
    """A reranker of the provider ``huggingface``; it works inside ``search``."""

    provider = "huggingface"
