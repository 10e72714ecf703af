"""The parts of a memory that programs reach into."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory
from mem0.exceptions import ValidationError
from mem0.vector_stores.base import VectorStoreBase


def filled(memory: Memory) -> str:
    memory.add("我住在杭州", user_id="小雨", infer=False)
    memory.add("Bob keeps bees", user_id="bob", infer=False)
    added = memory.add("我喜欢喝茶", user_id="小雨", metadata={"topic": "饮食"}, infer=False)
    return str(added[0]["id"])


def test_the_store_is_searched_by_itself(memory: Memory) -> None:
    key = filled(memory)
    store = memory.vector_store
    vector = memory.embedding_model.embed("茶", "search")
    for found in (
        store.search("茶", vector, 1, {"user_id": "小雨"}),
        store.search(query="茶", vectors=vector, limit=1, filters={"user_id": "小雨"}),
        store.search("茶", filters={"AND": [{"user_id": "小雨"}, {"topic": "饮食"}]}),
    ):
        assert [row.id for row in found] == [key] and found[0].score > 0
        assert found[0].payload["data"] == "我喜欢喝茶" and found[0].payload["topic"] == "饮食"
        assert found[0].payload["user_id"] == "小雨" and found[0].payload["created_at"]
    with pytest.raises(ValidationError, match="user_id"):
        store.search("茶")


def test_the_store_lists_gives_and_deletes(memory: Memory) -> None:
    key = filled(memory)
    store = memory.vector_store
    assert isinstance(store, VectorStoreBase)
    assert [row.payload["data"] for row in store.list({"user_id": "小雨"})[0]] == ["我喜欢喝茶", "我住在杭州"]
    assert len(store.list(filters={"user_id": "小雨"}, limit=1)[0]) == 1
    found = store.get(key)
    assert found is not None and found.payload["data"] == "我喜欢喝茶" and found.score is None
    store.delete(key)
    assert store.get(key) is None and memory.get(key) is None
    assert store.list_cols() == [memory.collection_name] == [store.col_info()["name"]]
    store.reset()
    assert store.list({"user_id": "bob"}) == [[]]


@pytest.mark.parametrize(
    "call",
    [
        lambda store: store.insert([[0.5]], [{"data": "x"}], ["1"]),
        lambda store: store.update("1", [0.5], {"data": "x"}),
        lambda store: store.create_col("x", 256, "cosine"),
        lambda store: store.delete_col(),
    ],
)
def test_what_would_write_vectors_says_what_to_do_instead(memory: Memory, call: Callable[[Any], Any]) -> None:
    with pytest.raises(NotImplementedError, match="the store of a memory has no"):
        call(memory.vector_store)


def test_the_history_is_read_by_itself(memory: Memory) -> None:
    key = filled(memory)
    memory.update(key, "我喜欢喝绿茶")
    assert memory.db.get_history(key) == memory.history(key)
    assert [row["event"] for row in memory.db.get_history(key)] == ["ADD", "UPDATE"]
    assert memory.db.get_history("nobody") == []


def test_an_async_memory_has_the_same_parts() -> None:
    async def ask() -> None:
        async with AsyncMemory({"path": ":memory:", "custom_instructions": "只记饮食"}) as memory:
            await memory.add("我喜欢喝茶", user_id="小雨", infer=False)
            assert (
                memory.vector_store.search("茶", filters={"user_id": "小雨"})[0].payload["data"]
                == "我喜欢喝茶"
            )
            assert memory.custom_instructions == "只记饮食"

    asyncio.run(ask())
