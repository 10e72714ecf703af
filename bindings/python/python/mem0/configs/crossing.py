"""What of a section can be handed to the engine: values, and models that are objects."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from enum import Enum
from os import PathLike, fspath
from typing import Any

from mem0.exceptions import ConfigurationError

__all__ = ["crossing"]

#: Sections in which an object is refused: without it, another store than the one that was meant would open.
#: The one that is taken is the vector store itself, at ``client`` of the provider ``langchain``.
_STORES = ("vector_store", "graph_store")

#: The provider whose store is an object of the program, by its two names.
_OWN_STORES = ("langchain", "given")


def crossing(kind: str, config: Mapping[str, Any], provider: object = None) -> dict[str, Any]:
    """The options without what only Python can hold.

    Args:
        kind: The section.
        config: Its options. An object at ``model`` is a model of the program's own, and one at ``client`` a
            vector store: they stay. Secrets of pydantic are taken out of their wrappers; functions and other
            objects are left out with a warning.
        provider: The section's provider.

    Raises:
        ConfigurationError: An object stands for the store itself, or none does where one must.
    """
    is_own_store = kind in _STORES and provider in _OWN_STORES
    if is_own_store and _is_plain(client := _unwrapped(config.get("client"))):
        raise ConfigurationError(
            f"`{kind}.config.client` must be a vector store such as LangChain's, not {type(client).__name__}",
            details={"key": f"{kind}.config.client"},
        )
    options: dict[str, Any] = {}
    for key, value in config.items():
        plain = _unwrapped(value)
        is_own = is_own_store and key == "client" or key == "model" and kind not in _STORES
        if _is_plain(plain) or is_own:
            options[key] = plain
        elif kind in _STORES:
            raise ConfigurationError(
                f"`{kind}.config.{key}` is an object ({type(value).__name__}), which the engine can't use: "
                "it opens its stores itself. Say where the store is instead: `path`, `host`, `url`",
                details={"key": f"{kind}.config.{key}"},
            )
        else:
            logging.getLogger("mem0").warning(
                "`%s.config.%s` is an object (%s) and has no effect", kind, key, type(value).__name__
            )
    return options


def _unwrapped(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, PathLike):
        return fspath(value)
    secret = getattr(value, "get_secret_value", None)
    return secret() if callable(secret) else value


def _is_plain(value: Any) -> bool:
    if value is None or isinstance(value, (str, bool, int, float, date, Mapping)):
        return True
    if isinstance(value, (list, tuple)):
        return all(_is_plain(item) for item in value)
    return hasattr(value, "model_dump")
