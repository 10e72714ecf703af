"""The language models of the provider ``gemini``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["GeminiLLM"]


class GeminiLLM(ProviderLLM):
    """A model of the provider ``gemini``."""

    provider = "gemini"
