"""Options of the language models of xAI."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["XAIConfig"]


class XAIConfig(BaseLlmConfig):
    """Options of xAI."""

    xai_base_url: str | None = None
