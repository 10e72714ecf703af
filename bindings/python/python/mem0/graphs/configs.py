"""Which graph of relations, with which options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from mem0.configs.model import Model
from mem0.configs.section import Section
from mem0.llms.configs import LlmConfig

__all__ = [
    "ApacheAgeConfig",
    "GraphStoreConfig",
    "KuzuConfig",
    "MemgraphConfig",
    "Neo4jConfig",
    "NeptuneConfig",
]


class _GraphOptions(Model):
    """Options of a graph store; some must be given."""

    _needed: ClassVar[tuple[str, ...]] = ()

    def _check(self) -> None:
        missing = [name for name in self._needed if not getattr(self, name)]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            raise self._error(missing[0], f"please provide {names}")


class Neo4jConfig(_GraphOptions):
    """Options of Neo4j: ``url``, ``username`` and ``password`` must be given."""

    _needed: ClassVar[tuple[str, ...]] = ("url", "username", "password")

    url: str | None = None
    username: str | None = None
    password: str | None = None
    database: str | None = None
    base_label: bool | None = None


class MemgraphConfig(_GraphOptions):
    """Options of Memgraph: ``url``, ``username`` and ``password`` must be given."""

    _needed: ClassVar[tuple[str, ...]] = ("url", "username", "password")

    url: str | None = None
    username: str | None = None
    password: str | None = None


class NeptuneConfig(_GraphOptions):
    """Options of Neptune; ``endpoint`` is ``neptune-graph://<graph id>`` or ``neptune-db://<host>``."""

    _needed: ClassVar[tuple[str, ...]] = ("endpoint",)

    endpoint: str | None = None
    app_id: str | None = "Mem0"
    base_label: bool | None = None
    collection_name: str | None = None

    def _check(self) -> None:
        super()._check()
        if not str(self.endpoint).startswith(("neptune-graph://", "neptune-db://")):
            raise self._error(
                "endpoint", f"it begins with neptune-graph:// or neptune-db://, unlike {self.endpoint!r}"
            )


class KuzuConfig(_GraphOptions):
    """Options of Kuzu."""

    db: str | None = ":memory:"


class ApacheAgeConfig(_GraphOptions):
    """Options of Apache AGE: ``database``, ``username`` and ``password`` must be given."""

    _needed: ClassVar[tuple[str, ...]] = ("database", "username", "password")

    host: str | None = "localhost"
    port: int | None = 5432
    database: str | None = None
    username: str | None = None
    password: str | None = None
    graph_name: str | None = "mem0_graph"


_OPTIONS: dict[str, type[_GraphOptions]] = {
    "neo4j": Neo4jConfig,
    "memgraph": MemgraphConfig,
    "neptune": NeptuneConfig,
    "neptunedb": NeptuneConfig,
    "kuzu": KuzuConfig,
    "apache_age": ApacheAgeConfig,
}


class GraphStoreConfig(Section):
    """The graph of relations; it is on when ``config`` is given.

    Example:
        >>> GraphStoreConfig(
        ...     provider="neo4j",
        ...     config={"url": "bolt://localhost:7687", "username": "neo4j", "password": "secret"},
        ... ).config
        Neo4jConfig(url='bolt://localhost:7687', username='neo4j', password='********')

    Raises:
        ConfigurationError: There is no such provider or option, or one is missing.
    """

    _kind: ClassVar[str] = "graph_store"

    provider: str = "neo4j"
    config: (
        Mapping[str, Any] | Neo4jConfig | MemgraphConfig | NeptuneConfig | KuzuConfig | ApacheAgeConfig | None
    ) = None
    llm: LlmConfig | None = None
    custom_prompt: str | None = None
    threshold: float = 0.7

    def _coerced(self, name: str, value: Any) -> Any:
        if name == "llm" and value is not None:
            return LlmConfig.model_validate(value)
        if name == "threshold" and not (isinstance(value, (int, float)) and 0.0 <= value <= 1.0):
            raise self._error("graph_store.threshold", f"it must be between 0 and 1, not {value!r}")
        value = super()._coerced(name, value)
        options = _OPTIONS.get(self.__dict__["provider"])
        if name == "config" and options is not None and isinstance(value, Mapping):
            return options(**value)
        return value

    def for_engine(self) -> dict[str, Any]:
        if self.config is None:
            return {}
        section = {"provider": self.provider, **super().for_engine()}
        for name in ("custom_prompt", "threshold"):
            if name in self._given and getattr(self, name) is not None:
                section[name] = getattr(self, name)
        if self.llm is not None:
            section["llm"] = self.llm.for_engine()
        return section
