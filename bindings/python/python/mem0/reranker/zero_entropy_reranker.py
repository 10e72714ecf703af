"""The reranker of the provider ``zero_entropy``, for code that imports its class."""

from __future__ import annotations

from mem0.reranker.provider import ProviderReranker

__all__ = ["ZeroEntropyReranker"]


class ZeroEntropyReranker(ProviderReranker):
    """A reranker of the provider ``zero_entropy``; it works inside ``search``."""

    provider = "zero_entropy"
