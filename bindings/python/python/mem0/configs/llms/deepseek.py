"""Options of the language models of DeepSeek."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["DeepSeekConfig"]


class DeepSeekConfig(BaseLlmConfig):
    """Options of DeepSeek."""

    deepseek_base_url: str | None = None
