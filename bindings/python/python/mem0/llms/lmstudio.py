"""The language models of the provider ``lmstudio``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["LMStudioLLM"]


class LMStudioLLM(ProviderLLM):
    """A model of the provider ``lmstudio``."""

    provider = "lmstudio"
