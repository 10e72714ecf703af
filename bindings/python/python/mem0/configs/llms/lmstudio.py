"""Options of the language models of LM Studio."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mem0.configs.llms.base import BaseLlmConfig

__all__ = ["LMStudioConfig"]


class LMStudioConfig(BaseLlmConfig):
    """Options of LM Studio."""

    lmstudio_base_url: str | None = None
    lmstudio_response_format: Mapping[str, Any] | None = None
