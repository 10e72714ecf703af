"""Thousands of calls leave nothing behind: no memory, no reference, no thread, no file."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def resident() -> int:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def add_search_delete(memory: Memory, rounds: int, fresh: int | None) -> None:
    for number in range(rounds):
        if fresh is not None and number % fresh == 0:
            memory.reset()
        added = memory.add(
            f"I like tea number {number % 997}", user_id="u", infer=False, metadata={"n": number}
        )
        memory.search(f"tea {number % 101}", user_id="u", limit=5, filters={"n": {"gte": number - 10}})
        if number % 2:
            memory.delete(added["results"][0]["id"])


def readings(memory: Memory, rounds: int, fresh: int | None) -> list[int]:
    """How large the process is, in MB, once it is warm and after each fifth of the rounds."""
    add_search_delete(memory, max(1_000, rounds // 10), fresh)
    found = []
    for _ in range(6):
        gc.collect()
        found.append(resident())
        add_search_delete(memory, rounds // 5, fresh)
    return found


@LINUX
def test_ten_thousand_calls_leave_the_process_as_large_as_it_was(memory: Memory) -> None:
    # What is remembered is forgotten now and then, so that the store itself doesn't grow.
    found = readings(memory, 10_000, fresh=500)
    assert found[-1] - found[0] <= 8, found


@LINUX
@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_growing_store_is_kept_in_memory_up_to_a_limit(memory: Memory) -> None:
    # The index of 10,000 memories in one scope grows with it, and so does what was read of the table of
    # words: half of this was measured. A leak of an index for each search would take gigabytes.
    found = readings(memory, 20_000, fresh=None)
    assert found[-1] - found[0] <= 100, found


CALLS: dict[str, Callable[[Memory, str], Any]] = {
    "search": lambda memory, key: memory.search("tea", user_id="u", filters={"n": {"gte": 0}}),
    "get_all": lambda memory, key: memory.get_all(user_id="u"),
    "get": lambda memory, key: memory.get(key),
    "history": lambda memory, key: memory.history(key),
    "a refusal": lambda memory, key: refused(memory.search, "tea"),
    "a wrong type": lambda memory, key: refused(memory.add, object(), user_id="u"),
    "a value that is no JSON": lambda memory, key: refused(
        memory.add, "tea", user_id="u", infer=False, metadata={"x": object()}
    ),
    "a missing id": lambda memory, key: refused(memory.delete, "00000000-0000-0000-0000-000000000000"),
}


def refused(call: Callable[..., Any], *arguments: Any, **named: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        call(*arguments, **named)


@pytest.mark.parametrize("name", CALLS)
def test_calls_leave_no_python_object_behind(memory: Memory, name: str) -> None:
    call = CALLS[name]
    added = memory.add(
        "I like tea", user_id="u", infer=False, metadata={"n": 1, "deep": {"list": [1, 2, "三"]}}
    )
    key = added["results"][0]["id"]

    def blocks(rounds: int) -> int:
        for _ in range(rounds):
            call(memory, key)
        gc.collect()
        return sys.getallocatedblocks()

    before = blocks(200)
    # Fewer than one block in ten calls: a leaked object would be at least one in each.
    assert blocks(500) - before < 50


def test_arguments_are_let_go(memory: Memory) -> None:
    class Words(dict[str, Any]):
        """A dictionary that can be watched."""

    message, metadata, filters = Words(role="user", content="I like tea"), Words(n=1), Words(n={"gte": 0})
    messages: list[Any] = [message]
    watched = (message, metadata, filters, messages, message["content"])
    counts = [sys.getrefcount(one) for one in watched]
    for _ in range(200):
        memory.add(messages, user_id="u", infer=False, metadata=metadata)
        memory.search("tea", user_id="u", filters=filters)
        memory.get_all(user_id="u", filters=filters)
    gc.collect()
    assert [sys.getrefcount(one) for one in watched] == counts


class Embedder:
    def embed_query(self, text: str) -> list[float]:
        return [float(len(text)), 1.0, 0.5]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def test_a_closed_memory_lets_its_objects_go() -> None:
    embedder = Embedder()
    gone = weakref.ref(embedder)
    memory = Memory.from_config({"embedder": {"provider": "langchain", "config": {"model": embedder}}})
    memory.add("I like tea", user_id="u", infer=False)
    memory.search("tea", user_id="u")
    memory.close()
    del memory, embedder
    gc.collect()
    assert gone() is None


def test_a_forgotten_memory_lets_its_objects_go() -> None:
    embedder = Embedder()
    gone = weakref.ref(embedder)
    memory = Memory.from_config({"embedder": {"provider": "langchain", "config": {"model": embedder}}})
    memory.add("I like tea", user_id="u", infer=False)
    del memory, embedder
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("closed", [False, True])
def test_an_object_that_knows_its_program_lets_it_go(closed: bool) -> None:
    class Program:
        def __init__(self) -> None:
            embedder = Embedder()
            embedder.program = self  # type: ignore[attr-defined]
            options = {"provider": "langchain", "config": {"model": embedder}}
            self.memory = Memory.from_config({"embedder": options})

    program = Program()
    gone = weakref.ref(program)
    program.memory.add("I like tea", user_id="u", infer=False)
    if closed:
        program.memory.close()
    del program
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("rounds", [200])
def test_collecting_disturbs_no_call(rounds: int) -> None:
    embedder = Embedder()
    config = {"embedder": {"provider": "langchain", "config": {"model": embedder}}}

    async def run() -> None:
        async with AsyncMemory.from_config(config) as memory:
            for number in range(rounds):
                adding = asyncio.ensure_future(memory.add(f"tea {number}", user_id="u", infer=False))
                await asyncio.sleep(0)
                gc.collect()
                await adding

    asyncio.run(run())


@LINUX
def test_opening_and_closing_leaves_no_file_and_no_thread(home: Path) -> None:
    def life() -> None:
        with Memory() as memory:
            memory.add("I like tea", user_id="u", infer=False)
            memory.search("tea", user_id="u")

    def held() -> tuple[int, int]:
        gc.collect()
        return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))

    for _ in range(3):
        life()
    files, threads = held()
    for _ in range(25):
        life()
    files_after, threads_after = held()
    assert files_after <= files + 2 and threads_after <= threads + 8


def test_futures_are_let_go(home: Path) -> None:
    async def searches(count: int) -> None:
        async with AsyncMemory() as memory:
            await memory.add("I like tea", user_id="u", infer=False)
            for _ in range(count):
                await memory.search("tea", user_id="u")

    def blocks(count: int) -> int:
        asyncio.run(searches(count))
        gc.collect()
        return sys.getallocatedblocks()

    blocks(50)
    before = blocks(50)
    assert blocks(600) - before < 150
