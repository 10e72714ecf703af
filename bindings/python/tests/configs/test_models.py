"""Configurations are values: equal, copied, dumped, and shown without secrets."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import pickle
import pkgutil
from typing import Any

import pytest

import mem0.configs
from mem0.configs.azure import AzureConfig
from mem0.configs.base import MemoryConfig, MemoryItem
from mem0.configs.embeddings.base import BaseEmbedderConfig
from mem0.configs.llms.aws_bedrock import AWSBedrockConfig
from mem0.configs.llms.base import BaseLlmConfig
from mem0.configs.llms.openai import OpenAIConfig
from mem0.configs.model import Model
from mem0.configs.rerankers.config import RerankerConfig
from mem0.configs.section import Section
from mem0.configs.vector_stores.base import STORE_CONFIGS, store_config
from mem0.configs.vector_stores.qdrant import QdrantConfig
from mem0.exceptions import ConfigurationError
from mem0.graphs import configs as graphs

#: What must be given, of those classes that need something.
NEEDED: dict[str, dict[str, Any]] = {
    "MemoryItem": {"id": "1", "memory": "喝茶"},
    "Neo4jConfig": {"url": "bolt://h", "username": "u", "password": "p"},
    "MemgraphConfig": {"url": "bolt://h", "username": "u", "password": "p"},
    "NeptuneConfig": {"endpoint": "neptune-graph://g-1"},
    "ApacheAgeConfig": {"database": "d", "username": "u", "password": "p"},
}


def classes() -> list[type[Model]]:
    found: dict[str, type[Model]] = {}
    for package in ("configs", "llms", "embeddings", "vector_stores", "graphs"):
        home = importlib.import_module(f"mem0.{package}")
        for module in pkgutil.walk_packages(home.__path__, f"mem0.{package}."):
            for name, member in vars(importlib.import_module(module.name)).items():
                if inspect.isclass(member) and issubclass(member, Model) and not name.startswith("_"):
                    found[name] = member
    return [cls for name, cls in sorted(found.items()) if name not in ("Model", "Section")]


def made(cls: type[Model]) -> Model:
    needed = {name: "x" for name, field in cls.model_fields.items() if field.is_required}
    if cls is MemoryConfig:
        needed = {}
    return cls(**(NEEDED.get(cls.__name__) or needed))


EVERY = pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)


@EVERY
def test_a_configuration_is_a_value(cls: type[Model]) -> None:
    one, other = made(cls), made(cls)
    assert one == other
    assert not (one != other)  # noqa: SIM202
    assert one != object() and one != one.model_dump()
    for same in (
        copy.copy(one),
        copy.deepcopy(one),
        one.copy(),
        one.copy(deep=True),
        one.model_copy(),
        pickle.loads(pickle.dumps(one)),
        cls.model_validate(one.model_dump()),
        cls.parse_obj(one),
    ):
        assert same == one and type(same) is cls
    assert one.dict() == one.model_dump() and list(one.keys()) == list(cls.model_fields)
    assert json.loads(one.json()) == json.loads(one.model_dump_json(indent=1))
    with pytest.raises(TypeError):
        hash(one)


@EVERY
def test_a_configuration_says_what_it_is(cls: type[Model]) -> None:
    assert cls.__doc__ and repr(made(cls)).startswith(f"{cls.__name__}(")
    parameters = inspect.signature(cls).parameters
    assert set(cls.model_fields) <= set(parameters)
    if cls is not MemoryConfig:
        named = [name for name, it in parameters.items() if it.kind is it.KEYWORD_ONLY]
        assert [*cls._by_position, *named] == list(parameters)


@pytest.mark.parametrize(
    ("cls", "given", "names"),
    [
        (BaseLlmConfig, ("m", 0.5, "k"), ("model", "temperature", "api_key")),
        (OpenAIConfig, ("m", 0.5, "k", 100, 0.2, 3), ("model", "temperature", "api_key", "max_tokens")),
        (AWSBedrockConfig, ("m", 0.5, 100), ("model", "temperature", "max_tokens")),
        (BaseEmbedderConfig, ("m", "k", 256), ("model", "api_key", "embedding_dims")),
    ],
)
def test_options_of_models_may_be_given_by_position(
    cls: type[Model], given: tuple[Any, ...], names: tuple[str, ...]
) -> None:
    config: Any = cls(*given)
    assert tuple(getattr(config, name) for name in names) == given[: len(names)]
    assert config.model_fields_set >= set(names)
    with pytest.raises(TypeError, match="multiple values for argument 'model'"):
        cls("m", model="n")  # type: ignore[misc]
    with pytest.raises(TypeError, match="positional arguments, but 40 were given"):
        cls(*["x"] * 40)


def test_other_configurations_take_names_only() -> None:
    with pytest.raises(TypeError, match="takes no positional arguments"):
        QdrantConfig("mem0")  # type: ignore[misc]


@EVERY
def test_an_unknown_key_names_the_nearest(cls: type[Model]) -> None:
    name = max(cls.model_fields, key=len)
    wrong = name[:-1]
    if cls is MemoryConfig or (issubclass(cls, Section) and cls is not RerankerConfig):
        with pytest.warns(UserWarning, match=f"`{wrong}` is unknown.*did you mean `{name}`"):
            cls(**{wrong: "x"})
        return
    values = {field: getattr(made(cls), field) for field in cls.model_fields}
    if cls is MemoryItem:
        assert cls(**values, **{wrong: 1}) == made(cls)
        return
    with pytest.raises(ConfigurationError, match=f"Did you mean `{name}`") as caught:
        cls(**values, **{wrong: 1})
    assert isinstance(caught.value, TypeError) and isinstance(caught.value, ValueError)
    assert caught.value.details["key"] == wrong and caught.value.details["nearest"] == name
    with pytest.raises(ConfigurationError, match=name):
        setattr(made(cls), wrong, 1)


@pytest.mark.parametrize("provider", STORE_CONFIGS)
def test_every_store_has_its_class(provider: str) -> None:
    cls = store_config(provider)
    assert cls is not None and cls.__name__ == STORE_CONFIGS[provider]
    assert {"collection_name", "embedding_model_dims"} <= set(cls.model_fields)
    assert store_config("nobody") is None


@pytest.mark.parametrize(
    ("cls", "values", "missing"),
    [
        (store_config("redis"), {}, "redis_url"),
        (store_config("databricks"), {"workspace_url": "w"}, "endpoint_name"),
        (graphs.Neo4jConfig, {"url": "bolt://h", "username": "u"}, "password"),
        (graphs.ApacheAgeConfig, {}, "database"),
        (graphs.NeptuneConfig, {"endpoint": "http://h"}, "neptune-graph://"),
        (MemoryItem, {"id": "1"}, "memory"),
    ],
)
def test_what_is_missing_is_named(cls: Any, values: dict[str, Any], missing: str) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        cls(**values)


def test_secrets_are_hidden_wherever_they_stand() -> None:
    config = MemoryConfig(
        llm={
            "provider": "openai",
            "config": {"api_key": "sk-hunter2", "http_client_proxies": "http://a:hunter2@p"},
        },
        embedder={"provider": "azure_openai", "config": {"azure_kwargs": AzureConfig(api_key="hunter2")}},
        vector_store={"provider": "mongodb", "config": {"mongo_uri": "mongodb://me:hunter2@host/db"}},
        graph_store={
            "provider": "neo4j",
            "config": {"url": "bolt://h", "username": "u", "password": "hunter2"},
        },
        reranker={"provider": "cohere", "config": {"api_key": "hunter2", "apiKey": "hunter2"}},
        attachment_proxy="http://me:hunter2@proxy",
    )
    assert "hunter2" not in repr(config) and "mongodb://me:" in repr(config)
    dump = config.model_dump()
    assert dump["llm"]["config"]["api_key"] == "sk-hunter2"
    assert dump["embedder"]["config"]["azure_kwargs"]["api_key"] == "hunter2"


def test_what_is_no_secret_is_shown() -> None:
    shown = repr(OpenAIConfig(model="m", max_tokens=7, top_k=3, openai_base_url="http://localhost:1"))
    assert "max_tokens=7" in shown and "top_k=3" in shown and "http://localhost:1" in shown


def test_dumps_leave_out_what_they_are_asked_to() -> None:
    config = OpenAIConfig(model="m", temperature=0.1)
    assert config.model_dump(exclude_unset=True) == {"model": "m", "temperature": 0.1}
    assert config.model_dump(exclude_defaults=True) == {"model": "m"}
    assert "api_key" not in config.model_dump(exclude_none=True)
    assert config.model_dump(include={"model"}) == {"model": "m"}
    assert "model" not in config.model_dump(exclude={"model"})
    assert config.model_fields_set == {"model", "temperature"}


def test_copies_are_independent_and_can_differ() -> None:
    config = MemoryConfig(llm={"provider": "openai", "config": {"model": "m"}})
    deep, shallow = config.copy(deep=True), config.copy()
    assert isinstance(config.llm.config, dict)
    config.llm.config["model"] = "other"
    assert deep.llm.config["model"] == "m" and shallow.llm.config["model"] == "other"
    changed = config.model_copy(update={"custom_instructions": "只记饮食", "llm": {"provider": "ollama"}})
    assert changed.custom_instructions == "只记饮食" and changed.llm.provider == "ollama"
    assert config.custom_instructions is None and config.llm.provider == "openai"


def test_options_read_like_a_dictionary() -> None:
    config = OpenAIConfig(model="m")
    assert config["model"] == "m" and config.get("api_key", "none") == "none" and "model" in config
    assert {**config}["model"] == "m"
    with pytest.raises(KeyError):
        config["nothing"]


def test_pydantic_models_hold_configurations() -> None:
    pydantic = pytest.importorskip("pydantic", reason="results are held to what pydantic makes of them")

    class Settings(pydantic.BaseModel):  # type: ignore[misc, name-defined]
        memory: MemoryConfig

    settings = Settings(memory={"llm": {"provider": "ollama"}})
    assert settings.memory.llm.provider == "ollama"
    assert settings.model_dump()["memory"]["llm"]["provider"] == "ollama"
    with pytest.raises(pydantic.ValidationError, match="opnai"):
        Settings(memory={"llm": {"provider": "opnai"}})


def test_packages_say_what_they_are() -> None:
    assert mem0.configs.__doc__
