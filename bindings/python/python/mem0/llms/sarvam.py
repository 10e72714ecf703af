"""The language models of the provider ``sarvam``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["SarvamLLM"]


class SarvamLLM(ProviderLLM):
    """A model of the provider ``sarvam``."""

    provider = "sarvam"
