"""`agent-framework-mem0`: an agent of Microsoft's Agent Framework with a memory, of both kinds.

微软 Agent Framework 集成。
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from collections.abc import Mapping, Sequence
from typing import Any

from agent_framework import Agent, BaseChatClient, ChatResponse, Message
from agent_framework.mem0 import Mem0ContextProvider

from chat_model import OpenAI, with_model
from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from mem0 import AsyncMemory, AsyncMemoryClient


class DoubleChatClient(BaseChatClient):
    """The double as a chat client of the framework. Keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def _inner_get_response(
        self, *, messages: Sequence[Message], stream: bool, options: Mapping[str, Any], **kwargs: Any
    ) -> ChatResponse:
        prompt = "\n".join(message.text for message in messages)
        self.asked.append(prompt)
        answer = await asyncio.to_thread(OpenAI().generate, prompt)
        return ChatResponse(messages=[Message(role="assistant", contents=[answer])])


async def converse(memory: AsyncMemory | AsyncMemoryClient) -> None:
    """Told in one session, known in another, unknown to somebody else."""
    client = DoubleChatClient()

    def agent(user: str) -> Agent:
        provider = Mem0ContextProvider(mem0_client=memory, user_id=user, search_user_id=user)
        return Agent(client=client, instructions="You are helpful.", context_providers=[provider])

    await agent("mia").run("我住在杭州，喜欢喝龙井茶。")
    print(await agent("mia").run("我喜欢喝什么茶？"))
    assert "## Memories" in client.asked[-1] and "龙井茶" in client.asked[-1]
    await agent("tom").run("我喜欢喝什么茶？")
    assert "龙井" not in client.asked[-1]


async def main() -> None:
    """`AsyncMemory` and `AsyncMemoryClient`."""
    with fresh_store(), with_model():
        async with AsyncMemory() as memory:
            await converse(memory)
    with hosted_service() as host, with_model():
        async with AsyncMemoryClient(api_key=KEY, host=host) as client:
            await converse(client)


if __name__ == "__main__":
    asyncio.run(main())
