"""Which store, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

from mem0.configs.section import Section
from mem0.configs.vector_stores.base import StoreConfig, store_config
from mem0.exceptions import ConfigurationError

__all__ = ["VectorStoreConfig"]


class VectorStoreConfig(Section):
    """The store: a provider and its options.

    Options of a provider that has a class for them become an object of it, so that
    ``section.config.collection_name`` works; keys that it doesn't know are refused.

    Example:
        >>> section = VectorStoreConfig(provider="qdrant", config={"host": "localhost", "port": 6333})
        >>> section.config.port
        6333

    Raises:
        ConfigurationError: There is no such provider, or no such option; the message names the nearest.
    """

    _kind: ClassVar[str] = "vector_store"

    provider: str = "qdrant"
    config: Mapping[str, Any] | StoreConfig | None = None

    def _coerced(self, name: str, value: Any) -> Any:
        value = super()._coerced(name, value)
        if name != "config":
            return value
        provider = self.__dict__["provider"]
        options = store_config(provider)
        if options is not None and value is None:
            # So that programs can read the defaults, and set what they want otherwise. Some stores
            # have none without what must be given.
            with suppress(ConfigurationError):
                value = options()
            return value
        # A section without a provider means the store in this program, whose options are the engine's.
        if options is None or "provider" not in self._given:
            return value
        if isinstance(value, StoreConfig):
            if not isinstance(value, options):
                raise self._error(
                    "vector_store.config",
                    f"{type(value).__name__} holds no options of {provider!r}: {options.__name__} does",
                )
            return value
        return options(**value)
