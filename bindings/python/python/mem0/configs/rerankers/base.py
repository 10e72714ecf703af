"""Options that all rerankers share."""

from __future__ import annotations

from mem0.configs.model import Model

__all__ = ["BaseRerankerConfig"]


class BaseRerankerConfig(Model):
    """What can be said about any reranker."""

    provider: str | None = None
    model: str | None = None
    api_key: str | None = None
    top_k: int | None = None
