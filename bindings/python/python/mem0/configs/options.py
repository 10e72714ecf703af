"""Options that somebody gave, in whichever form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from mem0.configs.model import Model

__all__ = ["options_of", "typed"]

Options = TypeVar("Options", bound=Model)


def options_of(config: Any) -> dict[str, Any]:
    """What was given of a dictionary, a typed object or any other, and nothing that is there by default.

    Example:
        >>> from mem0.configs.llms.ollama import OllamaConfig
        >>> options_of(OllamaConfig(model="qwen2.5:7b"))
        {'model': 'qwen2.5:7b'}
    """
    if config is None:
        return {}
    if isinstance(config, Mapping):
        return dict(config)
    if callable(dump := getattr(config, "model_dump", None)):
        return dict(dump(exclude_unset=True))
    return dict(vars(config))


def typed(config: Any, cls: type[Options]) -> Options:
    """The options as an object of a class; those that it doesn't know are left out."""
    if isinstance(config, cls):
        return config
    return cls(**{name: value for name, value in options_of(config).items() if name in cls.model_fields})
