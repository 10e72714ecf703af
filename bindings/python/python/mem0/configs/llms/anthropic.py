"""Options of the language models of Anthropic."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["AnthropicConfig"]


class AnthropicConfig(BaseLlmConfig):
    """Options of Anthropic."""

    top_p: float | None = None
    anthropic_base_url: str | None = None
    enable_sampling_parameters: bool | None = None
