"""Options of the language models of OpenAI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["OpenAIConfig"]


class OpenAIConfig(BaseLlmConfig):
    """Options of OpenAI, and every server that speaks its language."""

    openai_base_url: str | None = None
    models: Sequence[str] | None = None
    route: str | None = "fallback"
    openrouter_base_url: str | None = None
    site_url: str | None = None
    app_name: str | None = None
    store: bool | None = None
    response_callback: Callable[..., Any] | None = None
