"""`autogen-ext[mem0]`: the memory of AutoGen's newer line, local and by the hosted service.

AutoGen 0.4 及以后版本的记忆组件。
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from autogen_core.memory import MemoryContent, MemoryMimeType
from autogen_core.model_context import BufferedChatCompletionContext
from autogen_core.models import SystemMessage, UserMessage
from autogen_ext.memory.mem0 import Mem0Memory

from fresh_store import fresh_store
from hosted_service import hosted_service


async def remember(memory: Mem0Memory) -> None:
    """Add, query, put into a model's context, clear."""
    await memory.add(
        MemoryContent(content="我喜欢蓝色。", mime_type=MemoryMimeType.TEXT, metadata={"kind": "taste"})
    )
    await memory.add(MemoryContent(content={"city": "Hangzhou"}, mime_type=MemoryMimeType.JSON))

    found = await memory.query("我喜欢什么颜色？")
    print(found.results)
    assert "蓝色" in str(found.results[0].content)
    assert found.results[0].metadata is not None and 0 <= found.results[0].metadata["score"] <= 1
    assert found.results[0].metadata["kind"] == "taste"

    context = BufferedChatCompletionContext(buffer_size=5)
    await context.add_message(UserMessage(content="我喜欢什么颜色？", source="user"))
    await memory.update_context(context)
    last = (await context.get_messages())[-1]
    assert isinstance(last, SystemMessage) and "蓝色" in last.content

    await memory.clear()
    assert (await memory.query("颜色")).results == []


async def main() -> None:
    """`is_cloud=False` as its documentation has it and with a folder of Qdrant's, and `is_cloud=True`."""
    with fresh_store() as folder:
        memory = Mem0Memory(user_id="user123", is_cloud=False, config={"path": ":memory:"})
        await remember(memory)
        again = Mem0Memory.load_component(memory.dump_component())
        assert again.user_id == "user123"
        qdrant = {"provider": "qdrant", "config": {"path": str(folder / "qdrant"), "on_disk": True}}
        await remember(Mem0Memory(user_id="user123", is_cloud=False, config={"vector_store": qdrant}))
    with hosted_service():
        await remember(Mem0Memory(user_id="user123", is_cloud=True))


if __name__ == "__main__":
    asyncio.run(main())
