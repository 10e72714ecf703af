"""The language models of the provider ``ollama``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["OllamaLLM"]


class OllamaLLM(ProviderLLM):
    """A model of the provider ``ollama``."""

    provider = "ollama"
