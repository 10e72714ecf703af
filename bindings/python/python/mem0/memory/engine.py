"""From a configuration to the engine behind a memory."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from mem0.exceptions import ConfigurationError

if TYPE_CHECKING:
    from mem0._native import Engine
    from mem0.configs.base import MemoryConfig
    from mem0.memory.views import HistoryView, StoreView

__all__ = ["EngineHolder", "config_of"]


def config_of(config: MemoryConfig | Mapping[str, Any] | None) -> MemoryConfig:
    """The configuration as an object.

    Raises:
        ConfigurationError: It is neither an object nor a dictionary, or can't be used.
    """
    from mem0.configs.base import MemoryConfig

    if config is None:
        return MemoryConfig()
    if isinstance(config, MemoryConfig):
        return config
    if isinstance(config, Mapping):
        return MemoryConfig(**config)
    if callable(dump := getattr(config, "model_dump", None)):
        return MemoryConfig(**dump(exclude_unset=True))
    raise ConfigurationError(f"config: a MemoryConfig or a dictionary is wanted, not {type(config).__name__}")


class EngineHolder:
    """What ``Memory`` and ``AsyncMemory`` have in common: a configuration and the engine made of it."""

    _config: MemoryConfig
    _engine: Engine

    def __init__(self, config: MemoryConfig | Mapping[str, Any] | None = None) -> None:
        from mem0._native import Engine

        self._config = config_of(config)
        values: dict[str, Any] = self._config.for_engine()
        parts: dict[str, Any] = {}
        # Providers of the program's own are there only if somebody registered some.
        if factories := sys.modules.get("mem0.utils.factory"):
            values, parts = factories.own_parts(values)
        self._engine = Engine(values, **parts)

    @property
    def config(self) -> MemoryConfig:
        """The configuration that was given."""
        return self._config

    @property
    def settings(self) -> dict[str, Any]:
        """Every setting in force by its whole key, such as ``llm.config.model``; secrets are hidden."""
        return self._engine.config()

    @property
    def api_version(self) -> str:
        """The version of the result format; only reported."""
        return self._config.version

    @property
    def collection_name(self) -> str:
        """The room in the store."""
        return str(self.settings.get("collection_name", "mem0"))

    @property
    def enable_graph(self) -> bool:
        """Whether a graph of relations is configured."""
        return self._config.graph_store.config is not None

    @property
    def custom_instructions(self) -> str | None:
        """What every extraction heeds."""
        return self._config.custom_instructions

    @property
    def vector_store(self) -> StoreView:
        """The store by itself, with ``search``, ``list``, ``get`` and ``delete``; calls wait."""
        from mem0.memory.views import StoreView

        return StoreView(self._engine, self.collection_name)

    @property
    def db(self) -> HistoryView:
        """The history by itself, with ``get_history(memory_id)``; calls wait."""
        from mem0.memory.views import HistoryView

        return HistoryView(self._engine)

    @property
    def llm(self) -> Any:
        """The language model by itself, with ``generate_response(messages)``; ``None`` without one."""
        from mem0.utils.factory import LlmFactory

        if self.settings.get("llm.provider", "none") == "none":
            return None
        return self._part(LlmFactory, "llm")

    @property
    def embedding_model(self) -> Any:
        """The embedding model by itself, with ``embed(text)``."""
        from mem0.utils.factory import EmbedderFactory

        return self._part(EmbedderFactory, "embedder")

    def _part(self, factory: Any, kind: str) -> Any:
        section = self._config.for_engine().get(kind) or {}
        provider = section.get("provider") or self.settings[f"{kind}.provider"]
        return factory.create(provider, section.get("config"))

    def close(self) -> None:
        """Lets go of the store; later calls fail. Closing again does nothing."""
        self._engine.close()

    def __repr__(self) -> str:
        settings = self.settings
        shown = ("path", "collection_name", "llm.provider", "embedder.provider")
        inner = ", ".join(f"{key}={settings[key]!r}" for key in shown if key in settings)
        return f"<{type(self).__name__} {inner}>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        name = type(self).__name__
        raise TypeError(
            f"{name} can't be pickled or copied: it holds an open store. Pickle its `config`, and make a new "
            f"one of it where it arrives: {name}(config)"
        )
