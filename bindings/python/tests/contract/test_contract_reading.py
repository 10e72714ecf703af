"""Sections 4 to 7: what `search`, `get`, `get_all` and `history` answer."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from mem0 import Memory

ITEM = {"id", "memory", "hash", "metadata", "created_at", "updated_at"}
PROMOTED = {"user_id", "agent_id", "run_id", "actor_id", "role", "attributed_to", "expiration_date"}
HISTORY = {
    "id",
    "memory_id",
    "old_memory",
    "new_memory",
    "event",
    "created_at",
    "updated_at",
    "is_deleted",
    "actor_id",
    "role",
}


def add(memory: Memory, text: str, **more: Any) -> str:
    more.setdefault("user_id", "u")
    found = memory.add(text, infer=False, **more)["results"][0]["id"]
    assert isinstance(found, str)
    return found


def test_search_answers_items_with_scores_best_first(memory: Memory) -> None:
    for text in ("I drink green tea every morning", "My car is red", "The cat sleeps on the sofa"):
        add(memory, text)
    answer = memory.search("Which tea do I drink in the morning?", user_id="u")
    assert isinstance(answer, dict) and "results" in answer and "relations" not in answer
    assert answer["results"][0]["memory"] == "I drink green tea every morning"
    for item in answer["results"]:
        assert set(item) >= ITEM | {"score"}
    scores = [item["score"] for item in answer["results"]]
    assert scores == sorted(scores, reverse=True)
    assert all(isinstance(score, float) and 0 <= score <= 1 for score in scores)


def test_get_answers_the_item_with_no_score_or_nothing(memory: Memory) -> None:
    kept = memory.get(add(memory, "I like tea"))
    assert kept is not None
    assert set(kept) >= ITEM | {"score", "user_id", "role"} and kept["score"] is None
    assert kept["metadata"] is None
    assert memory.get("00000000-0000-0000-0000-000000000000") is None
    assert memory.get("no-uuid") is None


def test_get_all_answers_items_without_scores(memory: Memory) -> None:
    add(memory, "I like tea")
    answer = memory.get_all(user_id="u")
    assert set(answer.keys()) == {"results"}
    assert set(answer["results"][0]) >= ITEM and "score" not in answer["results"][0]


def test_nothing_found_is_an_empty_list(memory: Memory) -> None:
    assert memory.search("tea", user_id="nobody")["results"] == []
    assert memory.get_all(user_id="nobody")["results"] == []


def test_promoted_keys_stand_beside_the_metadata(memory: Memory) -> None:
    added = memory.add(
        [{"role": "user", "name": "ann", "content": "I like tea"}],
        user_id="u",
        agent_id="a",
        run_id="r",
        infer=False,
        metadata={"topic": "tea"},
        expiration_date="2999-01-01",
    )["results"][0]
    kept = memory.get(added["id"])
    assert kept is not None
    assert {
        name: kept[name] for name in ("user_id", "agent_id", "run_id", "actor_id", "role", "expiration_date")
    } == {
        "user_id": "u",
        "agent_id": "a",
        "run_id": "r",
        "actor_id": "ann",
        "role": "user",
        "expiration_date": "2999-01-01",
    }
    assert kept["metadata"] == {"topic": "tea"}
    plain = memory.get(add(memory, "I like milk"))
    assert plain is not None and not (PROMOTED - {"user_id", "role"}) & set(plain)
    assert not any("text_lemmatized" in item for item in (kept, plain))


def test_the_seed_reads_its_metadata(memory: Memory) -> None:
    add(memory, "学习了 三角学：正弦与余弦", metadata={"topic": "三角学", "type": "study_session"})
    for session in memory.get_all(user_id="u", filters={"metadata.type": "study_session"})["results"]:
        assert session["metadata"]["topic"] == "三角学"


def test_get_all_lists_the_newest_first_and_the_same_each_time(memory: Memory) -> None:
    for number in range(20):
        add(memory, f"memory {number}")
    first = memory.get_all(user_id="u")["results"]
    stamps = [item["created_at"] for item in first]
    assert stamps == sorted(stamps, reverse=True)
    assert memory.get_all(user_id="u")["results"] == first


@pytest.mark.parametrize("name", ["limit", "top_k"])
def test_limits_cut_both_calls(memory: Memory, name: str) -> None:
    for number in range(8):
        add(memory, f"I like tea number {number}")
    for count in (0, 1, 3, 8, 100):
        cut: dict[str, Any] = {name: count}
        assert len(memory.search("tea", user_id="u", **cut)["results"]) == min(count, 8)
        assert len(memory.get_all(user_id="u", **cut)["results"]) == min(count, 8)


def test_top_k_wins_over_limit(memory: Memory) -> None:
    for number in range(5):
        add(memory, f"I like tea number {number}")
    assert len(memory.search("tea", user_id="u", limit=1, top_k=3)["results"]) == 3
    assert len(memory.get_all(user_id="u", limit=1, top_k=3)["results"]) == 3


def test_the_default_limit_is_a_hundred(memory: Memory) -> None:
    memory.add(
        [{"role": "user", "content": f"I like tea number {number}"} for number in range(105)],
        user_id="u",
        infer=False,
    )
    assert len(memory.search("tea", user_id="u")["results"]) == 100
    assert len(memory.get_all(user_id="u")["results"]) == 100


@pytest.mark.parametrize("value", [-1, True, "5", 2.5])
@pytest.mark.parametrize("name", ["top_k", "limit"])
def test_a_limit_is_a_whole_number_of_zero_or_more(memory: Memory, name: str, value: Any) -> None:
    cut: dict[str, Any] = {name: value}
    with pytest.raises(ValueError):
        memory.search("tea", user_id="u", **cut)
    with pytest.raises(ValueError):
        memory.get_all(user_id="u", **cut)


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan"), "0.5", True])
def test_a_threshold_lies_between_0_and_1(memory: Memory, threshold: Any) -> None:
    with pytest.raises(ValueError):
        memory.search("tea", user_id="u", threshold=threshold)


@pytest.mark.parametrize("query", ["", "   ", None, 5, ["tea"]])
def test_a_query_is_a_text_that_says_something(memory: Memory, query: Any) -> None:
    with pytest.raises(ValueError):
        memory.search(query, user_id="u")


def test_a_threshold_leaves_out_what_is_below(memory: Memory) -> None:
    for text in ("I drink green tea every morning", "My car is red", "The cat sleeps on the sofa"):
        add(memory, text)
    every = memory.search("Which tea do I drink?", user_id="u", threshold=0)["results"]
    for threshold in (0.1, 0.5, 0.7, 1.0):
        kept = memory.search("Which tea do I drink?", user_id="u", threshold=threshold)["results"]
        assert [item["id"] for item in kept] == [item["id"] for item in every if item["score"] >= threshold]


def test_an_explanation_has_the_parts_of_the_score(memory: Memory) -> None:
    add(memory, "I drink green tea")
    plain = memory.search("tea", user_id="u")["results"][0]
    told = memory.search("tea", user_id="u", explain=True)["results"][0]
    assert "score_details" not in plain
    assert set(told["score_details"]) >= {
        "semantic_score",
        "bm25_score",
        "entity_boost",
        "raw_score",
        "max_possible_score",
        "final_score",
        "threshold",
    }
    assert told["score_details"]["final_score"] == pytest.approx(told["score"], abs=1e-3)


def test_expired_memories_are_hidden_but_not_from_get(memory: Memory) -> None:
    today = datetime.now(timezone.utc).date()
    old = add(memory, "I liked tea", expiration_date="2020-01-01")
    add(memory, "I like tea today", expiration_date=today)
    add(memory, "I will like tea", expiration_date=datetime.now(timezone.utc) + timedelta(days=9))
    for found in (memory.search("tea", user_id="u"), memory.get_all(user_id="u")):
        assert {item["memory"] for item in found["results"]} == {"I like tea today", "I will like tea"}
    for found in (
        memory.search("tea", user_id="u", show_expired=True),
        memory.get_all(user_id="u", show_expired=True),
    ):
        assert len(found["results"]) == 3
    kept = memory.get(old)
    assert kept is not None and kept["expiration_date"] == "2020-01-01"
    memory.update(old, expiration_date=None)
    assert len(memory.get_all(user_id="u")["results"]) == 3


@pytest.mark.parametrize("wrong", ["tomorrow", "01.02.2030", 20300101, ["2030-01-01"]])
def test_an_expiration_date_is_a_date(memory: Memory, wrong: Any) -> None:
    with pytest.raises(ValueError):
        memory.add("I like tea", user_id="u", infer=False, expiration_date=wrong)
    assert memory.get_all(user_id="u")["results"] == []
    memory.add("I like tea", user_id="u", infer=False, expiration_date=date(2999, 1, 1))


def test_history_tells_of_every_change(memory: Memory) -> None:
    key = add(memory, "I like tea")
    memory.update(key, "I like milk")
    memory.delete(key)
    rows = memory.history(key)
    assert isinstance(rows, list) and all(set(row) >= HISTORY for row in rows)
    assert [(row["event"], row["old_memory"], row["new_memory"]) for row in rows] == [
        ("ADD", None, "I like tea"),
        ("UPDATE", "I like tea", "I like milk"),
        ("DELETE", "I like milk", None),
    ]
    assert [row["is_deleted"] for row in rows] == [False, False, True]
    assert all(row["memory_id"] == key for row in rows) and len({row["id"] for row in rows}) == 3


def test_the_history_of_nothing_is_empty(memory: Memory) -> None:
    assert memory.history("00000000-0000-0000-0000-000000000000") == []


def test_answers_are_plain_enough_for_json(memory: Memory) -> None:
    key = add(memory, "我喜欢茶", metadata={"杯": "大"})
    for answer in (
        memory.search("茶", user_id="u"),
        memory.get_all(user_id="u"),
        memory.get(key),
        memory.history(key),
    ):
        assert json.loads(json.dumps(answer, ensure_ascii=False)) == answer


def test_unused_options_of_either_era_are_accepted(memory: Memory) -> None:
    add(memory, "I like tea")
    for options in (
        {"rerank": True},
        {"rerank": False},
        {"top_k": 20, "threshold": 0.1, "explain": False, "show_expired": False},
    ):
        more: dict[str, Any] = options
        assert memory.search("tea", user_id="u", **more)["results"]
