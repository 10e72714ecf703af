"""Keep memories in order: steady ids, telling metadata, statements that stand on their own.

记忆组织：一致的标识、有意义的元数据、描述性的内容。
"""

from __future__ import annotations

from datetime import datetime

from fresh_store import fresh_store
from mem0 import Memory


def main() -> None:
    """What is kept in order is found by each of its handles."""
    with fresh_store():
        memory = Memory()
        user_email, agent_name = "john.smith@example.com", "support"

        user_id = f"user_{user_email.replace('@', '_')}"
        agent_id = f"agent_{agent_name}"
        run_id = f"session_{datetime.now().strftime('%Y%m%d_%H%M%S')}"

        metadata = {
            "category": "customer_support",
            "priority": "high",
            "department": "technical",
            "timestamp": datetime.now().isoformat(),
            "source": "chat_widget",
        }

        memory.add(
            "客户 John Smith 报告在移动应用上的 2FA 登录问题。通过清除应用缓存解决。",
            user_id=user_id,
            agent_id=agent_id,
            run_id=run_id,
            metadata=metadata,
        )

        for found in (
            memory.search("登录不了", user_id=user_id),
            memory.search("登录不了", agent_id=agent_id),
            memory.search("登录不了", run_id=run_id),
        ):
            assert "2FA" in found["results"][0]["memory"]
            assert found["results"][0]["metadata"] == metadata

        urgent = {
            "AND": [{"metadata.priority": "high"}, {"metadata.department": {"in": ["technical", "billing"]}}]
        }
        assert memory.get_all(user_id=user_id, filters=urgent)["results"]
        assert not memory.get_all(user_id=user_id, filters={"metadata.priority": "low"})["results"]
        print(memory.get_all(user_id=user_id))


if __name__ == "__main__":
    main()
