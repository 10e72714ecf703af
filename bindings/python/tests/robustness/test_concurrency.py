"""Many at once: on one loop, in many threads, and what is broken off half way."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from mem0 import AsyncMemory, Memory

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def threads() -> int:
    return len(os.listdir("/proc/self/task"))


@LINUX
def test_a_thousand_searches_run_on_one_loop(home: Path) -> None:
    most = 0

    async def watch(stop: asyncio.Event) -> float:
        """The longest time for which the loop was held up."""
        nonlocal most
        longest = 0.0
        while not stop.is_set():
            start = time.perf_counter()
            await asyncio.sleep(0.005)
            longest = max(longest, time.perf_counter() - start)
            most = max(most, threads())
        return longest

    async def run() -> tuple[list[Any], float]:
        async with AsyncMemory() as memory:
            for number in range(50):
                await memory.add(f"I like tea number {number}", user_id=f"u{number % 5}", infer=False)
            stop = asyncio.Event()
            watching = asyncio.create_task(watch(stop))
            found = await asyncio.gather(
                *(
                    memory.search(f"tea number {number}", user_id=f"u{number % 5}", limit=3)
                    for number in range(1_000)
                )
            )
            stop.set()
            return found, await watching

    before = threads()
    found, held_up = asyncio.run(run())
    assert len(found) == 1_000 and all(len(one["results"]) == 3 for one in found)
    for number, one in enumerate(found):
        assert all(item["user_id"] == f"u{number % 5}" for item in one["results"])
    # A thread for each call would be a thousand.
    assert most - before < 64, f"{most - before} threads"
    assert held_up < 2, f"the loop stood still for {held_up:.2f} s"


def test_a_cancelled_call_leaves_a_working_memory(home: Path) -> None:
    async def run() -> None:
        source = random.Random(3)
        async with AsyncMemory() as memory:
            await memory.add("I like tea", user_id="u", infer=False)
            finished = cancelled = 0
            for number in range(150):
                task = asyncio.create_task(
                    memory.add(f"I like tea number {number}", user_id="u", infer=False)
                )
                await asyncio.sleep(source.random() * 0.002)
                task.cancel()
                try:
                    await task
                    finished += 1
                except asyncio.CancelledError:
                    cancelled += 1
            assert cancelled, "nothing was broken off"
            kept = (await memory.get_all(user_id="u", limit=1_000))["results"]
            # A memory is there wholly or not at all, and what was answered is there.
            assert finished + 1 <= len(kept) <= finished + cancelled + 1
            for item in kept:
                assert len(await memory.history(item["id"])) == 1
            assert len((await memory.search("tea", user_id="u", limit=5))["results"]) == 5

    asyncio.run(run())


class Slow:
    """A chat model that takes its time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked = 0

    def invoke(self, *_: Any, **__: Any) -> Any:
        self.asked += 1
        time.sleep(self.seconds)
        return type("Reply", (), {"content": '{"operations": []}', "tool_calls": []})()


def test_a_time_limit_breaks_off_a_call_that_waits_for_a_model(home: Path) -> None:
    model = Slow(4)

    async def run() -> None:
        memory = AsyncMemory.from_config({"llm": {"provider": "langchain", "config": {"model": model}}})
        # The limit is for the model, not for opening the store.
        await memory.get_all(user_id="u")
        start = time.perf_counter()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(memory.add("I like tea", user_id="u"), timeout=1)
        assert time.perf_counter() - start < 3
        await memory.add("I like milk", user_id="u", infer=False)
        assert len((await memory.get_all(user_id="u"))["results"]) == 1
        memory.close()

    asyncio.run(run())
    assert model.asked == 1


def test_a_closed_loop_does_not_break_what_is_still_running(home: Path) -> None:
    memory = AsyncMemory.from_config({"llm": {"provider": "langchain", "config": {"model": Slow(0.3)}}})

    async def leave() -> None:
        task = asyncio.create_task(memory.add("I like tea", user_id="u"))
        await asyncio.sleep(0.1)
        del task

    async def later() -> int:
        await memory.add("I like milk", user_id="u", infer=False)
        return len((await memory.get_all(user_id="u"))["results"])

    asyncio.run(leave())
    time.sleep(0.4)
    assert asyncio.run(later()) == 1
    memory.close()


@pytest.mark.parametrize("rounds", [25, pytest.param(1_000, marks=pytest.mark.slow)])
def test_sixteen_threads_add_and_search(memory: Memory, rounds: int) -> None:
    def work(worker: int) -> int:
        for number in range(rounds):
            memory.add(f"worker {worker} likes tea number {number}", user_id=f"u{worker % 4}", infer=False)
            found = memory.search("tea", user_id=f"u{worker % 4}", limit=5)
            assert found["results"] and all(item["user_id"] == f"u{worker % 4}" for item in found["results"])
        return worker

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(work, range(16))) == list(range(16))
    for user in range(4):
        kept = memory.get_all(user_id=f"u{user}", limit=100_000)["results"]
        assert len({item["memory"] for item in kept}) == len(kept) == 4 * rounds


def test_other_threads_run_while_a_call_works(memory: Memory) -> None:
    messages = [
        {"role": "user", "content": f"I like tea number {number} and cake"} for number in range(1_500)
    ]
    worker = threading.Thread(target=lambda: memory.add(messages, user_id="u", infer=False))
    taken, longest, ticks = time.perf_counter(), 0.0, 0
    worker.start()
    while worker.is_alive():
        start = time.perf_counter()
        time.sleep(0.001)
        longest, ticks = max(longest, time.perf_counter() - start), ticks + 1
    taken = time.perf_counter() - taken
    assert longest < max(0.3, taken / 2), f"{longest:.3f} s without a turn, of {taken:.3f} s"
    assert ticks > 10


def test_close_while_others_search_is_an_error_and_no_crash(home: Path) -> None:
    memory = Memory()
    memory.add("I like tea", user_id="u", infer=False)
    ended: list[str] = []

    def search() -> None:
        try:
            for _ in range(200):
                memory.search("tea", user_id="u")
        except Exception as error:
            ended.append(str(error))
        else:
            ended.append("")

    workers = [threading.Thread(target=search) for _ in range(4)]
    for worker in workers:
        worker.start()
    time.sleep(0.02)
    memory.close()
    for worker in workers:
        worker.join(60)
    assert len(ended) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="limits the threads of a user as Linux does")
def test_a_system_that_gives_no_threads_is_told_of(program: Any) -> None:
    program(
        """
        import os, resource
        from mem0 import Memory

        memory = Memory({"path": ":memory:"})
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        if os.getuid() == 0:
            os.setuid(65534)
        for _ in range(2):
            try:
                memory.get_all(user_id="u")
            except RuntimeError as error:
                assert "threads" in str(error), error
            else:
                raise AssertionError("there were some")
        """
    )
