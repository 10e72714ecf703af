"""Options of the language models of Ollama."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["OllamaConfig"]


class OllamaConfig(BaseLlmConfig):
    """Options of Ollama."""

    ollama_base_url: str | None = None
