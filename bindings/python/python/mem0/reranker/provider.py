"""Rerankers of the engine under the names of their classes, for code that imports them."""

from __future__ import annotations

from mem0.configs.inside import Inside
from mem0.reranker.base import BaseReranker

__all__ = ["ProviderReranker"]


class ProviderReranker(Inside, BaseReranker):
    """A reranker of one of the engine's providers; it works inside ``search``."""

    kind = "reranker"
