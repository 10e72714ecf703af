"""The language models of the provider ``azure_openai``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["AzureOpenAILLM"]


class AzureOpenAILLM(ProviderLLM):
    """A model of the provider ``azure_openai``."""

    provider = "azure_openai"
