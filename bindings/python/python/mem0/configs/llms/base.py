"""Options that all language models share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.model import Model

__all__ = ["BaseLlmConfig"]


class BaseLlmConfig(Model):
    """What can be said about any language model.

    Only what is given is handed on: a provider's own defaults hold for the rest.

    Example:
        >>> BaseLlmConfig(model="qwen2.5:7b", temperature=0.0).model_dump(exclude_unset=True)
        {'model': 'qwen2.5:7b', 'temperature': 0.0}
    """

    _by_position: ClassVar[tuple[str, ...]] = (
        *("model", "temperature", "api_key", "max_tokens", "top_p", "top_k"),
        *("enable_vision", "vision_details"),
    )

    model: str | Mapping[str, Any] | None = None
    temperature: float | None = 0.1
    api_key: str | None = None
    max_tokens: int | None = 2000
    top_p: float | None = 0.1
    top_k: int | None = 1
    enable_vision: bool = False
    vision_details: str | None = "auto"
    reasoning_effort: str | None = None
    http_client_proxies: Mapping[str, Any] | str | None = None
    is_reasoning_model: bool | None = None
