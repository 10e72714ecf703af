"""The language models of the provider ``groq``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["GroqLLM"]


class GroqLLM(ProviderLLM):
    """A model of the provider ``groq``."""

    provider = "groq"
