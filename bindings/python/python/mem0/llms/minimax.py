"""The language models of the provider ``minimax``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["MiniMaxLLM"]


class MiniMaxLLM(ProviderLLM):
    """A model of the provider ``minimax``."""

    provider = "minimax"
