"""Several processes with one store, and what is kept when one of them ends."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from mem0 import Memory


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes_shares_a_store(program: Any, method: str) -> None:
    if method != "spawn" and not hasattr(os, "fork"):
        pytest.skip("has no fork")
    program(
        f"""
        import multiprocessing
        from mem0 import Memory

        memory = None

        def work(number):
            global memory
            if memory is None:
                memory = Memory()
            memory.add(f"worker says {{number}}", user_id="u", infer=False)
            return len(memory.search("worker", user_id="u", limit=1)["results"])

        if __name__ == "__main__":
            if "{method}" == "fork":
                memory = Memory()
                memory.add("the parent says hello", user_id="parent", infer=False)
            with multiprocessing.get_context("{method}").Pool(3) as pool:
                assert pool.map(work, range(24)) == [1] * 24
            with Memory() as seen:
                assert len(seen.get_all(user_id="u")["results"]) == 24
            if memory is not None:
                assert len(memory.get_all(user_id="u")["results"]) == 24
        """
    )


def test_programs_share_a_store(program: Any) -> None:
    source = """
        from mem0 import Memory
        with Memory() as memory:
            for number in range(60):
                memory.add(f"somebody likes tea {number}", user_id="u", infer=False)
                assert memory.search("tea", user_id="u", limit=3)["results"]
    """
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda number: program(source, name=f"program{number}"), range(3)))
    program(
        """
        from mem0 import Memory
        with Memory() as memory:
            kept = memory.get_all(user_id="u", limit=1_000)["results"]
            assert len(kept) == 180, len(kept)
            assert all(len(memory.history(item["id"])) == 1 for item in kept[:20])
        """
    )


def test_what_is_not_closed_is_kept_all_the_same(program: Any) -> None:
    program(
        """
        from mem0 import Memory
        memory = Memory()
        memory.add("I like tea", user_id="u", infer=False)
        """
    )
    program(
        """
        from mem0 import Memory
        assert len(Memory().get_all(user_id="u")["results"]) == 1
        """
    )


def test_a_killed_program_loses_nothing_that_was_answered(started: Any) -> None:
    process = started(
        """
        from mem0 import Memory
        memory = Memory()
        print("waiting")
        number = 0
        while True:
            memory.add(f"I like tea number {number}", user_id="u", infer=False)
            number += 1
            print(number)
        """
    )
    process.kill()
    out, _ = process.communicate(timeout=30)
    answered = int(out.split()[-1])
    with Memory() as memory:
        kept = memory.get_all(user_id="u", limit=100_000)["results"]
        assert answered <= len(kept) <= answered + 1
        assert len(memory.search("tea", user_id="u", limit=5)["results"]) == 5
