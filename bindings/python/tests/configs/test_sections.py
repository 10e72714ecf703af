"""The parts of a configuration, and what the engine hears of them."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from mem0 import Memory, _native
from mem0.configs.base import (
    EmbedderConfig,
    GraphStoreConfig,
    LlmConfig,
    MemoryConfig,
    RerankerConfig,
    VectorStoreConfig,
)
from mem0.configs.embeddings.base import BaseEmbedderConfig
from mem0.configs.llms.ollama import OllamaConfig
from mem0.configs.providers import built_in, provider_names
from mem0.configs.vector_stores.pinecone import PineconeConfig
from mem0.configs.vector_stores.qdrant import QdrantConfig
from mem0.exceptions import ConfigurationError

SECTIONS: dict[str, Any] = {
    "llm": LlmConfig,
    "embedder": EmbedderConfig,
    "vector_store": VectorStoreConfig,
    "graph_store": GraphStoreConfig,
    "reranker": RerankerConfig,
}

GRAPHS: dict[str, dict[str, Any]] = {
    "neo4j": {"url": "bolt://h", "username": "u", "password": "p", "database": "neo4j"},
    "memgraph": {"url": "bolt://h", "username": "u", "password": "p"},
    "neptune": {"endpoint": "neptune-graph://g-1"},
    "neptunedb": {"endpoint": "neptune-db://host"},
    "kuzu": {"db": ":memory:"},
    "apache_age": {"database": "d", "username": "u", "password": "p"},
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in SECTIONS for name in built_in(kind)])
def test_every_provider_of_the_engine_can_be_named(kind: str, name: str) -> None:
    section = SECTIONS[kind](provider=name)
    assert section.provider == name
    assert getattr(MemoryConfig(**{kind: {"provider": name}}), kind) == section


@pytest.mark.parametrize("kind", SECTIONS)
def test_an_unknown_provider_is_refused_with_the_nearest_and_all(kind: str) -> None:
    name = provider_names(kind)[0]
    wrong = f"{name}x"
    with pytest.raises(ConfigurationError, match=f"{kind}.provider") as caught:
        SECTIONS[kind](provider=wrong)
    assert f"Did you mean '{name}'" in str(caught.value) and wrong in str(caught.value)
    assert set(caught.value.details["known"]) == set(provider_names(kind))
    section = SECTIONS[kind]()
    with pytest.raises(ConfigurationError, match=wrong):
        section.provider = wrong


@pytest.mark.parametrize("kind", SECTIONS)
@pytest.mark.parametrize("config", [5, "words", [1]])
def test_options_are_an_object(kind: str, config: Any) -> None:
    provider = "sqlite" if kind == "vector_store" else provider_names(kind)[0]
    with pytest.raises(ConfigurationError, match="config"):
        SECTIONS[kind](provider=provider, config=config)
    with pytest.raises(ConfigurationError, match=SECTIONS[kind].__name__):
        MemoryConfig(**{kind: config})


def test_typed_options_and_dictionaries_mean_the_same() -> None:
    typed = LlmConfig(provider="ollama", config=OllamaConfig(model="qwen2.5:7b", temperature=0.3))
    plain = LlmConfig(provider="ollama", config={"model": "qwen2.5:7b", "temperature": 0.3})
    assert typed.for_engine() == plain.for_engine()
    embedder = EmbedderConfig(provider="ollama", config=BaseEmbedderConfig(model="nomic-embed-text"))
    assert embedder.for_engine() == {"provider": "ollama", "config": {"model": "nomic-embed-text"}}


def test_options_of_a_store_become_an_object_and_only_what_was_given_goes_on() -> None:
    section = VectorStoreConfig(provider="qdrant", config={"host": "localhost", "distance": "cosine"})
    assert isinstance(section.config, QdrantConfig)
    assert section.config.collection_name == "mem0" and section.config.port is None
    assert section.for_engine() == {
        "provider": "qdrant",
        "config": {"host": "localhost", "distance": "cosine"},
    }
    assert VectorStoreConfig(provider="qdrant", config=QdrantConfig(host="h")).config == QdrantConfig(
        host="h"
    )
    with pytest.raises(ConfigurationError, match="PineconeConfig"):
        VectorStoreConfig(provider="qdrant", config=PineconeConfig(api_key="k"))


def test_other_names_of_an_option_are_understood() -> None:
    config = PineconeConfig(index_name="mem0-index", dimension=1536)
    assert (config.collection_name, config.embedding_model_dims) == ("mem0-index", 1536)
    both = PineconeConfig(index_name="alias", collection_name="proper")
    assert both.collection_name == "proper"
    assert MemoryConfig(namespace="日记").collection_name == "日记"


@pytest.mark.parametrize("provider", GRAPHS)
def test_a_graph_goes_on_only_with_options(provider: str) -> None:
    section = GraphStoreConfig(provider=provider, config=GRAPHS[provider])
    assert type(section.config).__name__.endswith("Config")
    assert section.for_engine() == {"provider": provider, "config": GRAPHS[provider]}
    assert GraphStoreConfig(provider=provider).for_engine() == {}


def test_a_graph_may_have_a_model_a_prompt_and_a_threshold_of_its_own() -> None:
    section = GraphStoreConfig(
        provider="kuzu",
        config=GRAPHS["kuzu"],
        llm={"provider": "ollama"},
        custom_prompt="只看人名",
        threshold=0.5,
    )
    assert isinstance(section.llm, LlmConfig)
    assert section.for_engine()["llm"] == {"provider": "ollama"}
    assert section.for_engine()["custom_prompt"] == "只看人名"
    with pytest.raises(ConfigurationError, match="between 0 and 1"):
        GraphStoreConfig(provider="kuzu", threshold=2)


def test_nothing_given_is_nothing_said_to_the_engine() -> None:
    config = MemoryConfig()
    assert config.for_engine() == {}
    assert (config.llm.provider, config.embedder.provider) == ("openai", "openai")
    assert config.vector_store.provider == "qdrant" and config.reranker is None
    assert config.version == "v1.1" and config.history_db_path.endswith("history.db")


def test_what_was_dumped_means_the_same_again() -> None:
    for config in (
        MemoryConfig(),
        MemoryConfig(llm={"provider": "ollama"}, path=":memory:", custom_instructions="x"),
    ):
        again = MemoryConfig(**config.model_dump())
        assert again == config and again.for_engine() == config.for_engine()
        Memory.from_config({**config.model_dump(), "path": ":memory:"}).close()
    dump = MemoryConfig().model_dump()
    assert json.loads(json.dumps(dump))["llm"] == {"provider": "openai", "config": {}}
    dump["llm"]["config"]["model"] = "m"
    assert MemoryConfig(**dump).for_engine() == {"llm": {"provider": "openai", "config": {"model": "m"}}}


def test_changes_afterwards_count() -> None:
    config = MemoryConfig()
    config.llm.provider = "ollama"
    assert isinstance(config.llm.config, dict)
    config.llm.config["model"] = "qwen2.5:7b"
    config.collection_name = "日记"
    config.embedder = {"provider": "static"}  # type: ignore[assignment]
    assert config.for_engine() == {
        "llm": {"provider": "ollama", "config": {"model": "qwen2.5:7b"}},
        "embedder": {"provider": "static"},
        "collection_name": "日记",
    }
    with pytest.warns(UserWarning, match="collection_name"):
        config.colection_name = "x"  # type: ignore[attr-defined]


def test_programs_may_add_fields_of_their_own() -> None:
    class Own(MemoryConfig):
        team: str | None = None

    config = Own(team="研究", llm={"provider": "ollama"})
    assert config.team == "研究" and config.model_dump()["team"] == "研究"
    assert Own(**config.model_dump()) == config != MemoryConfig(llm={"provider": "ollama"})


def test_sections_keep_to_their_places() -> None:
    with pytest.raises(ConfigurationError, match="EmbedderConfig"):
        MemoryConfig(embedder=LlmConfig())  # type: ignore[arg-type]


def test_a_pydantic_like_object_of_options_is_read() -> None:
    class Options:
        def __init__(self) -> None:
            self.model = "m"

    assert LlmConfig(provider="ollama", config=Options()).for_engine()["config"] == {"model": "m"}  # type: ignore[arg-type]


def test_nothing_that_the_engine_can_be_told_is_missing() -> None:
    in_force = _native.Engine({"path": ":memory:", "embedder": {"provider": "static"}}).config()
    top = {key for key in in_force if "." not in key}
    assert top <= set(MemoryConfig.model_fields)


def test_the_pieces_that_programs_set_reach_the_engine() -> None:
    config = MemoryConfig(
        path=":memory:",
        pipeline="local",
        durability="full",
        episodes="off",
        includes="食物",
        embedder={"provider": "static"},
    )
    with Memory(config) as memory:
        settings = memory.settings
    assert settings["pipeline"] == "local" and settings["durability"] == "full"
    assert settings["episodes"] == "off" and settings["includes"] == "食物"
    with pytest.raises(ConfigurationError, match="durability"):
        Memory({"path": ":memory:", "durability": "sometimes"})


def test_objects_among_options_are_left_out_or_refused(caplog: pytest.LogCaptureFixture) -> None:
    section = LlmConfig(provider="openai", config={"model": "m", "response_callback": print})
    assert section.for_engine()["config"] == {"model": "m"}
    assert "response_callback" in caplog.text
    store = VectorStoreConfig(provider="qdrant", config={"client": object()})
    with pytest.raises(ConfigurationError, match=r"vector_store\.config\.client"):
        store.for_engine()


def test_wrapped_values_are_taken_out() -> None:
    class Secret:
        def get_secret_value(self) -> str:
            return "k"

    class Choice(Enum):
        ONE = "one"

    model = object()
    given = {
        "api_key": Secret(),
        "openai_base_url": Choice.ONE,
        "model": model,
        "app_name": Path("/x"),
        "models": ["a"],
    }
    assert LlmConfig(provider="langchain", config=given).for_engine()["config"] == {
        "api_key": "k",
        "openai_base_url": "one",
        "model": model,
        "app_name": "/x",
        "models": ["a"],
    }
