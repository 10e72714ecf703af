"""The language models of the provider ``together``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["TogetherLLM"]


class TogetherLLM(ProviderLLM):
    """A model of the provider ``together``."""

    provider = "together"
