"""Section 10 as a property: random filters over random metadata mean what the plain evaluator below says."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mem0 import Memory

Metadata = dict[str, Any]
KEYS = ["colour", "size", "day", "flag", "标签"]
WORDS = ["red", "Red", "green", "apple pie", "苹果", "苹果派", "10", "3", "true", "%", "_", "a'b", '"', ""]
DAYS = [
    "2024-05-01",
    "2024-05-02",
    "2024-05-01T10:00:00",
    "2024-05-01T10:00:00+02:00",
    "2024-05-01T08:00:00Z",
    "2024-05-01T08:00:00.000001+00:00",
]
NUMBERS: list[Any] = [0, 1, 3, -3, 2.5, 3.0, 10, 1e3, 2**53, 2**53 + 1, 2**63 - 1]

texts = st.sampled_from(WORDS + DAYS)
numbers = st.sampled_from(NUMBERS)
scalars = texts | numbers | st.booleans()
metadata = st.dictionaries(st.sampled_from(KEYS), scalars | st.lists(scalars, max_size=3), max_size=4)


def spelled(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word, f"${word}"])


def operation(word: str, operand: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(spelled(word), operand).map(lambda pair: {pair[0]: pair[1]})


operations = st.one_of(
    *(operation(word, scalars) for word in ("eq", "ne")),
    *(operation(word, texts | numbers) for word in ("gt", "gte", "lt", "lte")),
    *(operation(word, st.lists(scalars, min_size=1, max_size=3)) for word in ("in", "nin")),
    *(operation(word, st.sampled_from(WORDS)) for word in ("contains", "icontains")),
    operation("exists", st.booleans()),
)
several = st.lists(operations, min_size=1, max_size=2).map(
    lambda some: {key: it for one in some for key, it in one.items()}
)
conditions = scalars | st.lists(scalars, min_size=1, max_size=3) | st.just("*") | several
names = st.sampled_from([*KEYS, *(f"metadata.{key}" for key in KEYS)])
leaves = st.dictionaries(names, conditions, max_size=2)


def logic(inner: st.SearchStrategy[Metadata]) -> st.SearchStrategy[Metadata]:
    words = st.sampled_from(["AND", "OR", "NOT", "and", "or", "not", "$and", "$or", "$not"])
    grouped = st.dictionaries(words, st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=2)
    return st.tuples(grouped, leaves).map(lambda pair: {**pair[0], **pair[1]})


filters = st.recursive(leaves, logic, max_leaves=6)


# What a filter means


def matches(filter_: Metadata, held: Metadata) -> bool:
    return all(entry(key, condition, held) for key, condition in filter_.items())


def entry(key: str, condition: Any, held: Metadata) -> bool:
    match key.removeprefix("$").upper():
        case "AND":
            return all(matches(one, held) for one in condition)
        case "OR":
            return any(matches(one, held) for one in condition)
        case "NOT":
            return not any(matches(one, held) for one in condition)
    value = held.get(key.removeprefix("metadata."))
    if isinstance(condition, dict):
        return all(passes(word.removeprefix("$"), operand, value) for word, operand in condition.items())
    if condition == "*":
        return value is not None
    return passes("in" if isinstance(condition, list) else "eq", condition, value)


def passes(word: str, operand: Any, value: Any) -> bool:
    elements = value if isinstance(value, list) else [] if value is None else [value]
    match word:
        case "exists":
            return (value is not None) is operand
        case "eq":
            return any(same(one, operand) for one in elements)
        case "ne":
            return not any(same(one, operand) for one in elements)
        case "in":
            return any(same(one, wanted) for one in elements for wanted in operand)
        case "nin":
            return not any(same(one, wanted) for one in elements for wanted in operand)
        case "contains":
            return any(isinstance(one, str) and operand in one for one in elements)
        case "icontains":
            return any(isinstance(one, str) and operand.lower() in one.lower() for one in elements)
    return any(ordered(word, one, operand) for one in elements)


def kind(value: Any) -> str:
    return "bool" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def same(one: Any, other: Any) -> bool:
    return kind(one) == kind(other) and bool(one == other)


def ordered(word: str, one: Any, bound: Any) -> bool:
    if kind(one) != kind(bound) or kind(one) == "bool":
        return False
    if one in DAYS and bound in DAYS:
        one, bound = instant(one), instant(bound)
    less, equal = one < bound, one == bound
    return bool({"gt": not less and not equal, "gte": not less, "lt": less, "lte": less or equal}[word])


def instant(text: str) -> datetime:
    read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return read if read.tzinfo else read.replace(tzinfo=timezone.utc)


# The properties

PATIENT = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
users = (f"user{number}" for number in itertools.count())


@pytest.fixture
def shared(memory: Memory) -> Memory:
    """One store for all examples of a test: each has users of its own in it."""
    return memory


def found(memory: Memory, user: str, filter_: Metadata) -> tuple[list[str], list[str]]:
    listed = memory.get_all(user_id=user, filters=filter_)["results"]
    searched = memory.search("something of mine", user_id=user, filters=filter_)["results"]
    return sorted(item["memory"] for item in listed), sorted(item["memory"] for item in searched)


@PATIENT
@given(held=st.lists(metadata, min_size=1, max_size=5), filter_=filters)
def test_filters_mean_the_same_everywhere(shared: Memory, held: list[Metadata], filter_: Metadata) -> None:
    mine, other = next(users), next(users)
    for place, one in enumerate(held):
        shared.add(f"thing {place}", user_id=mine, infer=False, metadata=one)
        shared.add("a thing of another", user_id=other, infer=False, metadata=one)
    expected = sorted(f"thing {place}" for place, one in enumerate(held) if matches(filter_, one))
    assert found(shared, mine, filter_) == (expected, expected)


ids = st.sampled_from(["user_id", "metadata.user_id", "agent_id", "run_id", "memory", "created_at"])
reaching = st.recursive(
    st.dictionaries(
        ids,
        st.sampled_from(
            ["other", "mine", "*", ["other", "mine"], {"ne": "mine"}, {"in": ["other"]}, {"exists": True}]
        ),
    ),
    logic,
    max_leaves=6,
)


@PATIENT
@given(filter_=reaching)
def test_no_filter_shows_another_users_memory(shared: Memory, filter_: Metadata) -> None:
    if not shared.get_all(user_id="mine")["results"]:
        shared.add("a thing of mine", user_id="mine", infer=False, metadata={"colour": "red"})
        shared.add(
            "a thing of another", user_id="other", agent_id="other", infer=False, metadata={"colour": "red"}
        )
    try:
        listed, searched = found(shared, "mine", filter_)
    except ValueError:
        return
    assert "a thing of another" not in listed + searched


@PATIENT
@given(filter_=filters, wrong=st.sampled_from(["regex", "between", "$near", "like", "startswith"]))
def test_a_mistyped_operator_is_never_ignored(shared: Memory, filter_: Metadata, wrong: str) -> None:
    for broken in ({"AND": [filter_, {"colour": {wrong: 1}}]}, {"OR": [{"colour": {wrong: 1}}, filter_]}):
        with pytest.raises(ValueError):
            shared.get_all(user_id="mine", filters=broken)
        with pytest.raises(ValueError):
            shared.search("something", user_id="mine", filters=broken)
