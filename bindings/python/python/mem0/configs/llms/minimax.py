"""Options of the language models of MiniMax."""

from __future__ import annotations

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["MinimaxConfig"]


class MinimaxConfig(BaseLlmConfig):
    """Options of MiniMax."""

    minimax_base_url: str | None = None
