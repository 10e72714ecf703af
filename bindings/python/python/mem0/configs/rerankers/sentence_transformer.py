"""Options of sentence-transformers as a reranker."""

from __future__ import annotations

from mem0.configs.rerankers.base import BaseRerankerConfig

__all__ = ["SentenceTransformerRerankerConfig"]


class SentenceTransformerRerankerConfig(BaseRerankerConfig):
    """Options of sentence-transformers."""

    model: str | None = "cross-encoder/ms-marco-MiniLM-L-6-v2"
    device: str | None = None
    batch_size: int = 32
    show_progress_bar: bool = False
