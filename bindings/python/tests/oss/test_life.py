"""Making, closing, showing and copying memories."""

from __future__ import annotations

import asyncio
import copy
import inspect
import logging
import pickle
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import pytest

import mem0
from mem0 import AsyncMemory, Memory
from mem0.configs.base import MemoryConfig
from mem0.exceptions import ConfigurationError

LOCAL = {"path": ":memory:", "embedder": {"provider": "static"}}


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
@pytest.mark.parametrize("config", [None, LOCAL, MemoryConfig(**LOCAL)])
def test_it_is_made_of_nothing_a_dictionary_or_a_configuration(cls: Any, config: Any) -> None:
    made = cls(config)
    assert isinstance(made.config, MemoryConfig)
    assert made.api_version == "v1.1" and made.enable_graph is False and made.collection_name == "mem0"
    made.close()


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
@pytest.mark.parametrize("config", [5, "words", ["list"]])
def test_anything_else_is_refused(cls: Any, config: Any) -> None:
    with pytest.raises(ConfigurationError, match="MemoryConfig"):
        cls(config)


def test_making_and_importing_leave_no_trace(home: Path) -> None:
    memory = Memory()
    memory.close()
    assert not (home / ".mem0").exists()


def test_the_keyword_of_from_config_is_config_dict() -> None:
    with Memory.from_config(config_dict={**LOCAL, "collection_name": "日记"}) as memory:
        assert memory.collection_name == "日记"


def test_closing_again_does_nothing_and_later_calls_fail() -> None:
    memory = Memory(LOCAL)
    with memory as same:
        assert same is memory
        memory.add("喝茶", user_id="u", infer=False)
    memory.close()
    with pytest.raises(mem0.exceptions.DatabaseError, match="closed"):
        memory.get_all(user_id="u")


def test_an_async_memory_closes_with_its_block() -> None:
    async def use() -> AsyncMemory:
        async with await AsyncMemory.from_config(LOCAL) as memory:
            await memory.add("喝茶", user_id="u", infer=False)
        with pytest.raises(mem0.exceptions.DatabaseError, match="closed"):
            await memory.get_all(user_id="u")
        return memory

    asyncio.run(use()).close()


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
@pytest.mark.parametrize("act", [pickle.dumps, copy.copy, copy.deepcopy])
def test_pickling_is_refused_with_a_way_out(cls: Any, act: Any) -> None:
    memory = cls(LOCAL)
    with pytest.raises(TypeError, match="config"):
        act(memory)
    again = cls(pickle.loads(pickle.dumps(memory.config)))
    assert again.config == memory.config
    again.close()
    memory.close()


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
def test_it_shows_what_it_stands_on_and_no_secret(cls: Any) -> None:
    config = {**LOCAL, "llm": {"provider": "openai", "config": {"api_key": "sk-very-secret"}}}
    memory = cls(config)
    shown = repr(memory)
    assert cls.__name__ in shown and "openai" in shown and ":memory:" in shown
    assert "very-secret" not in shown + repr(memory.config) + repr(memory.settings)
    memory.close()


def test_every_method_of_the_one_is_one_of_the_other_with_the_same_arguments() -> None:
    def methods(cls: type) -> dict[str, Any]:
        return {
            name: member for name, member in inspect.getmembers(cls, callable) if not name.startswith("_")
        }

    one, other = methods(Memory), methods(AsyncMemory)
    assert one.keys() == other.keys()
    waits = {"close", "from_config"}
    for name in one:
        assert inspect.signature(one[name]).parameters == inspect.signature(other[name]).parameters, name
        assert inspect.iscoroutinefunction(other[name]) == (name not in waits), name
        assert inspect.getdoc(one[name]) and inspect.getdoc(other[name]), name


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
def test_the_types_of_methods_can_be_read_by_programs(cls: Any) -> None:
    for name, method in inspect.getmembers(cls, inspect.isfunction):
        if not name.startswith("_"):
            hints = typing.get_type_hints(method)
            parameters = inspect.signature(method).parameters
            assert set(parameters) - {"self"} == set(hints) - {"return"} and "return" in hints, name
            assert all(parameter.kind is not parameter.VAR_KEYWORD for parameter in parameters.values()), name


def test_awaited_and_blocking_answers_are_the_same() -> None:
    async def use() -> list[Any]:
        async with AsyncMemory(LOCAL) as memory:
            return [
                len(await memory.add("喝茶", user_id="u", infer=False)),
                await memory.reset(),
                await memory.get("x"),
            ]

    with Memory(LOCAL) as memory:
        answers = [len(memory.add("喝茶", user_id="u", infer=False)), memory.reset(), memory.get("x")]
    assert answers == asyncio.run(use()) == [1, None, None]


@pytest.mark.parametrize("cls", [Memory, AsyncMemory])
def test_chat_is_not_implemented(cls: Any) -> None:
    memory = cls(LOCAL)
    with pytest.raises(NotImplementedError):
        asyncio.run(memory.chat("你好"))


def test_stores_that_are_not_there_yet_are_named_with_those_that_are() -> None:
    config = MemoryConfig(vector_store={"provider": "milvus", "config": {"url": "http://localhost:19530"}})
    with pytest.raises(ConfigurationError, match="sqlite"):
        Memory(config)


def test_a_graph_is_asked_for_only_with_options() -> None:
    Memory({**LOCAL, "graph_store": {"provider": "neo4j"}}).close()
    options = {"url": "bolt://localhost:7687", "username": "neo4j", "password": "secret-word"}
    with pytest.raises(ConfigurationError, match="graph_store") as caught:
        Memory({**LOCAL, "graph_store": {"provider": "neo4j", "config": options}})
    assert "secret-word" not in str(caught.value)


def test_what_has_no_effect_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "mem0"):
        Memory({**LOCAL, "history_db_path": "/nowhere/history.db"}).close()
    assert "history_db_path" in caplog.text


def test_the_package_loads_only_what_is_asked_for() -> None:
    loaded = (
        "import sys, mem0; print([name for name in sys.modules if name.startswith('mem0')]); mem0.Memory;"
        "heavy = ('asyncio', 'importlib.metadata', 'mem0.client', 'ssl');"
        "print([name for name in heavy if name in sys.modules])"
    )
    path = str(Path(next(iter(mem0.__path__))).parent)
    told = subprocess.run(
        [sys.executable, "-c", loaded], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == ["['mem0']", "[]"]


def test_submodules_are_reached_by_their_names() -> None:
    assert mem0.memory.main.Memory is Memory
    assert mem0.exceptions.MemoryError is not MemoryError
    assert {"Memory", "AsyncMemory", "client"} <= set(dir(mem0))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = mem0.nonsense


def test_the_version_is_that_of_the_distribution() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    assert f'version = "{mem0.__version__}"' in project.read_text(encoding="utf-8")
