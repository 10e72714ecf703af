"""Options of Cohere as a reranker."""

from __future__ import annotations

from mem0.configs.rerankers.base import BaseRerankerConfig

__all__ = ["CohereRerankerConfig"]


class CohereRerankerConfig(BaseRerankerConfig):
    """Options of Cohere."""

    model: str | None = "rerank-v3.5"
    return_documents: bool = False
    max_chunks_per_doc: int | None = None
