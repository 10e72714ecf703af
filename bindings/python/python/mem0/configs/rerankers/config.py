"""Which reranker, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.rerankers.base import BaseRerankerConfig
from mem0.configs.section import Section

__all__ = ["RerankerConfig"]


class RerankerConfig(Section):
    """The reranker: a provider and its options.

    Raises:
        ConfigurationError: There is no such provider; the message names the nearest.
    """

    _kind: ClassVar[str] = "reranker"

    provider: str = "cohere"
    config: Mapping[str, Any] | BaseRerankerConfig | None = None

    def _refuse(self, key: str) -> None:
        raise self._unknown(key)

    def for_engine(self) -> dict[str, Any]:
        return {"provider": self.provider, **super().for_engine()}
