"""Section 11: `AsyncMemory` has the same names and answers, and is asynchronous for real."""

from __future__ import annotations

import asyncio
import inspect
from pathlib import Path

import pytest

from mem0 import AsyncMemory, Memory
from mem0.exceptions import ValidationError


def test_both_kinds_have_the_same_methods() -> None:
    def methods(owner: type) -> set[str]:
        return {name for name, _ in inspect.getmembers(owner, callable) if not name.startswith("_")}

    assert methods(Memory) == methods(AsyncMemory)


def test_a_life_of_awaits(home: Path) -> None:
    async def live() -> None:
        async with AsyncMemory() as memory:
            added = await memory.add("I drink tea", user_id="u", infer=False, metadata={"cup": "big"})
            key = added["results"][0]["id"]
            found = await memory.search("tea", user_id="u", filters={"metadata.cup": "big"})
            assert [item["id"] for item in found["results"]] == [key]
            kept = await memory.get(key)
            assert kept is not None and kept["memory"] == "I drink tea"
            assert (await memory.get_all(user_id="u"))["results"][0]["id"] == key
            assert await memory.update(key, "I drink milk") == {"message": "Memory updated successfully!"}
            assert [row["event"] for row in await memory.history(key)] == ["ADD", "UPDATE"]
            assert await memory.delete(key) == {"message": "Memory deleted successfully!"}
            assert await memory.delete_all(user_id="u") == {"message": "Memories deleted successfully!"}
            assert await memory.get(key) is None
            reset = await memory.reset()  # type: ignore[func-returns-value]
            assert reset is None
            with pytest.raises(NotImplementedError):
                await memory.chat("hello")

    asyncio.run(live())


def test_both_kinds_answer_alike(home: Path) -> None:
    async def asynchronously() -> tuple[object, object, object]:
        async with AsyncMemory() as memory:
            listed = await memory.get_all(user_id="u")
            key = listed["results"][0]["id"]
            return listed, await memory.get(key), await memory.search("tea", user_id="u")

    with Memory() as memory:
        memory.add("I drink tea", user_id="u", infer=False, metadata={"cup": "big"})
        listed = memory.get_all(user_id="u")
        here = (listed, memory.get(listed["results"][0]["id"]), memory.search("tea", user_id="u"))
    assert asyncio.run(asynchronously()) == here


def test_errors_are_the_same(home: Path) -> None:
    async def wrong() -> None:
        async with AsyncMemory() as memory:
            with pytest.raises(ValidationError) as caught:
                await memory.add("I drink tea", infer=False)
            assert caught.value.error_code == "VALIDATION_001"
            with pytest.raises(ValueError):
                await memory.delete("00000000-0000-0000-0000-000000000000")
            with pytest.raises(ValueError):
                await memory.delete_all()

    asyncio.run(wrong())


def test_one_memory_serves_one_loop_after_the_other(home: Path) -> None:
    memory = AsyncMemory()

    async def add(text: str) -> int:
        await memory.add(text, user_id="u", infer=False)
        return len((await memory.get_all(user_id="u"))["results"])

    assert [asyncio.run(add("I drink tea")), asyncio.run(add("I drink milk"))] == [1, 2]
    memory.close()
