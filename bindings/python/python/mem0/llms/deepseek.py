"""The language models of the provider ``deepseek``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["DeepSeekLLM"]


class DeepSeekLLM(ProviderLLM):
    """A model of the provider ``deepseek``."""

    provider = "deepseek"
