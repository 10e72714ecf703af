"""Many users at once on one event loop.

异步：一个事件循环同时服务许多用户。
"""

from __future__ import annotations

import asyncio
from typing import Any

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from mem0 import AsyncMemory, AsyncMemoryClient


async def serve(memory: AsyncMemory | AsyncMemoryClient) -> None:
    """Each user finds what is their own."""
    drinks = {"lin": "龙井茶", "mia": "咖啡", "tom": "豆浆"}
    await asyncio.gather(*(memory.add(f"我早上喝{drink}。", user_id=user) for user, drink in drinks.items()))
    found: list[Any] = await asyncio.gather(
        *(memory.search("我早上喝什么？", user_id=user) for user in drinks)
    )
    for drink, results in zip(drinks.values(), found, strict=True):
        assert [memory["memory"] for memory in results["results"]] == [f"我早上喝{drink}。"]
        print(results["results"][0]["memory"])


async def main() -> None:
    """In this process, and with the hosted service."""
    with fresh_store():
        async with AsyncMemory() as memory:
            await serve(memory)

            # A search that takes too long is given up, and its work ends with it.
            try:
                await asyncio.wait_for(memory.search("我早上喝什么？", user_id="lin"), timeout=0)
            except asyncio.TimeoutError:
                print("超时")
            else:
                raise AssertionError("nothing is found in no time")
    with hosted_service() as host:
        async with AsyncMemoryClient(api_key=KEY, host=host) as client:
            await serve(client)


if __name__ == "__main__":
    asyncio.run(main())
