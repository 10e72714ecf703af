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
_STORES = ("vector_store", "graph_store")


def crossing(kind: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """The options without what only Python can hold.

    Args:
        kind: The section.
        config: Its options. An object at ``model`` is a model of the program's own, and stays; secrets of
            pydantic are taken out of their wrappers; functions and other objects are left out with a warning.

    Raises:
        ConfigurationError: An object stands for the store itself.
    """
    options: dict[str, Any] = {}
    for key, value in config.items():
        plain = _unwrapped(value)
        if _is_plain(plain) or (key == "model" and kind not in _STORES):
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
