"""Sections 4 and 5: what `add` takes, keeps and answers."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from mem0 import Memory
from mem0.exceptions import ValidationError


def test_each_message_is_kept_word_for_word(memory: Memory) -> None:
    answer = memory.add(
        [
            {"role": "system", "content": "You are a helpful assistant"},
            {"role": "user", "content": "我喜欢披萨，讨厌西兰花", "name": "小明"},
            {"role": "assistant", "content": "我会记住您的食物偏好！"},
        ],
        user_id="user123",
        infer=False,
    )
    assert [(it["memory"], it["event"], it["actor_id"], it["role"]) for it in answer["results"]] == [
        ("我喜欢披萨，讨厌西兰花", "ADD", "小明", "user"),
        ("我会记住您的食物偏好！", "ADD", None, "assistant"),
    ]
    assert all(set(it) >= {"id", "memory", "event", "actor_id", "role"} for it in answer["results"])
    assert isinstance(answer, dict)


def test_a_text_and_a_dictionary_are_messages_too(memory: Memory) -> None:
    for messages in (
        "I like tea",
        {"role": "user", "content": "I like tea"},
        [{"role": "user", "content": "I like tea"}],
    ):
        answer = memory.add(messages, user_id="u", infer=False)
        assert [(it["memory"], it["role"]) for it in answer["results"]] == [("I like tea", "user")]


def test_without_inference_nothing_is_told_apart(memory: Memory) -> None:
    for _ in range(2):
        memory.add("I like tea", user_id="u", infer=False)
    assert len(memory.get_all(user_id="u")["results"]) == 2


def test_messages_that_say_nothing_are_skipped_with_a_warning(memory: Memory) -> None:
    messages: Any = [
        {"role": "user"},
        {"role": "user", "content": None},
        {"content": "nobody says this"},
        {"role": "user", "content": "I like tea"},
    ]
    answer = memory.add(messages, user_id="u", infer=False)
    assert [it["memory"] for it in answer["results"]] == ["I like tea"]
    assert len(answer["warnings"]) == 3


@pytest.mark.parametrize("messages", [42, None, 3.5, True, object(), b"bytes"])
def test_anything_else_is_no_message(memory: Memory, messages: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        memory.add(messages, user_id="u", infer=False)
    assert caught.value.error_code == "VALIDATION_003"
    assert caught.value.details
    assert memory.get_all(user_id="u")["results"] == []


@pytest.mark.parametrize(
    "kind", ["semantic_memory", "episodic_memory", "procedural", "", "Procedural_Memory"]
)
def test_only_procedural_is_a_memory_type(memory: Memory, kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        memory.add("1. Build 2. Test", user_id="u", memory_type=kind)
    assert caught.value.error_code == "VALIDATION_002"


def test_the_checks_come_in_order(memory: Memory) -> None:
    wrong: Any = 42
    with pytest.raises(ValidationError) as caught:
        memory.add(wrong, memory_type="wrong")
    assert caught.value.error_code == "VALIDATION_001"
    with pytest.raises(ValidationError) as caught:
        memory.add(wrong, user_id="u", memory_type="wrong")
    assert caught.value.error_code == "VALIDATION_002"


@pytest.mark.parametrize("ids", [{"user_id": "developer123"}, {"agent_id": "builder"}, {"run_id": "r1"}])
def test_a_procedure_is_kept_for_any_scope(memory: Memory, ids: dict[str, Any]) -> None:
    steps = "部署应用的步骤：1. 运行测试 2. 构建 Docker 镜像 3. 推送到仓库 4. 更新 k8s 清单"
    answer = memory.add(steps, memory_type="procedural_memory", **ids)
    assert len(answer["results"]) == 1 and "relations" not in answer
    assert set(answer["results"][0]) >= {"id", "memory", "event"} and answer["results"][0]["event"] == "ADD"
    assert memory.search("如何部署？", **ids)["results"]


def test_inference_without_a_model_answers_in_the_same_shape(memory: Memory) -> None:
    answer = memory.add("My name is Ann and I live in Paris", user_id="u")
    assert answer["results"]
    for one in answer["results"]:
        assert set(one) == {"id", "memory", "event"} and one["event"] == "ADD"
    assert "relations" not in answer


def test_what_is_kept_has_its_hash_and_times(memory: Memory) -> None:
    text = "我喜欢披萨"
    added = memory.add(text, user_id="u", infer=False)["results"][0]
    kept = memory.get(added["id"])
    assert kept is not None
    assert kept["hash"] == hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    created = datetime.fromisoformat(kept["created_at"])
    assert created.utcoffset() == timedelta(0)
    assert "." in kept["created_at"] and kept["created_at"].endswith("+00:00")
    assert kept["updated_at"] == kept["created_at"]


@pytest.mark.parametrize("stamp", ["2024-05-01T10:00:00+02:00", 1714550400, datetime(2024, 5, 1, 8)])
def test_a_timestamp_says_when_it_was_observed(memory: Memory, stamp: Any) -> None:
    added = memory.add("I moved to Paris", user_id="u", infer=False, timestamp=stamp)["results"][0]
    kept = memory.get(added["id"])
    assert kept is not None
    assert datetime.fromisoformat(kept["occurred_at"]).date().isoformat() == "2024-05-01"


def test_metadata_must_be_a_dictionary(memory: Memory) -> None:
    wrong: Any = ["topic"]
    with pytest.raises((ValueError, TypeError)):
        memory.add("I like tea", user_id="u", infer=False, metadata=wrong)
    assert memory.get_all(user_id="u")["results"] == []


@pytest.mark.parametrize("messages", [[], "", "  \n", [{"role": "user", "content": ""}]])
@pytest.mark.parametrize("infer", [True, False])
def test_nothing_to_remember_is_an_answer(memory: Memory, messages: Any, infer: bool) -> None:
    answer = memory.add(messages, user_id="u", infer=infer)
    assert answer["results"] == [] and answer["warnings"]
    assert memory.get_all(user_id="u")["results"] == []


@pytest.mark.parametrize("infer", [True, False])
def test_a_moment_of_creation_in_the_metadata_is_kept(memory: Memory, infer: bool) -> None:
    """So that memories kept elsewhere before keep their times."""
    metadata = {"created_at": "2020-01-02T03:04:05+00:00", "topic": "tea"}
    key = memory.add("我喜欢喝茶", user_id="u", metadata=metadata, infer=infer)["results"][0]["id"]
    kept = memory.get(key)
    assert kept is not None and kept["metadata"]["topic"] == "tea"
    for moment in (kept["created_at"], kept["updated_at"], memory.history(key)[0]["created_at"]):
        assert datetime.fromisoformat(moment).isoformat() == "2020-01-02T03:04:05+00:00"
    assert metadata == {"created_at": "2020-01-02T03:04:05+00:00", "topic": "tea"}


def test_the_callers_metadata_is_left_alone(memory: Memory) -> None:
    metadata = {"topic": "tea", "nested": {"a": [1]}}
    memory.add("I like tea", user_id="u", infer=False, metadata=metadata)
    assert metadata == {"topic": "tea", "nested": {"a": [1]}}
