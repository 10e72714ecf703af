"""Which language model, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.llms.base import BaseLlmConfig
from mem0.configs.section import Section

__all__ = ["LlmConfig"]


class LlmConfig(Section):
    """The language model: a provider and its options.

    Example:
        >>> LlmConfig(provider="ollama", config={"model": "qwen2.5:7b"})
        LlmConfig(provider='ollama', config={'model': 'qwen2.5:7b'})

    Raises:
        ConfigurationError: There is no such provider; the message names the nearest.
    """

    _kind: ClassVar[str] = "llm"

    provider: str = "openai"
    config: Mapping[str, Any] | BaseLlmConfig | None = {}
