"""Which providers there are; the list is the engine's own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mem0.exceptions import ConfigurationError

from .model import UnknownSettingError, nearest

__all__ = ["built_in", "check_options", "check_provider", "provider_names", "registered"]

#: Where the program's own providers are kept, by kind.
_FACTORIES = {
    "llm": "LlmFactory",
    "embedder": "EmbedderFactory",
    "vector_store": "VectorStoreFactory",
    "graph_store": "GraphStoreFactory",
    "reranker": "RerankerFactory",
}


@lru_cache(maxsize=1)
def _providers() -> tuple[Mapping[str, Any], ...]:
    from mem0 import _native

    return tuple(_native.providers())


def built_in(kind: str, *, available: bool = False) -> list[str]:
    """The names of the engine's providers of a kind, other names of them included.

    Args:
        kind: ``llm``, ``embedder``, ``vector_store``, ``graph_store`` or ``reranker``.
        available: Only those that are there already.
    """
    rows = [row for row in _providers() if row["kind"] == kind and (row["available"] or not available)]
    return [name for row in rows for name in (row["name"], *row["aliases"])]


def provider_names(kind: str) -> list[str]:
    """The names of all providers of a kind, those of the program's own included."""
    return [*built_in(kind), *registered(kind)]


def registered(kind: str) -> list[str]:
    """The names of providers that the program brought along; see :mod:`mem0.utils.factory`."""
    factories = sys.modules.get("mem0.utils.factory")
    if factories is None:
        return []
    names: list[str] = getattr(factories, _FACTORIES[kind]).registered()
    return names


def check_provider(kind: str, name: object) -> None:
    """Refuses a provider that nobody knows, and names the nearest one.

    Raises:
        ConfigurationError: There is none of this name.
    """
    known = provider_names(kind)
    if name in known or name == "none":
        return
    meant = nearest(name, known) if isinstance(name, str) else None
    hint = f" Did you mean {meant!r}?" if meant else ""
    raise ConfigurationError(
        f"Unsupported {kind.replace('_', ' ')} provider: {name} (key `{kind}.provider`).{hint} "
        f"Known: {', '.join(sorted(known))}",
        "CONFIG_UNKNOWN_PROVIDER",
        details={"key": f"{kind}.provider", "value": name, "nearest": meant, "known": sorted(known)},
        suggestion=f"Write {meant!r}." if meant else None,
    )


def _names(row: Mapping[str, Any]) -> list[str]:
    """The options of a provider, other names of them included."""
    return [name for it in row["settings"] for name in (it["name"], *it.get("aliases", ()))]


@lru_cache(maxsize=2)
def _option_names(kind: str) -> frozenset[str]:
    """The options that any provider of a kind takes, here or in the original."""
    names = {name for row in _providers() if row["kind"] == kind for name in _names(row)}
    folder = "llms" if kind == "llm" else "embeddings"
    from importlib import import_module
    from pkgutil import iter_modules

    from .model import Model

    package = import_module(f"mem0.configs.{folder}")
    for module in iter_modules(package.__path__):
        for value in vars(import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Model):
                names.update(value.model_fields)
    return frozenset(names)


def check_options(kind: str, provider: object, options: Mapping[str, Any]) -> None:
    """Refuses an option of a model that no provider has, and names the nearest one.

    An option that another provider has is let through: programs change the provider and leave the rest.

    Raises:
        UnknownSettingError: There is none of this name. Also a ``TypeError``.
    """
    if kind not in ("llm", "embedder") or provider in registered(kind):
        return
    rows = [row for row in _providers() if row["kind"] == kind and provider in (row["name"], *row["aliases"])]
    names = {name for row in rows for name in _names(row)}
    own = {setting["name"] for row in rows for setting in row["settings"]}
    for key in options:
        # The original's sections repeat the provider's name among its options.
        if key in names or key == "provider" or key in _option_names(kind):
            continue
        meant = nearest(key, own)
        hint = f" Did you mean `{meant}`?" if meant else ""
        raise UnknownSettingError(
            f"`{kind}.config.{key}`: {provider} has no such option.{hint} Known: {', '.join(sorted(own))}",
            details={"key": f"{kind}.config.{key}", "nearest": meant, "known": sorted(own)},
            suggestion=f"Write `{meant}`." if meant else "Leave it out.",
        )
