"""The language models of the provider ``langchain``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["LangchainLLM"]


class LangchainLLM(ProviderLLM):
    """A model of the provider ``langchain``."""

    provider = "langchain"
