"""`praisonaiagents`: mem0 as its knowledge, and as the memory of its agents.

PraisonAI 集成：知识库与长期记忆。
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from praisonaiagents.knowledge.adapters.mem0_adapter import Mem0Adapter
from praisonaiagents.memory.memory import Memory

from fresh_store import fresh_store
from hosted_service import hosted_service


def use_knowledge() -> None:
    """Its adapter of knowledge keeps a memory in this process."""
    with fresh_store():
        knowledge = Mem0Adapter()
        added = knowledge.add("我对花生过敏。", user_id="小雨", metadata={"source": "chat"})
        assert added.success, added
        found = knowledge.search("她对什么过敏？", user_id="小雨", limit=3)
        print([row.text for row in found.results])
        assert found.results[0].text == "我对花生过敏。"
        assert found.results[0].metadata == {"source": "chat", "user_id": "小雨"}

        key = found.results[0].id
        assert knowledge.update(key, "我对花生和虾过敏。").success
        assert (known := knowledge.get(key)) is not None and known.text == "我对花生和虾过敏。"
        assert len(knowledge.get_all(user_id="小雨").results) == 1
        assert knowledge.delete(key) and knowledge.get(key) is None


def use_memory() -> None:
    """The memory of its agents asks the hosted service."""
    with hosted_service():
        memory = Memory({"provider": "mem0", "config": {}})
        memory.store_user_memory("小雨", "我喜欢喝龙井茶。", {"topic": "drinks"})
        memory.store_user_memory("小明", "我喜欢喝咖啡。")
        found = memory.search_user_memory("小雨", "她喜欢喝什么？", limit=3)
        print([row["memory"] for row in found])
        assert [row["memory"] for row in found] == ["我喜欢喝龙井茶。"]


def main() -> None:
    """Knowledge here, memory there."""
    use_knowledge()
    use_memory()


if __name__ == "__main__":
    main()
