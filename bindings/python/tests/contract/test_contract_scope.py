"""Section 3: whose memories a call may see, and what happens where nobody is named."""

from __future__ import annotations

from typing import Any

import pytest

from mem0 import Memory
from mem0.exceptions import ValidationError


def texts(answer: dict[str, Any]) -> set[str]:
    return {memory["memory"] for memory in answer["results"]}


def test_add_without_an_id_says_which_ids_there_are(memory: Memory) -> None:
    with pytest.raises(ValidationError) as caught:
        memory.add("I like tea", infer=False)
    assert caught.value.error_code == "VALIDATION_001"
    assert set(caught.value.details["provided_ids"]) == {"user_id", "agent_id", "run_id"}
    assert caught.value.suggestion
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("call", [lambda memory: memory.search("tea"), lambda memory: memory.get_all()])
def test_reading_without_an_id_is_both_errors(memory: Memory, call: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        call(memory)
    assert isinstance(caught.value, ValueError)
    assert caught.value.error_code == "VALIDATION_001"


def test_a_filter_without_an_id_is_not_enough(memory: Memory) -> None:
    with pytest.raises(ValueError):
        memory.search("tea", filters={"metadata.kind": "drink"})
    with pytest.raises(ValueError):
        memory.get_all(filters={"actor_id": "bob"})


def test_delete_all_without_an_id_names_reset(memory: Memory) -> None:
    with pytest.raises(ValidationError) as caught:
        memory.delete_all()
    assert isinstance(caught.value, ValueError)
    assert "reset" in f"{caught.value} {caught.value.suggestion}"


@pytest.mark.parametrize("name", ["user_id", "agent_id", "run_id"])
@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_id_is_refused(memory: Memory, name: str, value: str) -> None:
    ids: dict[str, Any] = {name: value}
    with pytest.raises(ValueError):
        memory.add("I like tea", infer=False, **ids)
    with pytest.raises(ValueError):
        memory.search("tea", **ids)
    with pytest.raises(ValueError):
        memory.get_all(**ids)


def test_ids_are_trimmed_and_read_as_text(memory: Memory) -> None:
    number: Any = 42
    memory.add("I like tea", user_id=number, infer=False)
    memory.add("I like milk", user_id=" 42 ", infer=False)
    assert texts(memory.get_all(user_id="42")) == {"I like tea", "I like milk"}


def test_ids_made_of_addresses_and_times_are_taken(memory: Memory) -> None:
    ids: dict[str, Any] = {
        "user_id": "user_ann.example.org",
        "agent_id": "agent_客服",
        "run_id": "session_20260102_030405",
    }
    memory.add("I like tea", infer=False, **ids)
    assert texts(memory.get_all(**ids)) == {"I like tea"}


def test_all_ids_that_are_given_must_fit(memory: Memory) -> None:
    memory.add("both", user_id="u", agent_id="a", infer=False)
    memory.add("user alone", user_id="u", infer=False)
    memory.add("agent alone", agent_id="a", infer=False)
    assert texts(memory.get_all(user_id="u")) == {"both", "user alone"}
    assert texts(memory.get_all(agent_id="a")) == {"both", "agent alone"}
    assert texts(memory.get_all(user_id="u", agent_id="a")) == {"both"}
    assert texts(memory.search("alone", user_id="u", agent_id="a")) == {"both"}
    assert texts(memory.get_all(user_id="u", run_id="r")) == set()


def test_ids_may_stand_in_the_filters(memory: Memory) -> None:
    memory.add("Ann likes tea", user_id="ann", infer=False)
    memory.add("Bob likes tea", user_id="bob", infer=False)
    for filters in ({"user_id": "ann"}, {"AND": [{"user_id": "ann"}]}, {"$and": [{"user_id": "ann"}]}):
        assert texts(memory.search("tea", filters=filters)) == {"Ann likes tea"}
        assert texts(memory.get_all(filters=filters)) == {"Ann likes tea"}


def test_an_id_of_the_call_wins_over_one_in_the_filters(memory: Memory) -> None:
    memory.add("Ann likes tea", user_id="ann", infer=False)
    memory.add("Bob likes tea", user_id="bob", infer=False)
    assert "Bob likes tea" not in texts(memory.search("tea", user_id="ann", filters={"user_id": "bob"}))
    assert "Bob likes tea" not in texts(memory.get_all(user_id="ann", filters={"user_id": "bob"}))


def test_actor_id_only_filters(memory: Memory) -> None:
    memory.add(
        [
            {"role": "user", "name": "bob", "content": "Tea for me"},
            {"role": "user", "name": "eve", "content": "Milk for me"},
        ],
        user_id="table",
        infer=False,
    )
    assert texts(memory.get_all(user_id="table", filters={"actor_id": "bob"})) == {"Tea for me"}


def test_identity_keys_in_metadata_are_dropped(memory: Memory) -> None:
    metadata = {"user_id": "eve", "agent_id": "eve", "run_id": "eve", "actor_id": "eve", "topic": "tea"}
    added = memory.add("I like tea", user_id="ann", infer=False, metadata=metadata)
    kept = memory.get(added["results"][0]["id"])
    assert kept is not None
    assert kept["user_id"] == "ann" and kept["metadata"] == {"topic": "tea"}
    assert "agent_id" not in kept and "run_id" not in kept
    memory.update(kept["id"], metadata={"user_id": "eve", "cup": "big"})
    kept = memory.get(kept["id"])
    assert kept is not None
    assert kept["user_id"] == "ann" and kept["metadata"] == {"topic": "tea", "cup": "big"}
    for name in ("eve",):
        assert texts(memory.get_all(user_id=name)) == set()


def test_delete_all_takes_one_scope_alone(memory: Memory) -> None:
    memory.add("Ann likes tea", user_id="ann", infer=False)
    memory.add("Bob likes tea", user_id="bob", infer=False)
    assert memory.delete_all(user_id="ann") == {"message": "Memories deleted successfully!"}
    assert texts(memory.get_all(user_id="ann")) == set()
    assert texts(memory.get_all(user_id="bob")) == {"Bob likes tea"}


def test_delete_all_of_nobody_deletes_nothing(memory: Memory) -> None:
    memory.add("Bob likes tea", user_id="bob", infer=False)
    assert memory.delete_all(user_id="nobody") == {"message": "Memories deleted successfully!"}
    assert texts(memory.get_all(user_id="bob")) == {"Bob likes tea"}
