"""A program of the second era, asynchronous, as strict a type checker reads it. `test_typed.py` runs it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from mem0 import AsyncMemory, Memory


async def asynchronous() -> list[str]:
    async with AsyncMemory() as memory:
        added = await memory.add([{"role": "user", "content": "I like tea"}], user_id="alice", infer=False)
        key: str = added["results"][0]["id"]
        filters: dict[str, Any] = {"AND": [{"user_id": "alice"}, {"created_at": {"gte": date(2024, 1, 1)}}]}
        found = await memory.search(
            "tea", filters=filters, top_k=5, threshold=0.0, rerank=False, explain=True
        )
        details: dict[str, Any] = found["results"][0]["score_details"]
        await memory.update(
            key, text="I like milk", metadata={"why": "taste"}, expiration_date=date(2999, 1, 1)
        )
        await memory.update(memory_id=key, expiration_date=None)
        listed = await memory.get_all(filters={"user_id": "alice"}, top_k=20, show_expired=True)
        one = await memory.get(key)
        rows = await memory.history(key)
        await memory.delete(key)
        await memory.delete_all(user_id="alice")
        assert one is not None and details
        return [item["memory"] for item in listed["results"]] + [row["event"] for row in rows]


async def from_dictionary() -> None:
    waited = await AsyncMemory.from_config({"history_db_path": ":memory:"})
    plain = AsyncMemory.from_config({"history_db_path": ":memory:"})
    waited.close()
    plain.close()


def main() -> None:
    print(asyncio.run(asynchronous()))
    asyncio.run(from_dictionary())
    with Memory.from_config({"history_db_path": ":memory:", "custom_instructions": "只记住喜好"}) as memory:
        memory.add("I like tea", user_id="alice", infer=False, expiration_date="2999-12-31")
        print(
            [
                item["memory"]
                for item in memory.search("tea", filters={"user_id": "alice"}, top_k=3)["results"]
            ]
        )


if __name__ == "__main__":
    main()
