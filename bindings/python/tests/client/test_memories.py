"""Memories, kept by a server: what was added can be found, listed, changed and deleted."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from mem0.client.results import MemoryList
from mem0.client.types import (
    AddMemoryOptions,
    DeleteAllMemoryOptions,
    GetAllMemoryOptions,
    SearchMemoryOptions,
    UpdateMemoryOptions,
)
from mem0.exceptions import MemoryNotFoundError, ValidationError

PIZZA = "I like pizza and hate broccoli"
ROWING = "I row on Sundays"


def remember(client: Any, text: str, **keywords: Any) -> str:
    """Keeps a text word for word, and answers the memory's id."""
    [made] = client.add(text, infer=False, **keywords)["results"]
    return str(made["id"])


def texts(memories: Any) -> list[str]:
    return [memory["memory"] for memory in memories]


@pytest.mark.parametrize(
    "messages",
    [PIZZA, {"role": "user", "content": PIZZA}, [{"role": "user", "content": PIZZA}]],
    ids=["text", "message", "list"],
)
def test_what_is_added_is_answered_and_found(client: Any, user: str, messages: Any) -> None:
    answer = client.add(messages, user_id=user, infer=False)
    [made] = answer["results"]
    assert made["event"] == "ADD"
    assert made["memory"] == made["data"]["memory"] == PIZZA
    assert UUID(made["id"]).version == 4
    found = client.search("pizza", user_id=user)
    assert isinstance(found, MemoryList)
    assert found[0]["id"] == made["id"]
    assert 0.0 <= found[0]["score"] <= 1.0
    assert found["results"][0]["memory"] == PIZZA


def test_every_message_becomes_a_memory(client: Any, user: str) -> None:
    answer = client.add(
        [
            {"role": "user", "content": PIZZA},
            {"role": "assistant", "content": "Noted"},
            {"role": "user", "content": ROWING},
        ],
        user_id=user,
        infer=False,
    )
    assert texts(answer["results"]) == [PIZZA, "Noted", ROWING]


def test_a_conversation_is_remembered_without_saying_how(client: Any, user: str) -> None:
    answer = client.add([{"role": "user", "content": "My name is Mia and I row on Sundays"}], user_id=user)
    assert answer["results"]
    assert len(client.get_all(user_id=user)) >= 1


def test_what_is_put_off_has_an_event(client: Any, user: str) -> None:
    answer = client.add(PIZZA, user_id=user, async_mode=True)
    assert answer["status"] == "PENDING"
    assert answer["event_id"] == answer["results"][0]["event_id"]
    newest = client.add(ROWING, user_id=user, version="v3")
    assert newest["event_id"]
    assert newest["results"]


def test_options_add_search_list_update_and_delete(client: Any, user: str) -> None:
    scope = {"user_id": user}
    answer = client.add(PIZZA, AddMemoryOptions(filters=scope, infer=False, metadata={"来源": "问卷"}))
    memory_id = answer["results"][0]["id"]
    found = client.search("pizza", SearchMemoryOptions(filters=scope, top_k=1))
    assert [memory["id"] for memory in found] == [memory_id]
    listed = client.get_all(GetAllMemoryOptions(filters=scope, page=1, page_size=10))
    assert listed["count"] == 1
    assert listed[0]["metadata"] == {"来源": "问卷"}
    assert client.update(memory_id, UpdateMemoryOptions(text=ROWING))["memory"] == ROWING
    client.delete_all(DeleteAllMemoryOptions(filters=scope))
    assert client.get_all(filters=scope) == []


def test_one_memory_is_read_back_with_everything(client: Any, user: str) -> None:
    run = f"run-{uuid4().hex[:6]}"
    memory_id = remember(client, PIZZA, user_id=user, run_id=run, metadata={"topic": "food", "n": 1})
    memory = client.get(memory_id)
    assert memory["id"] == memory_id
    assert memory["memory"] == PIZZA
    assert memory["user_id"] == user
    assert memory["run_id"] == run
    assert memory["agent_id"] is None
    assert memory["metadata"] == {"topic": "food", "n": 1}
    assert memory["created_at"]
    assert memory["updated_at"]


def test_an_unknown_memory_is_not_found(client: Any) -> None:
    unknown = str(uuid4())
    for call in (client.get, client.delete, lambda memory_id: client.update(memory_id, "x")):
        with pytest.raises(MemoryNotFoundError) as raised:
            call(unknown)
        assert raised.value.error_code == "HTTP_404"
    with pytest.raises(ValidationError):
        client.get("no-uuid")


def test_nobody_finds_what_is_another_users(client: Any, user: str) -> None:
    remember(client, PIZZA, user_id=user)
    other = f"{user}-other"
    assert client.search("pizza", user_id=other) == []
    assert client.get_all(user_id=other) == []
    assert client.search("pizza", user_id=user, run_id="another") == []
    assert client.search("pizza", user_id=user, filters={"user_id": other}) == []


def test_a_scope_is_needed_to_add_and_to_search(client: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        client.add(PIZZA)
    assert raised.value.error_code == "HTTP_400"
    for version in ("v1", "v2", "v3"):
        with pytest.raises(ValidationError) as raised:
            client.search("pizza", version)
        assert raised.value.error_code == "HTTP_400"


def test_a_search_ranks_and_is_cut(client: Any, user: str) -> None:
    for text in (PIZZA, ROWING, "I live in Rome", "我喜欢披萨，讨厌西兰花"):
        remember(client, text, user_id=user)
    found = client.search("pizza broccoli", user_id=user, limit=2)
    assert texts(found)[0] == PIZZA
    assert len(found) <= 2
    assert [memory["score"] for memory in found] == sorted(
        (memory["score"] for memory in found), reverse=True
    )
    assert texts(client.search("喜欢披萨", user_id=user, top_k=1)) == ["我喜欢披萨，讨厌西兰花"]
    strict = client.search("pizza broccoli", user_id=user, threshold=0.99)
    assert all(memory["score"] >= 0.99 for memory in strict)


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_each_version_of_the_api_answers_the_same(client: Any, user: str, version: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    for answer in (
        client.search("pizza", version=version, user_id=user),
        client.search("pizza", version, user_id=user),
        client.get_all(version=version, user_id=user),
        client.get_all(version, user_id=user),
    ):
        assert [memory["id"] for memory in answer] == [memory_id]
        assert [memory["id"] for memory in answer["results"]] == [memory_id]


def test_fields_choose_what_is_answered(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    [memory] = client.search("pizza", user_id=user, fields=["memory"])
    assert memory["memory"] == PIZZA
    assert memory.get("id") == memory_id
    assert "metadata" not in memory


def test_filters_narrow(client: Any, user: str) -> None:
    study = remember(client, "Learned algebra", user_id=user, metadata={"type": "study_session", "n": 3})
    remember(client, "Learned to swim", user_id=user, metadata={"type": "sport", "n": 1})
    for filters in (
        {"metadata": {"type": "study_session"}},
        {"metadata.type": "study_session"},
        {"AND": [{"metadata": {"type": "study_session"}}]},
        {"NOT": [{"metadata": {"type": "sport"}}]},
        {"OR": [{"metadata": {"type": "study_session"}}, {"metadata": {"type": "nothing"}}]},
    ):
        assert [m["id"] for m in client.get_all(user_id=user, filters=filters)] == [study], filters
        assert [m["id"] for m in client.search("learned", user_id=user, filters=filters)] == [study], filters
    yesterday = (date.today() - timedelta(days=2)).isoformat()
    assert len(client.get_all(user_id=user, filters={"created_at": {"gte": yesterday}})) == 2
    assert client.get_all(user_id=user, filters={"created_at": {"lt": yesterday}}) == []


def test_an_unknown_filter_is_refused(client: Any, user: str) -> None:
    with pytest.raises(ValidationError):
        client.get_all(user_id=user, filters={"colour": "red"})


def test_lists_are_newest_first_and_sorted_by_their_owner(client: Any, user: str) -> None:
    for number in range(3):
        remember(client, f"Fact {number}", user_id=user)
    listed = client.get_all(user_id=user)
    assert texts(listed) == ["Fact 2", "Fact 1", "Fact 0"]
    assert len(listed) == 3
    assert texts(sorted(listed, key=lambda memory: memory["created_at"])) == ["Fact 0", "Fact 1", "Fact 2"]
    assert len(json.loads(json.dumps(listed))) == 3


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_pages_add_up(client: Any, user: str, version: str) -> None:
    for number in range(5):
        remember(client, f"Fact {number}", user_id=user)
    seen: list[str] = []
    page = 1
    while True:
        answer = client.get_all(version=version, user_id=user, page=page, page_size=2)
        assert answer["count"] == 5
        assert (answer["previous"] is None) is (page == 1)
        seen += texts(answer)
        if answer["next"] is None:
            break
        page += 1
    assert page == 3
    assert seen == [f"Fact {number}" for number in (4, 3, 2, 1, 0)]
    with pytest.raises(MemoryNotFoundError, match="Invalid page"):
        client.get_all(version=version, user_id=user, page=9, page_size=2)


def test_a_bare_list_is_the_whole_project(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    assert memory_id in [memory["id"] for memory in client.get_all()]


def test_a_change_changes_what_is_given(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user, metadata={"a": 1})
    changed = client.update(memory_id, ROWING)
    assert changed["memory"] == changed["text"] == ROWING
    assert client.get(memory_id)["metadata"] == {"a": 1}
    client.update(memory_id, metadata={"b": 2})
    memory = client.get(memory_id)
    assert memory["memory"] == ROWING
    assert memory["metadata"] == {"b": 2}


def test_expired_memories_hide_until_the_date_is_taken_away(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user, expiration_date=date.today() - timedelta(days=2))
    assert client.get_all(user_id=user) == []
    assert client.search("pizza", user_id=user) == []
    assert [m["id"] for m in client.get_all(user_id=user, show_expired=True)] == [memory_id]
    assert client.get(memory_id)["id"] == memory_id
    client.update(memory_id, expiration_date=None)
    assert [m["id"] for m in client.get_all(user_id=user)] == [memory_id]


def test_what_is_immutable_stays(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user, immutable=True)
    with pytest.raises(ValidationError):
        client.update(memory_id, ROWING)
    assert client.get(memory_id)["memory"] == PIZZA


def test_a_deleted_memory_is_gone_and_its_history_stays(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    client.update(memory_id, ROWING)
    assert "deleted" in client.delete(memory_id)["message"].lower()
    with pytest.raises(MemoryNotFoundError):
        client.get(memory_id)
    changes = client.history(memory_id)
    assert [change["event"] for change in changes] == ["ADD", "UPDATE", "DELETE"]
    assert changes[0]["new_memory"] == changes[1]["old_memory"] == PIZZA
    assert changes[1]["new_memory"] == ROWING
    assert {change["memory_id"] for change in changes} == {memory_id}


def test_delete_all_deletes_a_scope_and_nothing_else(client: Any, user: str) -> None:
    other = f"{user}-other"
    remember(client, PIZZA, user_id=user)
    remember(client, ROWING, user_id=user, run_id="r1")
    kept = remember(client, PIZZA, user_id=other)
    client.delete_all(user_id=user, run_id="r1")
    assert texts(client.get_all(user_id=user)) == [PIZZA]
    assert "message" in client.delete_all(user_id=user)
    assert client.get_all(user_id=user) == []
    assert [m["id"] for m in client.get_all(user_id=other)] == [kept]
    client.delete_all(user_id=other)


def test_delete_all_without_a_scope_is_refused_and_deletes_nothing(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    for call in (client.delete_all, lambda: client.delete_all(user_id=None)):
        with pytest.raises(ValidationError):
            call()
    assert client.get(memory_id)["id"] == memory_id


def test_batches_change_and_delete_many(client: Any, user: str) -> None:
    ids = [remember(client, f"Fact {number}", user_id=user) for number in range(3)]
    answer = client.batch_update(
        [{"memory_id": ids[0], "text": "New"}, {"memory_id": ids[1], "metadata": {"a": 1}}]
    )
    assert "2" in answer["message"]
    assert client.get(ids[0])["memory"] == "New"
    assert client.get(ids[1])["metadata"] == {"a": 1}
    assert "2" in client.batch_delete([{"memory_id": ids[0]}, {"memory_id": ids[1]}])["message"]
    assert [m["id"] for m in client.get_all(user_id=user)] == [ids[2]]


def test_a_batch_has_its_limit(client: Any) -> None:
    many = [{"memory_id": str(uuid4())} for _ in range(1001)]
    with pytest.raises(ValidationError, match="1000"):
        client.batch_delete(many)
    with pytest.raises(ValidationError, match="1000"):
        client.batch_update([{**memory, "text": "x"} for memory in many])


def test_feedback_is_taken_and_taken_back(client: Any, user: str) -> None:
    memory_id = remember(client, PIZZA, user_id=user)
    answer = client.feedback(memory_id, "positive", feedback_reason="很好")
    assert answer["feedback"] == "POSITIVE"
    assert answer["feedback_reason"] == "很好"
    assert client.feedback(memory_id)["feedback"] is None
    with pytest.raises(ValidationError):
        client.feedback("no-uuid", "NEGATIVE")


def test_the_support_bot_of_the_wish(client: Any, user: str) -> None:
    remember(client, "Problem: the printer is on fire", user_id=user, metadata={"category": "support_ticket"})
    history = client.search("the printer is on fire", user_id=user, limit=10)
    similar = [memory for memory in history if memory["score"] > 0.1]
    assert "printer" in similar[0]["memory"]
