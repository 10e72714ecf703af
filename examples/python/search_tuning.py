"""Tune a search: words that matter, few results, a threshold, a filter on time; and when nothing comes.

搜索优化：具体的关键词、合理的数量、阈值、时间过滤；以及没有结果时怎么办。
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fresh_store import fresh_store
from mem0 import Memory


def main() -> None:
    """Each knob does what it says."""
    with fresh_store():
        memory = Memory()
        customer_id = user_id = "john"
        now = datetime.now()
        for days_ago, text in (
            (1, "客户报告移动应用登录问题，短信验证码收不到。"),
            (3, "客户反馈导出账单很慢。"),
            (40, "客户说技术问题是网页版打不开。"),
        ):
            memory.add(
                text, user_id=user_id, metadata={"timestamp": (now - timedelta(days=days_ago)).isoformat()}
            )

        results = memory.search("移动应用登录问题", user_id=customer_id, limit=5, threshold=0.7)
        print(results)
        assert "登录问题" in results["results"][0]["memory"]
        assert all(found["score"] >= 0.7 for found in results["results"])

        last_week = (now - timedelta(days=7)).isoformat()
        technical_issues = memory.search("技术问题", user_id=user_id)
        assert "技术问题" in technical_issues["results"][0]["memory"]
        recent_conversations = memory.get_all(
            user_id=user_id,
            filters={"metadata.timestamp": {"$gte": last_week}},
            limit=10,
        )
        assert len(recent_conversations["results"]) == 2
        assert all(found["metadata"]["timestamp"] >= last_week for found in recent_conversations["results"])

        # Nothing comes: ask for less, then look whether there is anything at all.
        strict = memory.search("验证码短信", user_id=user_id, threshold=1.0)["results"]
        relaxed = memory.search("验证码短信", user_id=user_id, threshold=0.5)["results"]
        assert not strict and "验证码" in relaxed[0]["memory"]
        all_memories = memory.get_all(user_id="nobody")
        if not all_memories["results"]:
            print("未找到该用户的记忆")


if __name__ == "__main__":
    main()
