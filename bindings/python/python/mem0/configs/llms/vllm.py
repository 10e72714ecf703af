"""Options of the language models of vLLM."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["VllmConfig"]


class VllmConfig(BaseLlmConfig):
    """Options of vLLM."""

    vllm_base_url: str | None = None
