"""Section 1: what may be imported from where."""

from __future__ import annotations

import importlib
import inspect

import pytest

import mem0

HOMES = {
    "mem0": ["Memory", "AsyncMemory", "MemoryClient", "AsyncMemoryClient", "__version__"],
    "mem0.configs.base": [
        "MemoryConfig",
        "MemoryItem",
        "AzureConfig",
        "VectorStoreConfig",
        "LlmConfig",
        "EmbedderConfig",
        "RerankerConfig",
        "GraphStoreConfig",
    ],
    "mem0.vector_stores.configs": ["VectorStoreConfig"],
    "mem0.llms.configs": ["LlmConfig"],
    "mem0.embeddings.configs": ["EmbedderConfig"],
    "mem0.graphs.configs": [
        "GraphStoreConfig",
        "Neo4jConfig",
        "MemgraphConfig",
        "NeptuneConfig",
        "KuzuConfig",
        "ApacheAgeConfig",
    ],
    "mem0.configs.rerankers.config": ["RerankerConfig"],
    "mem0.configs.enums": ["MemoryType"],
    "mem0.memory.main": ["Memory", "AsyncMemory"],
    "mem0.client.main": ["MemoryClient", "AsyncMemoryClient"],
    "mem0.utils.factory": [
        "LlmFactory",
        "EmbedderFactory",
        "VectorStoreFactory",
        "GraphStoreFactory",
        "RerankerFactory",
    ],
    "mem0.exceptions": [
        "MemoryError",
        "AuthenticationError",
        "RateLimitError",
        "ValidationError",
        "MemoryNotFoundError",
        "NetworkError",
        "ConfigurationError",
        "MemoryQuotaExceededError",
        "MemoryCorruptionError",
        "VectorSearchError",
        "CacheError",
        "VectorStoreError",
        "GraphStoreError",
        "EmbeddingError",
        "LLMError",
        "DatabaseError",
        "DependencyError",
        "create_exception_from_response",
    ],
}


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in HOMES.items() for name in names]
)
def test_every_name_is_where_programs_look_for_it(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def test_the_top_level_exports_the_four_classes() -> None:
    assert {"Memory", "AsyncMemory", "MemoryClient", "AsyncMemoryClient"} <= set(mem0.__all__)
    assert isinstance(mem0.__version__, str) and mem0.__version__[0].isdigit()


@pytest.mark.parametrize(
    ("first", "second", "name"),
    [
        ("mem0", "mem0.memory.main", "Memory"),
        ("mem0", "mem0.memory.main", "AsyncMemory"),
        ("mem0", "mem0.client.main", "MemoryClient"),
        ("mem0", "mem0.client.main", "AsyncMemoryClient"),
        ("mem0.configs.base", "mem0.vector_stores.configs", "VectorStoreConfig"),
        ("mem0.configs.base", "mem0.llms.configs", "LlmConfig"),
        ("mem0.configs.base", "mem0.embeddings.configs", "EmbedderConfig"),
        ("mem0.configs.base", "mem0.graphs.configs", "GraphStoreConfig"),
        ("mem0.configs.base", "mem0.configs.rerankers.config", "RerankerConfig"),
    ],
)
def test_a_class_is_one_class_from_all_its_homes(first: str, second: str, name: str) -> None:
    assert getattr(importlib.import_module(first), name) is getattr(importlib.import_module(second), name)


def test_memory_types_have_their_names() -> None:
    from mem0.configs.enums import MemoryType

    assert {kind.name: kind.value for kind in MemoryType} == {
        "SEMANTIC": "semantic_memory",
        "EPISODIC": "episodic_memory",
        "PROCEDURAL": "procedural_memory",
    }


@pytest.mark.parametrize("owner", ["Memory", "AsyncMemory", "MemoryClient", "AsyncMemoryClient"])
def test_every_public_method_tells_what_it_does(owner: str) -> None:
    described = getattr(mem0, owner)
    assert inspect.getdoc(described)
    bare = [
        name
        for name, method in inspect.getmembers(described, callable)
        if not name.startswith("_") and not inspect.getdoc(method)
    ]
    assert bare == []
