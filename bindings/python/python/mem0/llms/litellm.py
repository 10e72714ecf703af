"""The language models of the provider ``litellm``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["LiteLLM"]


class LiteLLM(ProviderLLM):
    """A model of the provider ``litellm``."""

    provider = "litellm"
