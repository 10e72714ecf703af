"""`agentscope`: its `Mem0Middleware`, by models of AgentScope, by a memory and by the hosted service.

AgentScope 集成：长期记忆中间件。
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from agentscope.agent import Agent
from agentscope.credential import OpenAICredential
from agentscope.embedding import OpenAIEmbeddingModel
from agentscope.message import UserMsg
from agentscope.middleware import Mem0Middleware
from agentscope.model import OpenAIChatModel

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from mem0 import AsyncMemory, AsyncMemoryClient
from model_double import MODEL, ModelDouble, model_double


async def converse(model: ModelDouble, backend: Callable[[], dict[str, Any]]) -> None:
    """Told to one agent, shown to another; unknown to somebody else's."""
    chat = OpenAIChatModel(
        OpenAICredential(api_key="none", base_url=model.base_url), MODEL, stream=False, max_retries=0
    )

    async def say(text: str, user: str) -> str:
        middleware = Mem0Middleware(user_id=user, mode="static_control", **backend())
        agent = Agent("guide", "You are helpful.", chat, middlewares=[middleware])
        answer = await agent.reply(UserMsg(name="user", content=text))
        asked = [request for request in model.asked if "messages" in request and "input" not in request]
        print(answer.get_text_content())
        return "\n".join(str(request["messages"]) for request in asked if "You are helpful" in str(request))

    await say("我住在杭州，喜欢喝龙井茶。", "mia")
    model.asked.clear()
    shown = await say("我喜欢喝什么茶？", "mia")
    assert "Relevant memories" in shown and "龙井茶" in shown
    model.asked.clear()
    assert "龙井" not in await say("我喜欢喝什么茶？", "tom")


async def main() -> None:
    """Three ways to say where memories are kept."""
    with model_double() as model:
        with fresh_store():
            credential = OpenAICredential(api_key="none", base_url=model.base_url)

            def models() -> dict[str, Any]:
                # Not shared: AgentScope gives each middleware an event loop of its own, and models stay
                # with theirs.
                return {
                    "chat_model": OpenAIChatModel(credential, MODEL, stream=False),
                    "embedding_model": OpenAIEmbeddingModel(credential, MODEL, 256),
                }

            await converse(model, models)
        with fresh_store():
            memory = AsyncMemory()
            await converse(model, lambda: {"client": memory})
        with hosted_service() as host:
            client = AsyncMemoryClient(api_key=KEY, host=host)
            await converse(model, lambda: {"client": client})


if __name__ == "__main__":
    asyncio.run(main())
