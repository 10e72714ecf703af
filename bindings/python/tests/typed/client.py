"""A program of the hosted API, as strict a type checker reads it."""

from __future__ import annotations

from typing import Any

from mem0 import AsyncMemoryClient, MemoryClient


def blocking() -> None:
    client = MemoryClient(
        api_key="your-api-key", host="http://localhost:8888", org_id="org", project_id="project"
    )
    client.add([{"role": "user", "content": "我叫 John，是一名开发者"}], user_id="john", metadata={"a": 1})
    for found in client.search("你知道我的哪些信息？", user_id="john"):
        text: str = found["memory"]
        print(text)
    results = client.search("tea", version="v2", filters={"AND": [{"user_id": "john"}]}, top_k=5)
    every: list[dict[str, Any]] = results["results"]
    client.update(every[0]["id"], text="新的", metadata={"archived": True})
    client.batch_update([{"memory_id": "1", "text": "新文本"}])
    client.batch_delete([{"memory_id": "1"}])
    client.delete_users(user_id="john")
    client.history("1")
    client.feedback("1", feedback="POSITIVE")
    client.delete_all(user_id="john")
    client.reset()


async def asynchronous() -> None:
    async with AsyncMemoryClient(api_key="your-api-key", host="http://localhost:8888") as client:
        await client.add("我喜欢茶", user_id="john")
        listed = await client.get_all(user_id="john", page=1, page_size=50)
        print(len(listed), (await client.users())["results"])
