"""Options of cross-encoders of Hugging Face as a reranker."""

from __future__ import annotations

from mem0.configs.rerankers.base import BaseRerankerConfig

__all__ = ["HuggingFaceRerankerConfig"]


class HuggingFaceRerankerConfig(BaseRerankerConfig):
    """Options of cross-encoders of Hugging Face."""

    model: str | None = "BAAI/bge-reranker-base"
    device: str | None = None
    batch_size: int = 32
    max_length: int = 512
    normalize: bool = True
