"""The forms in which the founding document uses a memory, word for word where no vendor is needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from mem0 import Memory


def test_quick_start(memory: Memory) -> None:
    memory.add(
        [
            {"role": "user", "content": "我喜欢披萨，讨厌西兰花"},
            {"role": "assistant", "content": "我会记住您的食物偏好！"},
        ],
        user_id="user123",
    )
    results = memory.search("食物偏好", user_id="user123")
    assert any("披萨" in m["memory"] for m in results["results"])
    all_memories = memory.get_all(user_id="user123")
    assert all_memories["results"]


def test_personal_assistant(memory: Memory) -> None:
    memory.add(
        [{"role": "user", "content": "我对花生过敏"}, {"role": "assistant", "content": "好的，我记住了。"}],
        user_id="u",
    )
    memories = memory.search("我能吃什么零食？", user_id="u", limit=5)
    context = "\n".join([f"- {m['memory']}" for m in memories["results"]])
    assert "花生" in context


def test_support_bot_loops_over_the_answer_itself(memory: Memory) -> None:
    memory.add(
        "问题：移动应用登录失败，清除缓存后解决",
        user_id="c",
        infer=False,
        metadata={"category": "support_ticket"},
    )
    history = memory.search("移动应用登录失败", user_id="c", limit=10)
    similar_issues = [m for m in history if m["score"] > 0.0]
    assert similar_issues[0]["memory"].startswith("问题")


def test_study_buddy(memory: Memory) -> None:
    for topic in ("三角学", "三角学", "代数"):
        memory.add(
            f"学习了 {topic}：要点",
            user_id="student",
            infer=False,
            metadata={"topic": topic, "session_date": datetime.now().isoformat(), "type": "study_session"},
        )
    memory.add("我今天很累", user_id="student", infer=False)
    materials = memory.search("topic:三角学", user_id="student", filters={"metadata.type": "study_session"})
    assert len(materials["results"]) == 3
    sessions = memory.get_all(user_id="student", filters={"metadata.type": "study_session"})
    topics_studied: dict[str, int] = {}
    for session in sessions["results"]:
        topic = session["metadata"]["topic"]
        topics_studied[topic] = topics_studied.get(topic, 0) + 1
    assert topics_studied == {"三角学": 2, "代数": 1} and len(sessions["results"]) == 3


def test_several_agents_share_a_session(memory: Memory) -> None:
    run_id = f"session_{datetime.now().strftime('%Y%m%d_%H%M%S')}"
    memory.add(
        "研究发现：茶很流行",
        agent_id="researcher",
        run_id=run_id,
        metadata={"phase": "research"},
        infer=False,
    )
    memory.add("草稿内容：论茶", agent_id="writer", run_id=run_id, metadata={"phase": "writing"}, infer=False)
    assert memory.search("研究发现", run_id=run_id)["results"][0]["memory"].startswith("研究发现")
    assert len(memory.get_all(run_id=run_id)["results"]) == 2


def test_a_voice_assistant_slices_the_results(memory: Memory) -> None:
    memory.add("用户喜欢爵士乐", user_id="u", infer=False)
    memories = memory.search("放点音乐", user_id="u")
    assert "爵士乐" in "\n".join([m["memory"] for m in memories["results"][:3]])


def test_search_tuning(memory: Memory) -> None:
    stamps = {"旧的登录问题": datetime.now() - timedelta(days=30), "新的登录问题": datetime.now()}
    for text, stamp in stamps.items():
        memory.add(text, user_id="u", infer=False, metadata={"timestamp": stamp.isoformat()})
    last_week = (datetime.now() - timedelta(days=7)).isoformat()
    for bound in (last_week, datetime.now() - timedelta(days=7)):
        recent = memory.get_all(user_id="u", filters={"metadata.timestamp": {"$gte": bound}}, limit=10)
        assert [m["memory"] for m in recent["results"]] == ["新的登录问题"]
    for threshold in (0.7, 0.5):
        results = memory.search("移动应用登录问题", user_id="u", limit=5, threshold=threshold)
        assert all(m["score"] >= threshold for m in results["results"])


def test_old_memories_are_cleaned_up_and_others_archived(memory: Memory) -> None:
    memory.add("I like tea", user_id="u", infer=False, metadata={"topic": "tea"})
    all_memories = memory.get_all(user_id="u")
    cutoff = datetime.now().astimezone() + timedelta(days=1)
    for mem in all_memories:
        assert datetime.fromisoformat(mem["created_at"]) < cutoff
    memory_id = all_memories["results"][0]["id"]
    found = memory.get(memory_id)
    assert found is not None
    memory.update(
        memory_id,
        metadata={**found.get("metadata", {}), "archived": True, "archive_date": datetime.now().isoformat()},
    )
    kept = memory.get(memory_id)
    assert kept is not None and kept["metadata"]["archived"] is True and kept["metadata"]["topic"] == "tea"


def test_the_newest_are_kept(memory: Memory) -> None:
    for number in range(6):
        memory.add(f"I like tea number {number}", user_id="u", infer=False)
    all_memories: Any = memory.get_all(user_id="u")
    max_memories = 2
    if len(all_memories) > max_memories:
        sorted_memories = sorted(all_memories, key=lambda x: str(x["created_at"]), reverse=True)
        for mem in sorted_memories[max_memories:]:
            memory.delete(mem["id"])
    left = [m["memory"] for m in memory.get_all(user_id="u")["results"]]
    assert left == ["I like tea number 5", "I like tea number 4"]


def test_safe_memory_operation(memory: Memory) -> None:
    def safe_memory_operation(
        memory_client: Memory, operation: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        try:
            return operation(*args, **kwargs)
        except Exception:
            return {"results": [], "message": "记忆暂时不可用"}

    memory.add("I like tea", user_id="u", infer=False)
    assert safe_memory_operation(memory, memory.search, "tea", user_id="u")["results"]
    assert safe_memory_operation(memory, memory.search, "tea")["message"] == "记忆暂时不可用"


def test_a_batch_and_a_cache(memory: Memory) -> None:
    memories_to_add = [{"content": f"我的偏好 {n}", "user_id": "u"} for n in range(3)]
    for memory_data in memories_to_add:
        memory.add(memory_data["content"], user_id=memory_data["user_id"], infer=False)

    @lru_cache(maxsize=100)
    def get_user_preferences(user_id: str) -> Any:
        return memory.search("偏好 设置", user_id=user_id, limit=5)

    assert get_user_preferences("u") is get_user_preferences("u")
    assert len(get_user_preferences("u")["results"]) == 3


def test_a_missing_memory_is_falsy(memory: Memory) -> None:
    assert not memory.get("00000000-0000-0000-0000-000000000000")
    assert not memory.get_all(user_id="nobody")["results"]


def test_the_second_eras_calls(memory: Memory) -> None:
    """The same program as the second era writes it: ids in the filters, `top_k`, `text`."""
    added = memory.add([{"role": "user", "content": "I like tea"}], user_id="alice", infer=False)
    key = added["results"][0]["id"]
    found = memory.search("What do I like?", filters={"user_id": "alice"}, top_k=5, threshold=0.0)
    assert [item["id"] for item in found["results"]] == [key]
    assert len(memory.get_all(filters={"user_id": "alice"}, top_k=5)["results"]) == 1
    memory.update(memory_id=key, text="I like milk", metadata={"why": "taste"}, expiration_date="2999-12-31")
    kept = memory.get(key)
    assert kept is not None
    assert (kept["memory"], kept["metadata"], kept["expiration_date"]) == (
        "I like milk",
        {"why": "taste"},
        "2999-12-31",
    )
    every: dict[str, Any] = {"AND": [{"user_id": "alice"}, {"why": {"in": ["taste", "price"]}}]}
    assert memory.search("milk", filters=every)["results"]
