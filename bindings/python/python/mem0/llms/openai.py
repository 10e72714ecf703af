"""The language models of the provider ``openai``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["OpenAILLM"]


class OpenAILLM(ProviderLLM):
    """A model of the provider ``openai``."""

    provider = "openai"
