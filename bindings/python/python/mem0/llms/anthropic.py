"""The language models of the provider ``anthropic``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["AnthropicLLM"]


class AnthropicLLM(ProviderLLM):
    """A model of the provider ``anthropic``."""

    provider = "anthropic"
