"""Section 2: every way in which a configuration may be written, in both eras."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory
from mem0.configs.base import (
    EmbedderConfig,
    GraphStoreConfig,
    LlmConfig,
    MemoryConfig,
    RerankerConfig,
    VectorStoreConfig,
)
from mem0.exceptions import ConfigurationError

LOCAL_OLLAMA: dict[str, Any] = {
    "llm": {
        "provider": "ollama",
        "config": {"model": "llama3.1:8b", "ollama_base_url": "http://localhost:11434"},
    },
    "embedder": {"provider": "ollama", "config": {"model": "nomic-embed-text"}},
    "vector_store": {
        "provider": "chroma",
        "config": {"collection_name": "my_memories", "path": "./chroma_db"},
    },
}
SEED: dict[str, dict[str, Any]] = {
    "a host without a port": {
        "vector_store": {"provider": "qdrant", "config": {"host": "localhost"}},
        "llm": {"provider": "openai", "config": {"model": "gpt-4.1-nano-2025-04-14"}},
        "embedder": {"provider": "openai", "config": {"model": "text-embedding-3-small"}},
    },
    "numbers for the model": {
        "llm": {
            "provider": "openai",
            "config": {"model": "gpt-4.1-nano-2025-04-14", "temperature": 0.1, "max_tokens": 1000},
        },
        "embedder": {"provider": "openai", "config": {"model": "text-embedding-3-small"}},
    },
    "ollama and chroma": LOCAL_OLLAMA,
    "a graph": {
        "graph_store": {
            "provider": "neo4j",
            "config": {
                "url": "bolt://localhost:7687",
                "username": "neo4j",
                "password": "password",
                "database": "neo4j",
            },
        }
    },
    "flat keys of azure, a pinecone index": {
        "llm": {
            "provider": "azure_openai",
            "config": {
                "model": "gpt-4",
                "azure_endpoint": "https://your-resource.openai.azure.com/",
                "api_key": "your-api-key",
                "api_version": "2024-02-01",
            },
        },
        "vector_store": {
            "provider": "pinecone",
            "config": {"api_key": "your-pinecone-key", "index_name": "mem0-index", "dimension": 1536},
        },
    },
    "a distance": {
        "vector_store": {
            "provider": "qdrant",
            "config": {
                "host": "localhost",
                "port": 6333,
                "collection_name": "memories",
                "embedding_model_dims": 1536,
                "distance": "cosine",
            },
        }
    },
    "prompts of the first era": {
        "history_db_path": "~/.mem0/history.db",
        "version": "v1.1",
        "custom_fact_extraction_prompt": "自定义提示词...",
        "custom_update_memory_prompt": "自定义提示词...",
    },
    "instructions of the second era": {"custom_instructions": "只记住喜好"},
}


@pytest.mark.parametrize("config", SEED.values(), ids=SEED.keys())
def test_every_configuration_of_the_seed_is_taken_as_words_and_as_a_dictionary(
    config: dict[str, Any],
) -> None:
    assert MemoryConfig(**config) == MemoryConfig(**config)
    # Making a memory asks nobody: no server of these runs here.
    ways: list[Callable[[], Memory]] = [
        lambda: Memory(MemoryConfig(**config)),
        lambda: Memory(config=MemoryConfig(**config)),
        lambda: Memory(config),
        lambda: Memory.from_config(config),
    ]
    for make in ways:
        try:
            make().close()
        except ConfigurationError as error:
            # The only reason for which a known provider may be refused.
            if "not available yet" not in str(error):
                raise


def test_typed_parts_are_the_same_as_dictionaries() -> None:
    graph = {"url": "bolt://localhost:7687", "username": "neo4j", "password": "password"}
    typed = MemoryConfig(
        vector_store=VectorStoreConfig(provider="qdrant", config={"host": "localhost"}),
        llm=LlmConfig(provider="openai", config={"model": "gpt-4.1-nano"}),
        embedder=EmbedderConfig(provider="openai", config={"model": "text-embedding-3-small"}),
        graph_store=GraphStoreConfig(provider="neo4j", config=graph),
        reranker=RerankerConfig(provider="cohere", config={"api_key": "key"}),
        history_db_path="~/.mem0/history.db",
        version="v1.1",
    )
    plain = MemoryConfig(
        vector_store={"provider": "qdrant", "config": {"host": "localhost"}},
        llm={"provider": "openai", "config": {"model": "gpt-4.1-nano"}},
        embedder={"provider": "openai", "config": {"model": "text-embedding-3-small"}},
        graph_store={"provider": "neo4j", "config": graph},
        reranker={"provider": "cohere", "config": {"api_key": "key"}},
        history_db_path="~/.mem0/history.db",
        version="v1.1",
    )
    assert typed == plain
    assert isinstance(plain.llm, LlmConfig) and plain.llm.provider == "openai"
    assert typed != MemoryConfig()


def test_the_defaults_are_those_of_the_contract() -> None:
    config = MemoryConfig()
    assert (config.vector_store.provider, config.llm.provider, config.embedder.provider) == (
        "qdrant",
        "openai",
        "openai",
    )
    assert config.reranker is None and config.version == "v1.1"
    assert config.graph_store.provider == "neo4j" and config.graph_store.config is None
    assert config.custom_fact_extraction_prompt is None and config.custom_update_memory_prompt is None


def test_a_configuration_becomes_a_dictionary_again() -> None:
    config = MemoryConfig(llm={"provider": "openai", "config": {"model": "m"}})
    for made in (config.model_dump(), config.dict()):
        assert made["llm"]["provider"] == "openai" and made["llm"]["config"]["model"] == "m"
        assert MemoryConfig(**made) == config


def test_secrets_are_not_shown() -> None:
    config = MemoryConfig(llm={"provider": "openai", "config": {"api_key": "sk-very-secret"}})
    assert "sk-very-secret" not in repr(config) and "sk-very-secret" not in str(config)
    assert "sk-very-secret" not in repr(config.llm)


@pytest.mark.parametrize("part", ["llm", "embedder", "vector_store"])
def test_an_unknown_provider_is_a_value_error_that_names_it(part: str) -> None:
    config: dict[str, Any] = {part: {"provider": "chroms", "config": {}}}
    with pytest.raises(ValueError, match="chroms"):
        Memory.from_config(config)
    with pytest.raises(ValueError, match="chroms"):
        Memory(MemoryConfig(**config))


def test_an_unknown_key_of_a_store_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="collection_name"):
        Memory.from_config({"vector_store": {"provider": "qdrant", "config": {"colection_name": "x"}}})


@pytest.mark.parametrize("part", ["llm", "embedder"])
def test_an_unknown_option_of_a_model_is_a_type_error_that_names_the_nearest(part: str) -> None:
    config: dict[str, Any] = {part: {"provider": "openai", "config": {"modle": "x", "api_key": "k"}}}
    kept = MemoryConfig(**config)
    for make in (Memory, Memory.from_config, AsyncMemory):
        for given in (config, kept):
            with pytest.raises(TypeError, match=rf"`{part}.config.modle`.*Did you mean `model`") as caught:
                make(given)
            assert isinstance(caught.value, ConfigurationError)


def test_options_of_another_provider_are_let_through() -> None:
    options = {"model": "m", "ollama_base_url": "http://localhost:1", "top_k": 3, "http_client_proxies": None}
    Memory({"llm": {"provider": "openai", "config": {**options, "api_key": "k"}}}).close()


def test_every_name_of_an_option_is_taken() -> None:
    from mem0 import _native

    rows = [row for row in _native.providers() if row["kind"] in ("llm", "embedder") and row["available"]]
    names = {alias for row in rows for setting in row["settings"] for alias in setting["aliases"]}
    assert {"maxTokens", "embeddingDims", "baseURL"} <= names
    for row in rows:
        for name in (it for setting in row["settings"] for it in (setting["name"], *setting["aliases"])):
            section = {"provider": row["name"], "config": {"provider": row["name"], name: None}}
            assert MemoryConfig(**{row["kind"]: section}).for_engine()[row["kind"]]["provider"] == row["name"]


@pytest.mark.parametrize("part", ["llm", "embedder", "vector_store", "graph_store"])
def test_a_part_takes_keys_that_it_does_not_know_with_a_warning(part: str) -> None:
    provider = getattr(MemoryConfig(), part).provider
    with pytest.warns(UserWarning, match="`unheard_of` is unknown") as warned:
        config = MemoryConfig(**{part: {"provider": provider, "unheard_of": 1}})
    assert [it.filename for it in warned] == [__file__]
    assert getattr(config, part).provider == provider


def test_a_reranker_takes_no_keys_that_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="unheard_of"):
        MemoryConfig(reranker={"provider": "cohere", "unheard_of": 1})


@pytest.mark.parametrize("key", ["version", "history_db_path", "custom_instructions"])
def test_a_text_of_the_configuration_is_a_text(key: str) -> None:
    for make in (MemoryConfig, lambda **config: Memory.from_config(config)):
        with pytest.raises(ValueError, match=rf"`{key}`.*not 5"):
            make(**{key: 5})


def test_the_options_of_the_store_can_be_read_and_set() -> None:
    config = MemoryConfig()
    options: Any = config.vector_store.config
    assert (options.collection_name, options.embedding_model_dims) == ("mem0", 1536)
    options.collection_name = "日记"
    with Memory(config) as memory:
        assert memory.collection_name == "日记"
    assert MemoryConfig().vector_store == VectorStoreConfig()


def test_an_unknown_key_at_the_top_warns_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        Memory.from_config({"unheard_of": 1}).close()
    assert [warning.filename for warning in warned] == [__file__]
    said = [record.getMessage() for record in caplog.records] + [str(warning.message) for warning in warned]
    assert any("unheard_of" in words for words in said)


def test_no_key_is_needed_to_make_a_memory(home: Path) -> None:
    for memory in (Memory(), Memory(MemoryConfig()), Memory.from_config({})):
        memory.close()
    config = {"embedder": {"provider": "openai", "config": {}}}
    with Memory.from_config(config) as memory, pytest.raises(Exception, match="(?i)key"):
        memory.add("I like tea", user_id="u", infer=False)


def test_making_a_memory_opens_no_file(home: Path) -> None:
    Memory().close()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "path", ["~/.mem0/history.db", "~/deep/er/history.db", "{home}/else/where.db", ":memory:"]
)
def test_a_history_path_breaks_nothing(home: Path, path: str) -> None:
    """History lies in the store's own file, so that a memory and its history are written in one step."""
    with Memory.from_config({"history_db_path": path.format(home=home)}) as memory:
        key = memory.add("I like tea", user_id="u", infer=False)["results"][0]["id"]
        assert len(memory.history(key)) == 1
    assert not (home / "~").exists() and not Path("~").exists()


def test_an_async_memory_is_made_with_and_without_await(home: Path) -> None:
    async def make() -> None:
        waited = await AsyncMemory.from_config({})
        plain = AsyncMemory.from_config({})
        for memory in (waited, plain, await AsyncMemory()):
            assert isinstance(memory, AsyncMemory)
            memory.close()

    asyncio.run(make())


def test_a_configuration_that_is_none_is_refused() -> None:
    wrong: Any = 42
    with pytest.raises((TypeError, ValueError)):
        Memory(wrong)
    with pytest.raises((TypeError, ValueError)):
        Memory.from_config(wrong)
