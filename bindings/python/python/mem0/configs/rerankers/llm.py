"""Options of a language model that judges as a reranker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.rerankers.base import BaseRerankerConfig

__all__ = ["LLMRerankerConfig"]


class LLMRerankerConfig(BaseRerankerConfig):
    """Options of a language model that judges."""

    model: str | None = "gpt-5-mini"
    provider: str | None = "openai"
    temperature: float = 0.0
    max_tokens: int = 100
    scoring_prompt: str | None = None
    llm: Mapping[str, Any] | None = None
