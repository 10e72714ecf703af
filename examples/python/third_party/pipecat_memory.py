"""`pipecat-ai`: its `Mem0MemoryService` in a voice pipeline, local and by the hosted service.

Pipecat 集成：语音管线中的记忆服务。
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from typing import Any

from loguru import logger
from pipecat.frames.frames import LLMContextFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.services.mem0.memory import Mem0MemoryService
from pipecat.tests.utils import SleepFrame, run_test

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service


async def say(text: str, **backend: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """What reaches the model after somebody said this, and what is remembered then."""
    memory = Mem0MemoryService(user_id="mia", params=Mem0MemoryService.InputParams(search_limit=3), **backend)
    context = LLMContext([{"role": "user", "content": text}])
    down, _ = await run_test(Pipeline([memory]), frames_to_send=[LLMContextFrame(context), SleepFrame(0.5)])
    # Storing goes on beside the conversation, in a thread.
    for _ in range(100):
        if remembered := await memory.get_memories():
            break
        await asyncio.sleep(0.05)
    frame = next(frame for frame in down if isinstance(frame, LLMContextFrame))
    messages: Any = frame.context.get_messages()
    return [str(message["content"]) for message in messages], remembered


async def converse(**backend: Any) -> None:
    """Told in one call, known in the next."""
    shown, remembered = await say("我住在杭州，喜欢喝龙井茶。", **backend)
    assert shown == ["我住在杭州，喜欢喝龙井茶。"]
    assert remembered[0]["metadata"] == {"platform": "pipecat"}

    shown, _ = await say("我喜欢喝什么茶？", **backend)
    print(shown)
    assert "龙井茶" in shown[-1] and "I recall" in shown[-1]


async def main() -> None:
    """`local_config` and `api_key`."""
    logger.remove()
    with fresh_store() as folder:
        await converse(local_config={"path": str(folder / "voice.db")})
    with hosted_service() as host:
        await converse(api_key=KEY, host=host)


if __name__ == "__main__":
    asyncio.run(main())
