"""The first five minutes: add, search, list, change, look back, delete.

快速开始：添加、搜索、列出、修改、查看历史、删除。
"""

from __future__ import annotations

from fresh_store import fresh_store
from mem0 import Memory


def main() -> None:
    """What a user tells is found again by what is asked."""
    with fresh_store():
        memory = Memory()

        memory.add(
            [
                {"role": "user", "content": "我喜欢披萨，讨厌西兰花"},
                {"role": "assistant", "content": "我会记住您的食物偏好！"},
            ],
            user_id="user123",
        )

        results = memory.search("食物偏好", user_id="user123")
        print(results)
        assert any("披萨" in found["memory"] for found in results["results"])

        all_memories = memory.get_all(user_id="user123")
        assert len(all_memories["results"]) == len(results["results"]) > 0

        first = all_memories["results"][0]["id"]
        memory.update(first, "我喜欢披萨和意大利面")
        changed = memory.get(first)
        assert changed is not None and changed["memory"] == "我喜欢披萨和意大利面"
        assert [row["event"] for row in memory.history(first)] == ["ADD", "UPDATE"]

        memory.delete(first)
        assert memory.get(first) is None
        memory.delete_all(user_id="user123")
        assert memory.get_all(user_id="user123")["results"] == []


if __name__ == "__main__":
    main()
