"""Options of the language models of Google Gemini."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["GeminiConfig"]


class GeminiConfig(BaseLlmConfig):
    """Options of Google Gemini."""

    vertexai: bool | None = None
    project: str | None = None
    location: str | None = None
