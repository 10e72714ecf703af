"""Metadata comes back as it went in, or is refused by name; it is never changed in silence."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mem0 import Memory

# Names that the product gives a meaning of their own (section 5).
TAKEN = {
    *(
        "id",
        "memory_id",
        "memory_ids",
        "data",
        "memory",
        "text",
        "hash",
        "created_at",
        "updated_at",
        "score",
        "metadata",
    ),
    *(
        "user_id",
        "agent_id",
        "run_id",
        "app_id",
        "actor_id",
        "role",
        "attributed_to",
        "expiration_date",
        "text_lemmatized",
    ),
    *("categories", "immutable", "kind", "version", "occurred_at", "timestamp", "valid_to", "superseded_by"),
    *("memory_type", "linked_memory_ids"),
}
PATIENT = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
names = st.text(min_size=1, max_size=12).filter(lambda name: name.strip() == name and name not in TAKEN)
fractions = st.floats(allow_nan=False, allow_infinity=False)
whole = st.integers(min_value=-(2**63), max_value=2**63 - 1)
scalars: st.SearchStrategy[Any] = st.none() | st.booleans() | whole | fractions | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def kept(memory: Memory, metadata: Any) -> Any:
    key = memory.add("I like tea", user_id="u", infer=False, metadata=metadata)["results"][0]["id"]
    item = memory.get(key)
    assert item is not None
    return item["metadata"]


@PATIENT
@given(metadata=st.dictionaries(names, values, max_size=4))
def test_metadata_comes_back_as_it_went_in(memory: Memory, metadata: dict[str, Any]) -> None:
    assert kept(memory, metadata) == (metadata or None)


@pytest.mark.parametrize(
    "number",
    [
        *(2**53 + 1, 2**63 - 1, -(2**63), 0.1, -2.5e-7, 5e-324, 1.7976931348623157e308, -0.0),
        *(10**15 + 0.5, 0.1 + 0.2, 1 / 3),
    ],
)
def test_numbers_lose_no_digit(memory: Memory, number: Any) -> None:
    found = kept(memory, {"number": number})["number"]
    assert found == number and type(found) is type(number)


@pytest.mark.parametrize("number", [2**64, -(2**63) - 1, 10**40])
def test_an_integer_beyond_64_bits_is_refused(memory: Memory, number: int) -> None:
    with pytest.raises((ValueError, TypeError, OverflowError), match="metadata.*number"):
        kept(memory, {"number": number})
    assert memory.get_all(user_id="u")["results"] == []


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_in_json_is_refused(memory: Memory, number: float) -> None:
    with pytest.raises((ValueError, TypeError), match="metadata.*number"):
        kept(memory, {"number": number})
    assert memory.get_all(user_id="u")["results"] == []


def test_times_become_text_that_reads_back(memory: Memory) -> None:
    for stamp in (
        datetime(2024, 5, 1, 10, 0, 0, 123456),
        datetime(2024, 5, 1, 10, 0, tzinfo=timezone.utc),
        datetime(2024, 5, 1, 10, 0, tzinfo=timezone(timedelta(hours=8))),
    ):
        assert datetime.fromisoformat(kept(memory, {"at": stamp})["at"]) == stamp
    assert date.fromisoformat(kept(memory, {"on": date(2024, 5, 1)})["on"]) == date(2024, 5, 1)


def test_tuples_are_lists(memory: Memory) -> None:
    assert kept(memory, {"pair": (1, ("a", None))}) == {"pair": [1, ["a", None]]}


class Colour(str, enum.Enum):
    RED = "red"


class Size(enum.IntEnum):
    BIG = 3


def test_subclasses_of_text_and_numbers_are_what_they_extend(memory: Memory) -> None:
    assert kept(memory, {"colour": Colour.RED, "size": Size.BIG}) == {"colour": "red", "size": 3}


@pytest.mark.parametrize("value", [object(), {1j}, b"bytes", lambda: None, complex(1, 2)], ids=repr)
def test_what_is_no_json_is_refused_and_nothing_kept(memory: Memory, value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        kept(memory, {"outer": [{"inner": value}]})
    assert memory.get_all(user_id="u")["results"] == []


def test_a_circle_is_refused(memory: Memory) -> None:
    circle: dict[str, Any] = {}
    circle["again"] = circle
    with pytest.raises((ValueError, TypeError, RecursionError)):
        kept(memory, circle)


def test_half_a_character_is_replaced_and_two_halves_are_joined(memory: Memory) -> None:
    halves = "\ud83c\udf75"
    assert kept(memory, {"half": "\ud800", "cup": halves}) == {"half": "\ufffd", "cup": "🍵"}


def test_keys_are_written_as_json_writes_them(memory: Memory) -> None:
    assert kept(memory, {1: "one", None: "none"}) == {"1": "one", "null": "none"}
    assert kept(memory, {True: "yes", 2.5: "half"}) == {"true": "yes", "2.5": "half"}


@pytest.mark.parametrize("key", [("a", "b"), b"bytes"])
def test_other_keys_are_refused(memory: Memory, key: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="metadata"):
        kept(memory, {key: "one"})
    assert memory.get_all(user_id="u")["results"] == []


def test_deep_metadata_breaks_nothing(memory: Memory) -> None:
    deep: Any = "bottom"
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises((ValueError, TypeError, RecursionError)):
        kept(memory, {"deep": deep})
