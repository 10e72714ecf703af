"""Which embedding model, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.embeddings.base import BaseEmbedderConfig
from mem0.configs.section import Section

__all__ = ["EmbedderConfig"]


class EmbedderConfig(Section):
    """The embedding model: a provider and its options.

    Example:
        >>> EmbedderConfig(provider="openai", config={"model": "text-embedding-3-small"})
        EmbedderConfig(provider='openai', config={'model': 'text-embedding-3-small'})

    Raises:
        ConfigurationError: There is no such provider; the message names the nearest.
    """

    _kind: ClassVar[str] = "embedder"

    provider: str = "openai"
    config: Mapping[str, Any] | BaseEmbedderConfig | None = {}
