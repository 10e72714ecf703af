"""The language models of the provider ``azure_openai_structured``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["AzureOpenAIStructuredLLM"]


class AzureOpenAIStructuredLLM(ProviderLLM):
    """A model of the provider ``azure_openai_structured``."""

    provider = "azure_openai_structured"
