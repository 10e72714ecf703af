"""`mem0-strands`: a Strands agent whose memory manager recalls and extracts.

Strands 集成：自动检索和提取记忆的智能体。
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from mem0_strands import Mem0MemoryStore
from strands import Agent
from strands.memory import MemoryManager
from strands.models.openai import OpenAIModel

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from model_double import MODEL, ModelDouble, model_double


async def converse(model: ModelDouble, **backend: Any) -> None:
    """Written by the store, searched by the manager, injected into the agent's prompt."""

    def store(user: str) -> Mem0MemoryStore:
        return Mem0MemoryStore(
            user_id=user, writable=True, extraction=True, metadata={"app": "demo"}, **backend
        )

    await store("mia").add("用户对花生过敏")
    await store("mia").add_messages([{"role": "user", "content": [{"text": "我住在杭州，喜欢喝龙井茶。"}]}])

    manager = MemoryManager(stores=[store("mia")])
    found = await manager.search("我喜欢喝什么茶？")
    assert "龙井茶" in found[0].content

    client = {"api_key": "none", "base_url": model.base_url}
    agent = Agent(
        model=OpenAIModel(client_args=client, model_id=MODEL), memory_manager=manager, callback_handler=None
    )
    print(await agent.invoke_async("我对什么食物过敏？"))
    assert "花生" in str(model.asked[-1]["messages"])

    assert await store("tom").search("我对什么食物过敏？") == []


async def main() -> None:
    """Self-hosted and hosted."""
    with model_double() as model:
        with fresh_store():
            await converse(model, config={})
        with hosted_service() as host:
            await converse(model, api_key=KEY, host=host)


if __name__ == "__main__":
    asyncio.run(main())
