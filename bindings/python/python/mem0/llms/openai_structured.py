"""The language models of the provider ``openai_structured``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["OpenAIStructuredLLM"]


class OpenAIStructuredLLM(ProviderLLM):
    """A model of the provider ``openai_structured``."""

    provider = "openai_structured"
