"""Sections 4, 5 and 7: `update`, `delete`, `reset`, `chat` and the end of a memory's life."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory
from mem0.exceptions import MemoryNotFoundError

NOWHERE = "00000000-0000-0000-0000-000000000000"
UPDATED = {"message": "Memory updated successfully!"}


@pytest.fixture
def key(memory: Memory) -> str:
    added = memory.add("I like tea", user_id="u", infer=False, metadata={"topic": "tea", "cup": "small"})
    return str(added["results"][0]["id"])


@pytest.mark.parametrize(
    "change",
    [
        lambda memory, key: memory.update(key, "I like milk"),
        lambda memory, key: memory.update(key, data="I like milk"),
        lambda memory, key: memory.update(key, text="I like milk"),
        lambda memory, key: memory.update(memory_id=key, data="I like milk"),
    ],
)
def test_a_text_may_be_given_in_every_eras_way(memory: Memory, key: str, change: Any) -> None:
    assert change(memory, key) == UPDATED
    kept = memory.get(key)
    assert kept is not None and kept["memory"] == "I like milk"
    assert kept["metadata"] == {"topic": "tea", "cup": "small"}
    assert kept["updated_at"] > kept["created_at"]
    assert [item["memory"] for item in memory.search("milk", user_id="u")["results"]] == ["I like milk"]


def test_metadata_alone_is_merged_and_keeps_the_text(memory: Memory, key: str) -> None:
    assert memory.update(key, metadata={"cup": "big", "archived": True}) == UPDATED
    kept = memory.get(key)
    assert kept is not None
    assert kept["memory"] == "I like tea" and kept["metadata"] == {
        "topic": "tea",
        "cup": "big",
        "archived": True,
    }
    assert [row["event"] for row in memory.history(key)] == ["ADD", "UPDATE"]
    assert memory.history(key)[-1]["new_memory"] == "I like tea"


def test_text_and_metadata_change_in_one_step(memory: Memory, key: str) -> None:
    memory.update(key, "I like milk", metadata={"topic": "milk"})
    kept = memory.get(key)
    assert kept is not None
    assert (kept["memory"], kept["metadata"]) == ("I like milk", {"topic": "milk", "cup": "small"})
    assert len(memory.history(key)) == 2


def test_an_update_of_nothing_is_an_error(memory: Memory, key: str) -> None:
    with pytest.raises(ValueError):
        memory.update(key)


@pytest.mark.parametrize("text", ["", "   ", 5])
def test_a_memory_is_never_emptied(memory: Memory, key: str, text: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        memory.update(key, text)
    kept = memory.get(key)
    assert kept is not None and kept["memory"] == "I like tea"


def test_an_unknown_id_is_a_value_error_that_names_it(memory: Memory) -> None:
    calls: list[Callable[[], Any]] = [
        lambda: memory.update(NOWHERE, "I like milk"),
        lambda: memory.delete(NOWHERE),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=f"(?i)memory.*{NOWHERE}.*not found") as caught:
            call()
        assert isinstance(caught.value, MemoryNotFoundError)
        assert "Please provide a valid 'memory_id'" in str(caught.value)


def test_delete_takes_one_memory_and_keeps_its_history(memory: Memory, key: str) -> None:
    assert memory.delete(key) == {"message": "Memory deleted successfully!"}
    assert memory.get(key) is None
    assert memory.get_all(user_id="u")["results"] == []
    assert memory.search("tea", user_id="u")["results"] == []
    assert [row["event"] for row in memory.history(key)] == ["ADD", "DELETE"]
    with pytest.raises(ValueError):
        memory.delete(key)


def test_delete_all_writes_the_history_of_each(memory: Memory) -> None:
    keys = [memory.add(f"I like tea {n}", user_id="u", infer=False)["results"][0]["id"] for n in range(3)]
    memory.delete_all(user_id="u")
    assert all([row["event"] for row in memory.history(key)] == ["ADD", "DELETE"] for key in keys)


def test_delete_all_knows_no_limit(memory: Memory) -> None:
    memory.add(
        [{"role": "user", "content": f"I like tea {n}"} for n in range(1_205)], user_id="u", infer=False
    )
    memory.delete_all(user_id="u")
    assert memory.get_all(user_id="u", limit=10)["results"] == []


def test_reset_forgets_everything(memory: Memory, key: str) -> None:
    memory.add("Bob likes tea", user_id="bob", infer=False)
    reset: Any = memory.reset
    assert reset() is None
    assert memory.get_all(user_id="u")["results"] == [] and memory.get_all(user_id="bob")["results"] == []
    assert memory.history(key) == []
    memory.add("I like tea again", user_id="u", infer=False)
    assert len(memory.get_all(user_id="u")["results"]) == 1


def test_chat_is_not_there(memory: Memory) -> None:
    with pytest.raises(NotImplementedError):
        memory.chat("hello")


def test_close_may_be_called_twice(home: Path) -> None:
    memory = Memory()
    memory.add("I like tea", user_id="u", infer=False)
    memory.close()
    memory.close()


def test_what_was_kept_is_there_in_the_next_process_life(home: Path) -> None:
    with Memory() as first:
        first.add("I like tea", user_id="u", infer=False)
    with Memory() as second:
        assert [item["memory"] for item in second.get_all(user_id="u")["results"]] == ["I like tea"]


@pytest.mark.parametrize("owner", [Memory, AsyncMemory])
def test_pickling_is_refused_in_words(home: Path, owner: type) -> None:
    memory = owner()
    try:
        with pytest.raises(TypeError, match="pickle"):
            pickle.dumps(memory)
    finally:
        memory.close()


def test_project_is_left_to_the_platform(memory: Memory) -> None:
    assert not hasattr(memory, "project")
