"""Many memories at once, and preferences that are looked up once.

性能优化：批量操作，以及缓存常用的偏好。
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from fresh_store import fresh_store
from hosted_service import KEY, hosted_service
from mem0 import Memory, MemoryClient


def batch_add_memories(
    memory_client: Memory | MemoryClient, conversations: Sequence[Any], user_id: str, batch_size: int = 10
) -> None:
    """Add conversations in batches, with a short rest between them."""
    for i in range(0, len(conversations), batch_size):
        batch = conversations[i : i + batch_size]
        for conv in batch:
            memory_client.add(conv, user_id=user_id)
        time.sleep(0.1)


def in_process() -> None:
    """Adds in a row, and a cached search."""
    memory = Memory()
    user_id = "lin"
    memories_to_add = [
        {"content": "我喜欢深色主题。", "user_id": user_id},
        {"content": "我偏好大号字体。", "user_id": user_id},
        {"content": "我住在成都。", "user_id": user_id},
    ]

    for memory_data in memories_to_add:
        memory.add(memory_data["content"], user_id=memory_data["user_id"])

    @lru_cache(maxsize=100)
    def get_user_preferences(user_id: str) -> Any:
        return memory.search("偏好 设置", user_id=user_id, limit=5)

    preferences = get_user_preferences(user_id)
    print(preferences)
    assert any("字体" in found["memory"] or "主题" in found["memory"] for found in preferences["results"])
    assert get_user_preferences(user_id) is preferences
    assert get_user_preferences.cache_info().hits == 1

    conversations = [f"第 {number} 周的目标是跑 {number + 5} 公里。" for number in range(1, 13)]
    batch_add_memories(memory, conversations, "runner")
    assert len(memory.get_all(user_id="runner")["results"]) == 12


def hosted() -> None:
    """One request for many changes."""
    with hosted_service() as host:
        client = MemoryClient(api_key=KEY, host=host)
        batch_add_memories(client, ["我喜欢茶。", "我喜欢咖啡。", "我养了一只猫。"], "mia")
        memories = client.get_all(user_id="mia")
        assert len(memories) == 3

        client.batch_update(
            [{"memory_id": memory["id"], "text": f"{memory['memory']}（已核对）"} for memory in memories]
        )
        assert all("已核对" in memory["memory"] for memory in client.get_all(user_id="mia"))

        client.batch_delete([{"memory_id": memory["id"]} for memory in memories[:2]])
        assert len(client.get_all(user_id="mia")) == 1


def main() -> None:
    """Both kinds of memory."""
    with fresh_store():
        in_process()
    hosted()


if __name__ == "__main__":
    main()
