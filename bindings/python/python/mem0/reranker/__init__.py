"""Rerankers."""

from __future__ import annotations

from typing import Any

__all__ = [
    "BaseReranker",
    "CohereReranker",
    "HuggingFaceReranker",
    "LLMReranker",
    "SentenceTransformerReranker",
    "ZeroEntropyReranker",
]

#: Where each name is at home; it is loaded when somebody asks for it.
_HOMES = {
    "BaseReranker": "base",
    "CohereReranker": "cohere_reranker",
    "HuggingFaceReranker": "huggingface_reranker",
    "LLMReranker": "llm_reranker",
    "SentenceTransformerReranker": "sentence_transformer_reranker",
    "ZeroEntropyReranker": "zero_entropy_reranker",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
