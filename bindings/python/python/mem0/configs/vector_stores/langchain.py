"""Options of LangChain as a store."""

from __future__ import annotations

from typing import Any

from mem0.configs.vector_stores.base import StoreConfig

__all__ = ["LangchainConfig"]


class LangchainConfig(StoreConfig):
    """Options of LangChain."""

    client: Any
