"""The language models of the provider ``xai``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["XAILLM"]


class XAILLM(ProviderLLM):
    """A model of the provider ``xai``."""

    provider = "xai"
