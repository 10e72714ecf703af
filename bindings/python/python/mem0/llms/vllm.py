"""The language models of the provider ``vllm``, by themselves."""

from __future__ import annotations

from mem0.llms.provider import ProviderLLM

__all__ = ["VllmLLM"]


class VllmLLM(ProviderLLM):
    """A model of the provider ``vllm``."""

    provider = "vllm"
