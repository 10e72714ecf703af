"""Options of ZeroEntropy as a reranker."""

from __future__ import annotations

from mem0.configs.rerankers.base import BaseRerankerConfig

__all__ = ["ZeroEntropyRerankerConfig"]


class ZeroEntropyRerankerConfig(BaseRerankerConfig):
    """Options of ZeroEntropy."""

    model: str | None = "zerank-1"
