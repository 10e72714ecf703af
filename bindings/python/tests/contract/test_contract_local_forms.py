"""Stores of other names that need no server: the embedded store keeps the memories, where they say."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mem0
from mem0 import AsyncMemory, Memory
from mem0.configs.base import MemoryConfig, VectorStoreConfig
from mem0.configs.vector_stores.chroma import ChromaDbConfig
from mem0.configs.vector_stores.faiss import FAISSConfig
from mem0.configs.vector_stores.milvus import MetricType, MilvusDBConfig
from mem0.configs.vector_stores.qdrant import QdrantConfig
from mem0.exceptions import ConfigurationError

USER = "小明"

#: A place, as each store is told of it, and the file that comes of it.
FORMS: dict[str, tuple[Callable[[Path], dict[str, Any]], str]] = {
    "qdrant": (lambda place: {"path": str(place / "q"), "on_disk": True}, "q/memory.db"),
    "chroma": (lambda place: {"path": str(place / "chroma_db")}, "chroma_db/memory.db"),
    "faiss": (
        lambda place: {"path": place / "faiss", "distance_strategy": "cosine", "normalize_L2": True},
        "faiss/memory.db",
    ),
    "milvus": (
        lambda place: {"url": str(place / "lite.db"), "metric_type": MetricType.COSINE},
        "lite.mem0.db",
    ),
}
CLASSES: dict[str, Any] = {
    "qdrant": QdrantConfig,
    "chroma": ChromaDbConfig,
    "faiss": FAISSConfig,
    "milvus": MilvusDBConfig,
}


def options(provider: str, place: Path, **more: Any) -> dict[str, Any]:
    """The options of a provider, with more of them."""
    return {**FORMS[provider][0](place), **more}


def config(provider: str, place: Path, **more: Any) -> dict[str, Any]:
    """A whole configuration."""
    return {"vector_store": {"provider": provider, "config": options(provider, place, **more)}}


def told(memory: Memory) -> list[str]:
    """What the user's memories say."""
    return [row["memory"] for row in memory.get_all(user_id=USER)["results"]]


@pytest.mark.parametrize("provider", FORMS)
def test_what_is_added_is_found_again_from_the_same_place(provider: str, tmp_path: Path, home: Path) -> None:
    with Memory.from_config(config(provider, tmp_path)) as memory:
        memory.add("我喜欢绿茶", user_id=USER, infer=False, metadata={"标签": ["茶", {"种类": "绿"}]})
        assert memory.search("喝什么茶？", user_id=USER)["results"][0]["memory"] == "我喜欢绿茶"
    with Memory.from_config(config(provider, tmp_path)) as again:
        assert told(again) == ["我喜欢绿茶"]
        found = again.search("茶", user_id=USER)["results"][0]
        assert found["metadata"] == {"标签": ["茶", {"种类": "绿"}]}
        assert [row["event"] for row in again.history(found["id"])] == ["ADD"]
    assert (tmp_path / FORMS[provider][1]).is_file()
    assert not (home / ".mem0").exists()


@pytest.mark.parametrize("provider", FORMS)
def test_collections_in_one_place_are_kept_apart(provider: str, tmp_path: Path) -> None:
    with (
        Memory.from_config(config(provider, tmp_path, collection_name="茶")) as tea,
        Memory.from_config(config(provider, tmp_path, collection_name="books")) as books,
    ):
        tea.add("我喜欢绿茶", user_id=USER, infer=False)
        books.add("I am reading Middlemarch", user_id=USER, infer=False)
        assert told(tea) == ["我喜欢绿茶"] and told(books) == ["I am reading Middlemarch"]
        tea.reset()
        assert told(tea) == [] and told(books) == ["I am reading Middlemarch"]


@pytest.mark.parametrize("provider", FORMS)
def test_another_process_shares_the_place(provider: str, tmp_path: Path) -> None:
    given = config(provider, tmp_path)
    plain = json.loads(json.dumps(given, default=str))
    program = (
        "import json, sys, mem0\n"
        "memory = mem0.Memory.from_config(json.loads(sys.argv[1]))\n"
        "print([row['memory'] for row in memory.get_all(user_id='小明')['results']])\n"
        "memory.add('我喜欢红茶', user_id='小明', infer=False)\n"
    )
    with Memory.from_config(given) as memory:
        memory.add("我喜欢绿茶", user_id=USER, infer=False)
        ran = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", program, json.dumps(plain)],
            env={"PYTHONPATH": str(Path(mem0.__file__).parents[1]), "MEM0_DIR": str(tmp_path / "dir")},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert ran.stdout.strip() == "['我喜欢绿茶']", ran.stderr
        assert sorted(told(memory)) == ["我喜欢红茶", "我喜欢绿茶"]


@pytest.mark.parametrize("provider", FORMS)
def test_dictionaries_and_typed_options_open_the_same_store(provider: str, tmp_path: Path) -> None:
    given = options(provider, tmp_path, collection_name="memories")
    typed = VectorStoreConfig(provider=provider, config=CLASSES[provider](**given))
    ways: list[Callable[[], Memory]] = [
        lambda: Memory.from_config(config(provider, tmp_path, collection_name="memories")),
        lambda: Memory(MemoryConfig(vector_store={"provider": provider, "config": given})),
        lambda: Memory(MemoryConfig(vector_store=typed)),
        lambda: Memory(config=MemoryConfig(vector_store=VectorStoreConfig(provider=provider, config=given))),
        lambda: Memory(MemoryConfig(**MemoryConfig(vector_store=typed).model_dump())),
    ]
    for count, make in enumerate(ways, start=1):
        with make() as memory:
            memory.add(f"note {count}", user_id=USER, infer=False)
            assert len(told(memory)) == count


@pytest.mark.parametrize("provider", FORMS)
def test_awaited_too(provider: str, tmp_path: Path) -> None:
    async def use() -> None:
        async with AsyncMemory.from_config(config(provider, tmp_path)) as memory:
            await memory.add("我喜欢绿茶", user_id=USER, infer=False)
            found = await memory.search("茶", user_id=USER)
            assert found["results"][0]["memory"] == "我喜欢绿茶"

    asyncio.run(use())
    with Memory.from_config(config(provider, tmp_path)) as memory:
        assert told(memory) == ["我喜欢绿茶"]


def test_without_a_path_nothing_goes_where_the_system_clears_up(home: Path) -> None:
    with Memory() as plain, Memory({"vector_store": {"provider": "qdrant"}}) as qdrant:
        plain.add("我喜欢绿茶", user_id=USER, infer=False)
        assert told(qdrant) == ["我喜欢绿茶"]
    for provider in ("chroma", "faiss"):
        with Memory({"vector_store": {"provider": provider, "config": {"collection_name": "x"}}}) as memory:
            memory.add(provider, user_id=USER, infer=False)
            assert memory.settings["path"] == str(home / ".mem0" / provider / "memory.db")
            assert told(memory) == [provider]


@pytest.mark.parametrize(
    "section",
    [
        {"provider": "memory", "config": {"dimension": 1536}},
        {"provider": "qdrant", "config": {"path": ":memory:"}},
        {"provider": "faiss", "config": {"path": ":memory:"}},
    ],
)
def test_a_store_in_this_process_leaves_nothing(section: dict[str, Any], home: Path) -> None:
    with Memory({"vector_store": section}) as memory:
        memory.add("gone tomorrow", user_id=USER, infer=False)
        assert told(memory) == ["gone tomorrow"]
    with Memory({"vector_store": section}) as memory:
        assert told(memory) == []
    assert list(home.iterdir()) == [] and not Path(":memory:").exists()


@pytest.mark.parametrize(
    ("provider", "given", "key"),
    [
        ("qdrant", {"host": "localhost"}, "host"),
        ("qdrant", {"host": "localhost", "port": 6333, "distance": "cosine"}, "host"),
        ("qdrant", {"url": "http://localhost:6333", "api_key": "secret-word"}, "url"),
        ("chroma", {"host": "localhost", "port": 8000}, "host"),
        ("chroma", {"api_key": "secret-word", "tenant": "t"}, "api_key"),
        ("milvus", {"url": "http://localhost:19530"}, "url"),
        ("milvus", {"collection_name": "x"}, "url"),
    ],
)
def test_servers_are_refused_by_name_with_what_can_be_used(
    provider: str, given: dict[str, Any], key: str
) -> None:
    with pytest.raises(ConfigurationError, match="not available yet") as caught:
        Memory({"vector_store": {"provider": provider, "config": given}})
    words = str(caught.value)
    assert f"vector_store.config.{key}" in words and "local form" in words and "sqlite" in words
    assert "secret-word" not in words


def test_lengths_that_contradict_each_other_are_refused_early(tmp_path: Path) -> None:
    wrong = config("qdrant", tmp_path, embedding_model_dims=1536)
    with pytest.raises(ConfigurationError, match="embedding_model_dims"):
        Memory({**wrong, "embedder": {"provider": "static"}})
    Memory({**wrong, "embedder": {"provider": "openai", "config": {"api_key": "k"}}}).close()
    # Nobody chose an embedder: the length was meant for another one.
    with Memory(wrong) as memory:
        memory.add("我喜欢绿茶", user_id=USER, infer=False)
        assert told(memory) == ["我喜欢绿茶"]


def test_a_key_for_another_program_locks_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = config("qdrant", tmp_path, embedding_model_dims=1536)
    with Memory(given) as memory:
        memory.add("我喜欢绿茶", user_id=USER, infer=False)
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    with Memory(given) as memory:
        assert memory.search("茶", user_id=USER)["results"][0]["memory"] == "我喜欢绿茶"


def test_a_dumped_configuration_says_no_more_than_the_first(tmp_path: Path) -> None:
    static = {"provider": "static", "config": {}}
    for provider in FORMS:
        first = MemoryConfig(**config(provider, tmp_path), embedder=static)
        again = MemoryConfig(**first.model_dump())
        assert again == first and again.for_engine() == first.for_engine()
        Memory(again).close()


def test_a_history_path_keeps_its_meaning(tmp_path: Path) -> None:
    given = {**config("chroma", tmp_path), "history_db_path": str(tmp_path / "history.db")}
    with Memory.from_config(given) as memory:
        key = memory.add("我喜欢绿茶", user_id=USER, infer=False)["results"][0]["id"]
        assert len(memory.history(key)) == 1
    assert not (tmp_path / "history.db").exists()


def test_what_the_original_left_is_told_of_until_something_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "faiss"
    folder.mkdir()
    key = "0e2a9c4e-1b7d-4c59-9a41-1f3d2f8b6a10"
    kept = {"docstore": {key: {"data": "我住在杭州", "user_id": USER}}, "index_to_id": {"0": key}}
    (folder / "mem0.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "mem0.faiss").write_bytes(b"vectors")
    before = (folder / "mem0.json").read_bytes()
    with caplog.at_level(logging.INFO, "mem0"), Memory.from_config(config("faiss", tmp_path)) as memory:
        assert told(memory) == [] and memory.search("杭州", user_id=USER)["results"] == []
        assert "stands in for FAISS" in caplog.text
    with caplog.at_level(logging.INFO, "mem0"), Memory.from_config(config("faiss", tmp_path)) as memory:
        caplog.clear()
        assert told(memory) == []
        warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
        assert any("memory.import_from(" in words and str(folder) in words for words in warned), warned
        memory.import_from(str(folder), collection="mem0")
        assert told(memory) == ["我住在杭州"]
    caplog.clear()
    with caplog.at_level(logging.WARNING, "mem0"), Memory.from_config(config("faiss", tmp_path)) as memory:
        assert told(memory) == ["我住在杭州"]
    assert "import_from" not in caplog.text
    assert (folder / "mem0.json").read_bytes() == before
    assert (folder / "mem0.faiss").read_bytes() == b"vectors"
